using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// A car that draws less than granted gives the rest back after a while, and gets it again when it draws up to what it kept. One that draws
/// nothing gives way to all others; if it drew before and still needs energy it may be asleep, and is woken within a few tries.
/// </summary>
internal static class IdleRelease
{
    private const int NothingDeciA = 10;

    private const int LessDeciA = 15;

    private const int MarginDeciA = 10;

    /// <summary>Enough to get the attention of a car that sleeps through 6 A.</summary>
    private const int WakeDeciA = 160;

    public static void Watch(Desk desk)
    {
        for (int i = 0; i < desk.Count; i++)
        {
            ConnectorInput c = desk.Input.Connectors[i];
            ref ConnectorMemory m = ref desk.Memory[i];
            if (c.Session is null || !c.Online)
            {
                continue;
            }

            if (Obedience.Drawn(desk, c) is { } drawn)
            {
                m.DrewOnce |= drawn >= 2 * NothingDeciA;
                Watch(desk, c, ref m, drawn, c.Drawn!.Value.At);
            }

            Wake(desk, c, ref m);
        }
    }

    public static bool IsBeingWoken(Desk desk, int i) => desk.Memory[i].WokenAt is { } at && desk.Now.Elapsed - at < desk.Settings.WakeFor;

    private static void Watch(Desk desk, ConnectorInput c, ref ConnectorMemory m, int drawn, TimeSpan sampleAt)
    {
        if (drawn >= 2 * NothingDeciA)
        {
            m.Parked = false;
            m.WakeTries = 0;
            m.WokenAt = null;
        }

        if (m.IdleCapDeciA > 0 && drawn >= m.IdleCapDeciA - 5)
        {
            m.IdleCapDeciA = 0;
            m.DrawsLessSince = null;
            return;
        }

        // A grant that has not reached the charger yet, held back for its flash or lost on the way, says nothing of the car.
        int told = c.InForce is { } known && desk.Now.Elapsed < known.LapsesAt ? Math.Min(m.GrantedDeciA, known.Limit.Deciamperes) : m.GrantedDeciA;
        bool less = m.IsOn && drawn < told - LessDeciA;
        if (!less || sampleAt < m.GrantedAt)
        {
            m.DrawsLessSince = less ? m.DrawsLessSince : null;
            return;
        }

        m.DrawsLessSince ??= desk.Now.Elapsed;
        TimeSpan since = desk.Now.Elapsed - m.DrawsLessSince.Value;
        if (since >= desk.Settings.IdleAfter)
        {
            m.IdleCapDeciA = Math.Max(BalancerSettings.LeastDeciA, (drawn + MarginDeciA + 9) / 10 * 10);
            m.Parked |= drawn < NothingDeciA && since >= desk.Settings.ParkedAfter;
        }
    }

    private static void Wake(Desk desk, ConnectorInput c, ref ConnectorMemory m)
    {
        bool needs = c.Session!.EnergyNeeded is { Value: > 0 };
        bool takesNothing = m.IsOn && m.DrawsLessSince is not null && Obedience.Drawn(desk, c) < NothingDeciA;
        if (!needs || !takesNothing || desk.Now.Elapsed - m.TurnedAt < desk.Settings.WakeAfter)
        {
            return;
        }

        bool due = m.WokenAt is not { } at || desk.Now.Elapsed - at >= desk.Settings.WakeEvery;
        if (due && m.WakeTries < desk.Settings.WakeTries)
        {
            m.WakeTries++;
            m.WokenAt = desk.Now.Elapsed;
        }
        else if (due)
        {
            desk.Find(
                $"asleep:{c.ChargePointId}/{c.ConnectorId}",
                TellLevel.Warning,
                c.ChargePointId,
                $"The car at {c.Name} still needs energy but takes none, and {m.WakeTries} tries to wake it did not help: unplug it and plug it in again");
        }
    }

    /// <summary>While a car is woken it is given more than it takes, if there is room.</summary>
    public static void GiveWakers(Desk desk, Room room)
    {
        foreach (int i in desk.Order)
        {
            int more = Math.Min(WakeDeciA, desk.Input.Connectors[i].Max.Deciamperes) - desk.Target[i];
            if (desk.Target[i] > 0 && more > 0 && IsBeingWoken(desk, i) && room.For(i, desk.Memory[i].Phases) >= more)
            {
                room.Take(i, more, desk.Memory[i].Phases);
                desk.Target[i] += more;
            }
        }
    }
}
