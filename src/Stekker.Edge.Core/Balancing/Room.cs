namespace Stekker.Edge.Core.Balancing;

/// <summary>What is left to give out: per phase at every fuse of the tree, and in watts at the grid connection.</summary>
internal sealed class Room
{
    private readonly Desk desk;
    private readonly int[] left;
    private long leftW;

    public Room(Desk desk, ReadOnlySpan<int> mainDeciA, long powerW)
    {
        this.desk = desk;
        Topology tree = desk.Input.Topology;
        left = new int[tree.Count * 3];
        leftW = powerW;
        for (int node = 0; node < tree.Count; node++)
        {
            for (int p = 0; p < 3; p++)
            {
                left[(node * 3) + p] = node == 0 ? mainDeciA[p] : tree.FuseDeciA(node);
            }
        }
    }

    public long LeftW => leftW;

    /// <param name="deciA">Per phase the connector draws on; below zero gives back.</param>
    public void Take(int i, int deciA, int phases)
    {
        int mask = desk.Mask(i, phases);
        int load = deciA * desk.Factor(i);
        Topology tree = desk.Input.Topology;
        for (int node = desk.Node[i]; node >= 0; node = tree.Parent(node))
        {
            int at = node * 3;
            int here = desk.Factor(i) == 1 ? load : Math.Clamp(load, -tree.FuseDeciA(node), tree.FuseDeciA(node));
            left[at] -= (mask & 1) != 0 ? here : 0;
            left[at + 1] -= (mask & 2) != 0 ? here : 0;
            left[at + 2] -= (mask & 4) != 0 ? here : 0;
        }

        leftW -= desk.Watts(deciA, desk.UsedCount(i, phases));
    }

    /// <summary>The most this connector could take more, per phase; below zero where its path holds too much already.</summary>
    public int For(int i, int phases)
    {
        int mask = desk.Mask(i, phases);
        int most = int.MaxValue / 4;
        Topology tree = desk.Input.Topology;
        for (int node = desk.Node[i]; node >= 0; node = tree.Parent(node))
        {
            int here = int.MaxValue / 4;
            for (int p = 0; p < 3; p++)
            {
                here = (mask & (1 << p)) != 0 ? Math.Min(here, left[(node * 3) + p]) : here;
            }

            most = Math.Min(most, PerPhase(i, here, tree.FuseDeciA(node)));
        }

        long byPower = leftW * 100 / (desk.Decivolts * desk.UsedCount(i, phases));
        return (int)Math.Min(most, Math.Max(byPower, int.MinValue / 4));
    }

    /// <summary>
    /// Where the car's phases are not known yet, its watts may come on one of them. Behind a fuse that three times the least is too much for, and
    /// that nobody else uses, it gets the least all the same: else it could never show what it is, and would never charge.
    /// </summary>
    private int PerPhase(int i, int leftDeciA, int fuseDeciA)
    {
        int factor = desk.Factor(i);
        bool alone = leftDeciA >= fuseDeciA && fuseDeciA >= BalancerSettings.LeastDeciA;
        return leftDeciA < 0 || factor == 1 ? leftDeciA
            : alone ? Math.Max(BalancerSettings.LeastDeciA, leftDeciA / factor)
            : leftDeciA / factor;
    }
}
