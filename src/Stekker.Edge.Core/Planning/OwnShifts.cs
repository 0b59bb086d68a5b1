namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Lets one store (battery, or car that gives back) buy cheap and sell dear on its own, the others as they are: the best
/// pair of steps, as far as it goes, and again while that gains. Each pair is found in one walk over the horizon, which is
/// why this comes before the exchanges that look at everybody.
/// </summary>
internal sealed class OwnShifts(Schedule schedule)
{
    private const int None = -1;
    private const int MostShifts = 400;

    private readonly int steps = schedule.Steps;
    private double bestEur;
    private int bestEnter;
    private int bestLeave;

    /// <param name="leastGainEur">Per kWh; less is not worth it.</param>
    public void Improve(double leastGainEur)
    {
        for (int i = 0; i < schedule.Count; i++)
        {
            if (schedule.IsStore(i))
            {
                for (int shift = 0; shift < MostShifts && ImproveOnce(i, leastGainEur); shift++)
                {
                    // Each goes to a limit or to a corner of the cost.
                }
            }
        }
    }

    private bool ImproveOnce(int i, double leastGainEur)
    {
        bestEur = leastGainEur;
        bestEnter = None;
        bestLeave = None;
        EnterFirst(i);
        LeaveFirst(i);
        if (bestEnter == None && bestLeave == None)
        {
            return false;
        }

        double energy = Size(i);
        if (energy <= Schedule.Nothing)
        {
            return false;
        }

        if (bestEnter != None)
        {
            schedule.Add(i, bestEnter, schedule.PowerKw[schedule.Row[i] + bestEnter] < -Schedule.Nothing ? energy * schedule.Efficiency[i] : energy);
        }

        if (bestLeave != None)
        {
            schedule.Add(i, bestLeave, -(schedule.PowerKw[schedule.Row[i] + bestLeave] > Schedule.Nothing ? energy : energy * schedule.Efficiency[i]));
        }

        return true;
    }

    /// <summary>Energy taken first and given, or kept to the end, later.</summary>
    private void EnterFirst(int i)
    {
        int lowest = schedule.Row[i];
        double cheapest = double.PositiveInfinity;
        int from = None;
        for (int t = schedule.First[i]; t <= schedule.Last[i]; t++)
        {
            Consider(SavedEur(i, t) - cheapest, from, t);
            double own = EnterEur(i, t);
            if (own < cheapest)
            {
                cheapest = own;
                from = t;
            }

            if (schedule.Stored[lowest + t] >= schedule.TopEnergy[i] - Schedule.Nothing)
            {
                cheapest = double.PositiveInfinity;
                from = None;
            }
        }

        if (from != None && schedule.Unmet(i) > Schedule.Nothing)
        {
            Consider(schedule.EndWorth[i] - cheapest, from, None);
        }
    }

    /// <summary>Energy given first and taken later, or not at all.</summary>
    private void LeaveFirst(int i)
    {
        int lowest = schedule.Row[i];
        double cheapest = schedule.Unmet(i) < -Schedule.Nothing ? 0 : double.PositiveInfinity;
        int from = None;
        for (int t = schedule.Last[i]; t >= schedule.First[i]; t--)
        {
            if (schedule.Stored[lowest + t] <= schedule.FloorEnergy[lowest + t] + Schedule.Nothing)
            {
                cheapest = double.PositiveInfinity;
                from = None;
            }

            Consider(SavedEur(i, t) - cheapest, from, t);
            double own = EnterEur(i, t);
            if (own < cheapest)
            {
                cheapest = own;
                from = t;
            }
        }
    }

    private void Consider(double gainEur, int enter, int leave)
    {
        if (gainEur > bestEur)
        {
            bestEur = gainEur;
            bestEnter = enter;
            bestLeave = leave;
        }
    }

    /// <summary>Per unit of energy, as all prices here.</summary>
    private double EnterEur(int i, int t)
    {
        int at = schedule.Row[i] + t;
        if (schedule.PowerKw[at] >= schedule.MostKw[at] - Schedule.Nothing || schedule.Room(schedule.Class[i], t) <= Schedule.Nothing)
        {
            return double.PositiveInfinity;
        }

        return schedule.PowerKw[at] < -Schedule.Nothing ? schedule.PriceUp(t) * schedule.Efficiency[i] : schedule.PriceUp(t);
    }

    private double SavedEur(int i, int t)
    {
        int at = schedule.Row[i] + t;
        if (schedule.PowerKw[at] <= schedule.LeastKw[at] + Schedule.Nothing || schedule.RoomDown(schedule.Class[i], t) <= Schedule.Nothing)
        {
            return double.NegativeInfinity;
        }

        return schedule.PowerKw[at] > Schedule.Nothing ? schedule.PriceDown(t) : schedule.PriceDown(t) * schedule.Efficiency[i];
    }

    private double Size(int i)
    {
        int lowest = schedule.Row[i];
        double energy = double.PositiveInfinity;
        if (bestEnter != None)
        {
            double power = schedule.PowerKw[lowest + bestEnter];
            double net = schedule.NetKw[bestEnter];
            double kw = Math.Min(schedule.Room(schedule.Class[i], bestEnter), (power < -Schedule.Nothing ? 0 : schedule.MostKw[lowest + bestEnter]) - power);
            kw = net < -Schedule.Nothing ? Math.Min(kw, -net) : kw;
            energy = power < -Schedule.Nothing ? kw / schedule.Efficiency[i] : kw;
        }

        if (bestLeave != None)
        {
            double power = schedule.PowerKw[lowest + bestLeave];
            double net = schedule.NetKw[bestLeave];
            double kw = Math.Min(schedule.RoomDown(schedule.Class[i], bestLeave), power - (power > Schedule.Nothing ? Math.Max(0, schedule.LeastKw[lowest + bestLeave]) : schedule.LeastKw[lowest + bestLeave]));
            kw = net > Schedule.Nothing ? Math.Min(kw, net) : kw;
            energy = Math.Min(energy, power > Schedule.Nothing ? kw : kw / schedule.Efficiency[i]);
        }

        int enter = bestEnter == None ? schedule.Last[i] + 1 : bestEnter;
        int leave = bestLeave == None ? schedule.Last[i] + 1 : bestLeave;
        for (int t = enter; t < leave; t++)
        {
            energy = Math.Min(energy, schedule.TopEnergy[i] - schedule.Stored[lowest + t]);
        }

        for (int t = leave; t < enter; t++)
        {
            energy = Math.Min(energy, schedule.Stored[lowest + t] - schedule.FloorEnergy[lowest + t]);
        }

        double unmet = schedule.Unmet(i);
        return bestEnter == None ? Math.Min(energy, -unmet) : bestLeave == None ? Math.Min(energy, unmet) : energy;
    }
}
