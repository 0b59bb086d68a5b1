namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Carries out one exchange: follows it along the labels, weighs it against the schedule as it is now (labels may be stale),
/// and does it as far as every limit allows.
/// </summary>
internal sealed class Exchange(Schedule schedule, ExchangeLabels labels, PowerRule rule)
{
    private readonly Way way = new(schedule, labels);
    private readonly ExchangeSum sum = new(schedule);

    /// <summary>The participant draws less in the step and gets the energy elsewhere. False where that gains nothing now.</summary>
    public bool Leave(int participant, int step, bool isForced = false)
    {
        way.Begin();
        return (way.Leave(participant, step, 1) || (!isForced && way.Ring())) && Apply(isForced);
    }

    /// <summary>The participant gets more energy before its end.</summary>
    public bool Serve(int participant)
    {
        way.Begin();
        return (way.Enter(participant, labels.ServeFrom[participant], 1) || way.Ring()) && Apply(false);
    }

    /// <summary>The participant draws more in this very step, whatever it costs.</summary>
    public bool Enter(int participant, int step)
    {
        way.Begin();
        return way.Enter(participant, step, 1) && Apply(true);
    }

    private bool Apply(bool isForced)
    {
        sum.Set(way);
        double size = isForced || sum.Gain() > ExchangeLabels.Noise * 10 ? sum.Size() : 0;
        bool isDone = Try(size) || (rule.IsHeld && size > Schedule.Nothing && Try(Math.Min(size, sum.SizeAboveLeast())));
        sum.Clear();
        return isDone;
    }

    private bool Try(double size)
    {
        if (size <= Schedule.Nothing)
        {
            return false;
        }

        sum.Do(size);
        if (!rule.IsHeld)
        {
            return true;
        }

        bool isKept = IsKept();
        if (!isKept)
        {
            sum.Do(-size);
        }

        Bound();
        return isKept;
    }

    private bool IsKept()
    {
        for (int i = 0; i < sum.Count; i++)
        {
            if (sum.Car(i) is >= 0 and int car && !rule.Keeps(car))
            {
                return false;
            }
        }

        return true;
    }

    private void Bound()
    {
        for (int i = 0; i < sum.Count; i++)
        {
            if (sum.Car(i) is >= 0 and int car)
            {
                rule.Count(car);
                rule.Bound(car);
            }
        }
    }
}
