namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Spare sun above the plan. Following starts when the surplus has been enough for a car for a while, and stops when it has been too
/// little for longer; meanwhile a passing cloud leaves the first car at its minimum.
/// </summary>
internal static class SolarFollowing
{
    private const long CushionW = 100;

    private const long BandW = 300;

    private static readonly TimeSpan RaiseDelay = TimeSpan.FromSeconds(20);

    public static SolarState Advance(Desk desk)
    {
        SolarState solar = desk.State.Solar;
        bool told = desk.Rung == MeterRung.Seen && desk.Input.Grid is { IsEstimate: false };
        long surplusW = told ? -desk.Building.SlowW : 0;
        Steadied surplus = solar.Surplus.Next(surplusW, CushionW, BandW, RaiseDelay, desk.Now.Elapsed);
        long enoughW = LeastForOne(desk);
        bool aboveExport = desk.Input.Limits.Export is { } export && surplusW > export.Value;
        bool otherwise = solar.Following ? surplus.Value < enoughW / 2 : surplus.Value >= enoughW;
        if (!otherwise)
        {
            return solar with { Surplus = surplus, Since = null };
        }

        TimeSpan since = solar.Since ?? desk.Now.Elapsed;
        TimeSpan delay = solar.Following ? desk.Settings.SolarStopDelay : aboveExport ? TimeSpan.Zero : desk.Settings.SolarStartDelay;
        return desk.Now.Elapsed - since >= delay
            ? new SolarState(surplus, !solar.Following, null)
            : new SolarState(surplus, solar.Following, since);
    }

    /// <summary>After the plans were served: the surplus beyond them goes to who can take it, first in order first on, then equally.</summary>
    public static void Give(Desk desk, Room room, SolarState solar)
    {
        if (!solar.Following)
        {
            return;
        }

        long spareW = solar.Surplus.Value;
        foreach (int i in desk.Order)
        {
            spareW -= Taken(desk, i);
        }

        bool first = true;
        foreach (int i in desk.Order)
        {
            bool follows = desk.Target[i] == 0 && desk.Demand[i] == 0 && !desk.Memory[i].Parked && Sharing.MayStart(desk, i);
            if (!follows)
            {
                continue;
            }

            int phases = PhaseSwitching.Choose(desk, room, i);
            bool enough = desk.Watts(BalancerSettings.LeastDeciA, desk.UsedCount(i, phases)) <= spareW || (first && desk.Memory[i].IsOn);
            if (enough && Sharing.GiveMinimum(desk, room, i))
            {
                spareW -= Taken(desk, i);
                first = false;
            }
        }

        Spread(desk, room, spareW);
    }

    private static void Spread(Desk desk, Room room, long spareW)
    {
        for (bool grew = true; grew;)
        {
            grew = false;
            foreach (int i in desk.Order)
            {
                int phases = desk.Memory[i].Phases;
                long stepW = desk.Watts(10, desk.UsedCount(i, phases));
                bool can = desk.Target[i] > 0 && desk.Target[i] + 10 <= Demands.Most(desk, i) && stepW <= spareW && room.For(i, phases) >= 10;
                if (can && !desk.Memory[i].Parked)
                {
                    room.Take(i, 10, phases);
                    desk.Target[i] += 10;
                    spareW -= stepW;
                    grew = true;
                }
            }
        }
    }

    private static long Taken(Desk desk, int i) => desk.Watts(desk.Target[i], desk.UsedCount(i, desk.Memory[i].Phases));

    /// <summary>The least power with which any car here could follow.</summary>
    private static long LeastForOne(Desk desk)
    {
        long least = desk.Watts(BalancerSettings.LeastDeciA, desk.Input.Limits.Phases);
        foreach (int i in desk.Order)
        {
            int phases = desk.Input.Connectors[i].CanSwitchPhases ? 1 : 3;
            least = Math.Min(least, desk.Watts(BalancerSettings.LeastDeciA, desk.UsedCount(i, phases)));
        }

        return least;
    }
}
