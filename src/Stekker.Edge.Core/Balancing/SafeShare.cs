namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// What all connectors may draw together beside the worst-case building load, per connector: what holds when nobody decides any more.
/// Nothing where that is less than a car accepts.
/// </summary>
internal static class SafeShare
{
    public static void Reckon(Desk desk)
    {
        BaseLoad building = BaseLoad.Of(desk);
        Topology tree = desk.Input.Topology;
        GridLimits limits = desk.Input.Limits;
        int[] connectors = new int[tree.Count];
        for (int i = 0; i < desk.Count; i++)
        {
            for (int node = desk.Node[i]; node >= 0; node = tree.Parent(node))
            {
                connectors[node]++;
            }
        }

        int highest = limits.Phases == 1 ? building.Currents[0] : building.Currents.MaxDeciamperes;
        int mainDeciA = Math.Max(0, limits.Fuse.Deciamperes - Math.Max(0, highest));
        long? shareW = limits.Import is { } import && connectors[0] > 0 ? Math.Max(0, import.Value - building.PowerW) / connectors[0] : null;
        for (int i = 0; i < desk.Count; i++)
        {
            int share = Math.Min(desk.Input.Connectors[i].Max.Deciamperes, mainDeciA / connectors[0]);
            for (int node = desk.Node[i]; node > 0; node = tree.Parent(node))
            {
                share = Math.Min(share, tree.FuseDeciA(node) / connectors[node]);
            }

            share = shareW is { } w ? (int)Math.Min(share, w * 100 / (desk.Decivolts * desk.Wiring[i].WiredCount)) : share;
            desk.Safe[i] = share >= BalancerSettings.LeastDeciA ? share / 10 * 10 : 0;
        }
    }

    /// <summary>What is left beside the assumed building: nothing is lent by the PTU.</summary>
    public static Room Room(Desk desk)
    {
        GridLimits limits = desk.Input.Limits;
        Span<int> main = stackalloc int[3];
        for (int p = 0; p < 3; p++)
        {
            main[p] = limits.Fuse.Deciamperes - Math.Max(0, desk.Building.Currents[p]);
        }

        return new Room(desk, main, limits.Import is { } import ? import.Value - desk.Building.PowerW : int.MaxValue);
    }

    /// <summary>The last rung: with the grid meter lost that is what everyone gets, beside those who took more with them when they went offline.</summary>
    public static void Give(Desk desk, Room room)
    {
        Sharing.SetAside(desk, room);
        foreach (int i in desk.Order)
        {
            int share = Math.Min(desk.Safe[i], room.For(i, desk.Memory[i].Phases) / 10 * 10);
            desk.Target[i] = share >= BalancerSettings.LeastDeciA ? share : 0;
            room.Take(i, desk.Target[i], desk.Memory[i].Phases);
        }
    }
}
