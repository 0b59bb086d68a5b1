using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>What must hold in every second.</summary>
internal sealed class SimWatch(SimSite site, GridLimits limits, int groupFuseDeciA)
{
    /// <summary>The settling time, and the second in which it is measured.</summary>
    private const int SettlingSeconds = 6;

    private readonly int[] over = new int[4];
    private DateTimeOffset ptu;
    private bool ptuWhole;
    private long ptuWs;

    /// <summary>What building, and chargers we cannot steer, took above the limit by themselves.</summary>
    private long ptuBeyondWs;

    public void Look()
    {
        for (int p = 0; p < limits.Phases; p++)
        {
            int total = site.GridDeciA(p);
            int beyond = site.Building[p] + Beyond(p);
            bool unforced = total > limits.Fuse.Deciamperes && beyond <= limits.Fuse.Deciamperes && site.MeterSeen;
            Count(p, unforced, $"L{p + 1} at {total / 10m} A above its fuse of {limits.Fuse} (building {site.Building[p] / 10m} A)");
        }

        for (int p = 0; p < limits.Phases; p++)
        {
            int group = site.Chargers.Where((_, i) => i % 2 == 0).Sum(c => c.OnGrid(p));
            int beyond = site.Chargers.Where((c, i) => i % 2 == 0 && c.IsBeyond(site.Second)).Sum(c => c.OnGrid(p));
            if (group > groupFuseDeciA && beyond <= groupFuseDeciA)
            {
                Count(3, true, $"group at {group / 10m} A on L{p + 1} above its fuse of {groupFuseDeciA / 10m} A");
                return;
            }
        }

        over[3] = 0;
        CountPtu();
    }

    public void Judge(ImmutableArray<Grant> grants)
    {
        foreach (Grant grant in grants)
        {
            if (grant.Limit.Deciamperes is (> 0 and < BalancerSettings.LeastDeciA) or < 0)
            {
                throw Broken($"{grant.ChargePointId} was granted {grant.Limit}");
            }
        }
    }

    private int Beyond(int phase)
    {
        int sum = 0;
        foreach (SimCharger charger in site.Chargers)
        {
            sum += charger.IsBeyond(site.Second) ? charger.OnGrid(phase) : 0;
        }

        return sum;
    }

    private void Count(int which, bool isOver, string what)
    {
        over[which] = isOver ? over[which] + 1 : 0;
        if (over[which] > SettlingSeconds)
        {
            throw Broken($"{what} for {over[which]} s");
        }
    }

    private void CountPtu()
    {
        DateTimeOffset start = Ptu.StartOf(site.Clock.Utc);
        if (start != ptu)
        {
            CheckPtu();
            ptuWhole = ptu != default;
            ptu = start;
            ptuWs = 0;
            ptuBeyondWs = 0;
        }

        int deciA = 0;
        int beyond = 0;
        for (int p = 0; p < limits.Phases; p++)
        {
            deciA += site.GridDeciA(p);
            beyond += site.Building[p] + Beyond(p);
        }

        ptuWs += Math.Max(0, deciA * 23L);
        ptuBeyondWs += Math.Max(0, (beyond * 23L) - limits.Import!.Value.Value);
    }

    private void CheckPtu()
    {
        long gtvW = limits.Import!.Value.Value;
        if (ptuWhole && ptuWs > (gtvW * 900) + ptuBeyondWs)
        {
            throw Broken($"the PTU of {ptu:HH:mm} took {ptuWs / 900} W of {gtvW} W; building and chargers beyond reach account for {ptuBeyondWs / 900} W of it");
        }
    }

    private InvalidOperationException Broken(string what) =>
        new($"Seed {site.Seed}, second {site.Second}, {site.Clock.Utc:HH:mm:ss}: {what}. BALANCER_SEED={site.Seed} replays it.\n{string.Join('\n', site.Story)}");
}
