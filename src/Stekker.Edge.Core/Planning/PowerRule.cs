namespace Stekker.Edge.Core.Planning;

/// <summary>
/// A car charges with its least power or more, but for one step of its own choice. Counts the steps in between, and, while
/// it is held, bounds every power so that exchanges keep the rule: a car that has its one such step may not begin another,
/// nor fall below its least power where it charges; one that has none may do either anywhere.
/// </summary>
internal sealed class PowerRule(Schedule schedule)
{
    /// <summary>Below this a power is nothing, and this much below the least is still the least: well within a meter's tolerance.</summary>
    private const double Slip = 0.004;

    private readonly int steps = schedule.Steps;
    private readonly int[] smalls = new int[schedule.Cars];

    /// <summary>Whether exchanges must keep the rule.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>How many steps of a car lie between nothing and its least power; one is allowed.</summary>
    public int Smalls(int car) => smalls[car];

    public int Small(int car, double kw) => kw > Slip && kw < schedule.Problem.Sessions[car].MinChargeKw - Slip ? 1 : 0;

    public bool IsSmall(int car, double kw) => Small(car, kw) > 0;

    public void Recount()
    {
        for (int s = 0; s < schedule.Cars; s++)
        {
            Count(s);
        }
    }

    public void Count(int car)
    {
        int count = 0;
        for (int t = schedule.First[car]; t <= schedule.Last[car]; t++)
        {
            count += Small(car, schedule.PowerKw[schedule.Row[car] + t]);
        }

        smalls[car] = count;
    }

    public bool IsKept()
    {
        foreach (int count in smalls)
        {
            if (count > 1)
            {
                return false;
            }
        }

        return true;
    }

    public void Hold()
    {
        IsHeld = true;
        Recount();
        for (int s = 0; s < schedule.Cars; s++)
        {
            Bound(s);
        }
    }

    public void Release()
    {
        IsHeld = false;
        for (int s = 0; s < schedule.Cars; s++)
        {
            for (int t = schedule.First[s]; t <= schedule.Last[s]; t++)
            {
                int at = schedule.Row[s] + t;
                (schedule.LeastKw[at], schedule.MostKw[at]) = schedule.Bounds(s, t);
            }
        }
    }

    /// <summary>After an exchange. False where the car now breaks the rule more than before; the exchange is to be undone.</summary>
    public bool Keeps(int car)
    {
        int before = smalls[car];
        Count(car);
        return smalls[car] <= Math.Max(1, before);
    }

    public void Bound(int car)
    {
        bool isSpent = smalls[car] > 0;
        double leastOn = schedule.Problem.Sessions[car].MinChargeKw;
        for (int t = schedule.First[car]; t <= schedule.Last[car]; t++)
        {
            int at = schedule.Row[car] + t;
            double kw = schedule.PowerKw[at];
            (double least, double most) = schedule.Bounds(car, t);
            bool isOff = kw <= Slip;
            bool isOn = !isOff && !IsSmall(car, kw);
            schedule.LeastKw[at] = isSpent && isOn ? Math.Max(least, Math.Min(kw, leastOn)) : least;
            schedule.MostKw[at] = isSpent && isOff ? Math.Min(most, Math.Max(0, kw)) : most;
        }
    }
}
