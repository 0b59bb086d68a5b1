namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Regains energy that the rule of the least power has cost: where a step has room left and a car that lacks energy is there,
/// some car that is there is made free to use it (its one small power, spent elsewhere, is raised or emptied by force), or
/// made to charge there with its least power; then exchanges that keep the rule do the rest. What does not gain is undone.
/// </summary>
internal sealed class Recovery(Schedule schedule, ExchangeSearch search, PowerRule rule, Presence presence)
{
    private const double LeastRoomKw = 0.02;

    /// <summary>Worth of unmet energy, in EUR per step hour, that is not worth a try.</summary>
    private const double Bearable = 20;

    private readonly int steps = schedule.Steps;
    private readonly ScheduleCopy before = new(schedule);
    private int lastRound;

    /// <param name="boundWorth">What no plan can do better than.</param>
    public void Improve(double boundWorth, int mostRounds)
    {
        lastRound = search.Rounds + mostRounds;
        rule.Release();
        rule.Recount();
        while (schedule.UnmetWorth() > boundWorth + Bearable && search.Rounds < lastRound && ImproveOnce())
        {
            // Each gains more than what is bearable.
        }
    }

    private bool ImproveOnce()
    {
        for (int y = 0; y < steps; y++)
        {
            for (int k = 0; k <= Schedule.ThreePhase; k++)
            {
                if (!HasLoss(k, y))
                {
                    continue;
                }

                for (int c = 0; c <= Schedule.ThreePhase; c++)
                {
                    foreach (int car in presence.Of(c, y))
                    {
                        if (ImproveAt(car, y))
                        {
                            return true;
                        }
                    }
                }
            }
        }

        return false;
    }

    private bool HasLoss(int ofClass, int step)
    {
        if (schedule.RoomUp(step) < LeastRoomKw || presence.Of(ofClass, step).Length == 0 || schedule.Room(ofClass, step) < LeastRoomKw)
        {
            return false;
        }

        foreach (int car in presence.Of(ofClass, step))
        {
            int at = schedule.Row[car] + step;
            if (schedule.Unmet(car) > LeastRoomKw && schedule.PowerKw[at] < schedule.MostKw[at] - LeastRoomKw)
            {
                return true;
            }
        }

        return false;
    }

    private bool ImproveAt(int car, int y)
    {
        int at = schedule.Row[car] + y;
        double least = schedule.Problem.Sessions[car].MinChargeKw;
        if (schedule.PowerKw[at] > schedule.MostKw[at] - LeastRoomKw)
        {
            return false;
        }

        for (int x = schedule.First[car]; x <= schedule.Last[car]; x++)
        {
            if (x != y && rule.IsSmall(car, schedule.PowerKw[schedule.Row[car] + x]) && (Try(car, x, least, y) || Try(car, x, 0, y)))
            {
                return true;
            }
        }

        return schedule.PowerKw[at] < least - Schedule.Nothing && Try(car, y, least, y);
    }

    private bool Try(int car, int step, double kw, int free)
    {
        if (search.Rounds >= lastRound)
        {
            return false;
        }

        double worth = schedule.UnmetWorth();
        schedule.Keep(before);
        rule.Hold();
        schedule.MostKw[schedule.Row[car] + free] = schedule.Bounds(car, free).MostKw;
        bool isBetter = false;
        if (kw == 0 ? search.Empty(car, step) : search.Raise(car, step, kw))
        {
            rule.Hold();
            search.ImproveFinely();
            isBetter = schedule.UnmetWorth() < worth - Bearable && rule.IsKept();
        }

        rule.Release();
        if (!isBetter)
        {
            schedule.Restore(before);
        }

        rule.Recount();
        return isBetter;
    }
}
