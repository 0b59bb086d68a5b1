namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Does away with powers below what a car charges with, but for one step each car may have. What <see cref="SmallPowers"/>
/// cannot mend is settled one step at a time: empty it, or raise it to the least power, improve the rest around that, and
/// keep what comes out best. A step once settled stays so, hence this ends.
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
    private const int MostRounds = 2000;

    private const double Loose = 1e-6;

    private readonly SmallPowers small = new(schedule, rule);
    private readonly int steps = schedule.Steps;
    private ScheduleCopy? before;
    private ScheduleCopy? best;
    private ChainMending? chains;
    private int settled;

    /// <summary>Settles it in the order that comes out best; a second order is tried only where the first costs a car energy.</summary>
    /// <returns>Whether every car keeps the rule.</returns>
    public bool Mend()
    {
        double bound = schedule.UnmetWorth() + 20;
        bool isRight = MendAll();
        for (int i = 0; isRight && i < 10 && schedule.UnmetWorth() > bound && chains!.Serve(); i++)
        {
            rule.Hold();
            search.ImproveFinely();
            rule.Release();
            rule.Recount();
        }

        if (isRight)
        {
            new Recovery(schedule, search, rule, presence).Improve(bound - 20, 3000);
        }

        return isRight;
    }

    private bool MendAll()
    {
        small.Mend();
        chains = new(schedule, rule, new PowerChains(schedule, rule, presence));
        chains.Mend(1e-4);
        chains.Mend(100);
        if (Next(Order.MostFirst) < 0)
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
        rule.Recount();
        return Next(Order.MostFirst) < 0;
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

    private bool Settle(int car)
    {
        before ??= new ScheduleCopy(schedule);
        best ??= new ScheduleCopy(schedule);
        schedule.Keep(before);
        double bestWorth = double.PositiveInfinity;
        for (int t = schedule.First[car]; t <= schedule.Last[car]; t++)
        {
            if (!rule.IsSmall(car, before.PowerKw[(car * steps) + t]))
            {
                continue;
            }

            for (int way = 0; way < 2 && (search.Rounds < MostRounds || double.IsPositiveInfinity(bestWorth)); way++)
            {
                if (way == 0 ? Drop(car, t) || search.Empty(car, t) : Raise(car, t))
                {
                    search.Improve();
                    small.Mend();
                    chains!.Mend(1e-4);
                    double worth = Worth();
                    if (worth < bestWorth)
                    {
                        bestWorth = worth;
                        schedule.Keep(best);
                    }
                }

                schedule.Restore(before);
            }
        }

        bool isSettled = !double.IsPositiveInfinity(bestWorth);
        schedule.Restore(isSettled ? best : before);
        rule.Recount();
        return isSettled;
    }

    private bool Raise(int car, int step) =>
        schedule.Unmet(car) > Schedule.Nothing && search.Raise(car, step, schedule.Problem.Sessions[car].MinChargeKw);

    /// <summary>What the schedule is worth, with a price on what is still against the rule; less is better.</summary>
    private double Worth()
    {
        double worth = (schedule.CostEur() / schedule.Problem.StepHours) + schedule.UnmetWorth();
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

        int place = (s * steps) + step;
        schedule.Add(s, step, -schedule.PowerKw[place]);
        schedule.MostKw[place] = 0;
        return true;
    }

    private bool CanDrop(int s, int step)
    {
        double kw = schedule.PowerKw[(s * steps) + step];
        for (int t = step; t <= schedule.Last[s]; t++)
        {
            int at = (s * steps) + t;
            if (schedule.Stored[at] - kw < schedule.FloorEnergy[at] - Loose)
            {
                return false;
            }
        }

        return true;
    }
}
