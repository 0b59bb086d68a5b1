namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Fairness: the minimum first, to as many as there is room for, in the order of <see cref="Ranking"/>; then what is left, tier by tier, in
/// equal steps within a tier.
/// </summary>
internal static class Sharing
{
    private const int StepDeciA = 10;

    /// <summary>Room less what offline and deaf chargers, and cars nobody expects, may draw.</summary>
    public static void SetAside(Desk desk, Room room)
    {
        for (int i = 0; i < desk.Count; i++)
        {
            if (desk.Parts[i] != Part.Shares && desk.Held[i] > 0)
            {
                room.Take(i, desk.Held[i], desk.Memory[i].Phases);
            }
        }
    }

    /// <summary>A charger that draws a little more than told, so little that it is forgiven as inexact, has that from the common room.</summary>
    public static void SetAsideInexact(Desk desk, Room room)
    {
        foreach (int i in desk.Order)
        {
            room.Take(i, desk.Memory[i].InexactDeciA, desk.Memory[i].Phases);
        }
    }

    public static void GiveMinimums(Desk desk, Room room)
    {
        foreach (int i in desk.Order)
        {
            desk.Target[i] = 0;
            if (desk.Demand[i] > 0 && MayStart(desk, i))
            {
                GiveMinimum(desk, room, i);
            }
        }
    }

    public static bool GiveMinimum(Desk desk, Room room, int i)
    {
        int phases = PhaseSwitching.Choose(desk, room, i);
        if (Demands.Most(desk, i) < BalancerSettings.LeastDeciA || room.For(i, phases) < BalancerSettings.LeastDeciA)
        {
            return false;
        }

        PhaseSwitching.Switch(desk, i, phases);
        room.Take(i, BalancerSettings.LeastDeciA, desk.Memory[i].Phases);
        desk.Target[i] = BalancerSettings.LeastDeciA;
        return true;
    }

    /// <summary>A car that was turned off stays off for a while, unless it is the only way to give it anything.</summary>
    public static bool MayStart(Desk desk, int i) =>
        desk.Memory[i] is var m && (m.IsOn || !m.WasOn || desk.Now.Elapsed - m.TurnedAt >= desk.Settings.MinOff);

    public static void GiveRest(Desk desk, Room room, ReadOnlySpan<int> upTo)
    {
        Span<int> tiers = stackalloc int[Math.Min(desk.Order.Length, 256)];
        if (desk.Order.Length > tiers.Length)
        {
            tiers = new int[desk.Order.Length];
        }

        for (int at = 0; at < desk.Order.Length; at++)
        {
            tiers[at] = desk.Target[desk.Order[at]] > 0 ? Ranking.Tier(desk, desk.Order[at]) : int.MaxValue;
        }

        for (int tier = Lowest(tiers, -1); tier < int.MaxValue; tier = Lowest(tiers, tier))
        {
            FillTier(desk, room, tiers, tier, upTo);
        }
    }

    private static int Lowest(ReadOnlySpan<int> tiers, int above)
    {
        int lowest = int.MaxValue;
        foreach (int tier in tiers)
        {
            lowest = tier > above ? Math.Min(lowest, tier) : lowest;
        }

        return lowest;
    }

    private static void FillTier(Desk desk, Room room, ReadOnlySpan<int> tiers, int tier, ReadOnlySpan<int> upTo)
    {
        bool grew = true;
        for (int level = BalancerSettings.LeastDeciA + StepDeciA; grew; level += StepDeciA)
        {
            grew = false;
            for (int at = 0; at < tiers.Length; at++)
            {
                int i = desk.Order[at];
                int want = Math.Min(upTo[i], level);
                int more = want - desk.Target[i];
                if (tiers[at] != tier || upTo[i] <= desk.Target[i])
                {
                    continue;
                }

                // Some may stand higher already: they wait until the others have caught up.
                grew |= upTo[i] > level || more <= 0;
                if (more > 0 && room.For(i, desk.Memory[i].Phases) >= more)
                {
                    room.Take(i, more, desk.Memory[i].Phases);
                    desk.Target[i] += more;
                    grew = true;
                }
            }

            grew &= level < 1000;
        }
    }
}
