namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Does away with powers below what a car charges with, but for one step each car may have. Most go by
/// chains that cost nothing (<see cref="ChainMending"/>), since two cars in two full steps can swap. What is left is settled
/// one step at a time: empty it, or raise it to the least power, improve the rest around that, and take the first way that
/// costs no energy, else the one that comes out best. A step once settled stays so, hence this ends; what even that leaves
/// goes by the cheapest chain there is, at the cost of energy.
/// </summary>
internal sealed class MinimumPower(Schedule schedule, ExchangeSearch search, PowerRule rule, Presence presence)
{
    private enum Order
    {
        MostFirst,
        LastFirst,
        FirstFirst,
    }

    private const int MostSettled = 60;

    /// <summary>Energy, at its worth, that is not worth another try: some watt-hours of an ordinary car.</summary>
    private const double Bearable = 50;

    /// <summary>As long as few are settled energy counts for more than a small power left over; later the rule counts alone.</summary>
    private const int SettledFreely = 13;
    private const double SmallWorth = 3e3;
    private const double RuleWorth = 1e9;

    /// <summary>When this many rounds of exchanges have been spent, the first that works is taken.</summary>
    private const int MostRounds = 300;

    private const double Loose = 1e-6;

    /// <summary>Chains that cost no more than this come first, then those that cost no energy.</summary>
    private const double CostlessEur = 1e-4;
    private const double BearableEur = 100;

    private readonly ChainMending chains = new(schedule, rule, new PowerChains(schedule, rule, presence));
    private readonly int steps = schedule.Steps;
    private readonly double[] sizes = new double[2 * schedule.Steps];
    private readonly int[] changes = new int[2 * schedule.Steps];
    private ScheduleCopy? before;
    private ScheduleCopy? best;
    private int settled;

    /// <summary>Settles it in the order that comes out best; a second order is tried only where the first costs a car energy.</summary>
    /// <returns>Whether every car keeps the rule.</returns>
    public bool Mend()
    {
        rule.Recount();
        chains.Mend(CostlessEur);
        chains.Mend(BearableEur);
        if (rule.IsKept())
        {
            return true;
        }

        ScheduleCopy start = new(schedule);
        ScheduleCopy chosen = new(schedule);
        schedule.Keep(start);
        double hoped = schedule.UnmetWorth() + Bearable;
        double chosenWorth = double.PositiveInfinity;
        int rounds = search.Rounds;
        foreach (Order order in (ReadOnlySpan<Order>)[Order.MostFirst, Order.LastFirst, Order.FirstFirst])
        {
            schedule.Restore(start);
            rule.Recount();
            SettleAll(order);
            double worth = Worth();
            if (worth < chosenWorth)
            {
                chosenWorth = worth;
                schedule.Keep(chosen);
            }

            if ((Next(order) < 0 && schedule.UnmetWorth() <= hoped) || search.Rounds - rounds > MostRounds)
            {
                break;
            }
        }

        schedule.Restore(chosen);
        rule.Release();
        rule.Recount();
        chains.Mend(double.PositiveInfinity);
        return rule.IsKept();
    }

    private void SettleAll(Order order)
    {
        for (settled = 0; settled < MostSettled; settled++)
        {
            int car = Next(order);
            if (car < 0 || !Settle(car))
            {
                return;
            }
        }
    }

    /// <summary>The car to settle next; -1 where all keep the rule.</summary>
    private int Next(Order order)
    {
        int next = -1;
        for (int s = 0; s < schedule.Cars; s++)
        {
            if (rule.Smalls(s) > 1 && (next < 0 || order == Order.LastFirst || (order == Order.MostFirst && rule.Smalls(s) > rule.Smalls(next))))
            {
                next = s;
            }
        }

        return next;
    }

    /// <summary>Settles one of the car's steps: the first way that costs no energy, else the one that comes out best.</summary>
    private bool Settle(int car)
    {
        before ??= new ScheduleCopy(schedule);
        best ??= new ScheduleCopy(schedule);
        schedule.Keep(before);
        double lossless = schedule.UnmetWorth() + Bearable;
        double bestWorth = double.PositiveInfinity;
        int count = ListChanges(car);
        for (int i = 0; i < count && (search.Rounds < MostRounds || double.IsPositiveInfinity(bestWorth)); i++)
        {
            if (Do(car, changes[i]))
            {
                search.ImproveFinely();
                double worth = schedule.Worth();
                if (worth < bestWorth)
                {
                    rule.Recount();
                    chains.Mend(CostlessEur);
                    worth = Worth();
                }

                if (worth < bestWorth)
                {
                    bestWorth = worth;
                    schedule.Keep(best);
                    if (schedule.UnmetWorth() <= lossless)
                    {
                        return true;
                    }
                }
            }

            schedule.Restore(before);
            rule.Recount();
        }

        bool isSettled = !double.IsPositiveInfinity(bestWorth);
        schedule.Restore(isSettled ? best : before);
        rule.Recount();
        return isSettled;
    }

    /// <summary>What could be done about the car's small powers, the least change first: raise the step, or, in the complement, empty it.</summary>
    private int ListChanges(int car)
    {
        double least = schedule.Problem.Sessions[car].MinChargeKw;
        int count = 0;
        for (int t = schedule.First[car]; t <= schedule.Last[car]; t++)
        {
            double kw = schedule.PowerKw[schedule.Row[car] + t];
            if (rule.IsSmall(car, kw))
            {
                sizes[count] = kw;
                changes[count++] = ~t;
                sizes[count] = least - kw;
                changes[count++] = t;
            }
        }

        Array.Sort(sizes, changes, 0, count);
        return count;
    }

    private bool Do(int car, int change) => change < 0 ? Drop(car, ~change) || search.Empty(car, ~change) : Raise(car, change);

    private bool Raise(int car, int step) =>
        schedule.Unmet(car) > Schedule.Nothing && search.Raise(car, step, schedule.Problem.Sessions[car].MinChargeKw);

    /// <summary>What the schedule is worth, with a price on what is still against the rule; less is better.</summary>
    private double Worth()
    {
        double worth = schedule.Worth();
        for (int s = 0; s < schedule.Cars; s++)
        {
            worth += Math.Max(0, rule.Smalls(s) - 1) * (settled < SettledFreely ? SmallWorth : RuleWorth);
        }

        return worth;
    }

    /// <summary>Leaves the step and lets the energy find another place afterwards.</summary>
    private bool Drop(int s, int step)
    {
        if (!CanDrop(s, step))
        {
            return false;
        }

        int place = schedule.Row[s] + step;
        schedule.Add(s, step, -schedule.PowerKw[place]);
        schedule.MostKw[place] = 0;
        return true;
    }

    private bool CanDrop(int s, int step)
    {
        double kw = schedule.PowerKw[schedule.Row[s] + step];
        for (int t = step; t <= schedule.Last[s]; t++)
        {
            int at = schedule.Row[s] + t;
            if (schedule.Stored[at] - kw < schedule.FloorEnergy[at] - Loose)
            {
                return false;
            }
        }

        return true;
    }
}
