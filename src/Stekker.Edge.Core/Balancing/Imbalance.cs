namespace Stekker.Edge.Core.Balancing;

/// <summary>Where the site limits the difference between phases: cars that load the highest phase but not the lowest give way, last in order first.</summary>
internal static class Imbalance
{
    public static void Trim(Desk desk, Budget budget)
    {
        if (desk.Input.Limits is not { Imbalance: { } limit, Phases: 3 })
        {
            return;
        }

        Span<int> load = stackalloc int[3];
        for (int p = 0; p < 3; p++)
        {
            load[p] = desk.Input.Limits.Fuse.Deciamperes - (int)budget.SteadyDeciA[p].Value;
        }

        for (int i = 0; i < desk.Count; i++)
        {
            Add(load, desk.Mask(i), desk.Parts[i] == Part.Shares ? desk.Target[i] : desk.Held[i]);
        }

        for (int tries = 0; tries < 4000 && Difference(load, out int high, out int low) > limit.Deciamperes; tries++)
        {
            if (!CutOne(desk, load, high, low))
            {
                return;
            }
        }
    }

    private static bool CutOne(Desk desk, Span<int> load, int high, int low)
    {
        for (int at = desk.Order.Length - 1; at >= 0; at--)
        {
            int i = desk.Order[at];
            int mask = desk.Mask(i);
            if (desk.Target[i] > 0 && (mask & (1 << high)) != 0 && (mask & (1 << low)) == 0)
            {
                // One ampere less, from the largest of the last ones in order down to the minimum; then none.
                int cut = desk.Target[i] > BalancerSettings.LeastDeciA ? Math.Min(10, desk.Target[i] - BalancerSettings.LeastDeciA) : desk.Target[i];
                desk.Target[i] -= cut;
                Add(load, mask, -cut);
                return true;
            }
        }

        return false;
    }

    private static void Add(Span<int> load, int mask, int deciA)
    {
        for (int p = 0; p < 3; p++)
        {
            load[p] += (mask & (1 << p)) != 0 ? deciA : 0;
        }
    }

    private static int Difference(ReadOnlySpan<int> load, out int high, out int low)
    {
        high = load[0] >= load[1] && load[0] >= load[2] ? 0 : load[1] >= load[2] ? 1 : 2;
        low = load[0] <= load[1] && load[0] <= load[2] ? 0 : load[1] <= load[2] ? 1 : 2;
        return load[high] - load[low];
    }
}
