using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>
/// What must hold in every second. An excess is excused only where building and chargers that nothing we say can change explain it by
/// themselves: not one steerable car draws on that phase.
/// </summary>
internal sealed class SimWatch(SimSite site, GridLimits limits, int groupFuseDeciA)
{
    /// <summary>The settling time, and the second in which it is measured.</summary>
    public const int SettlingSeconds = 6;

    /// <summary>
    /// One cut more, while chargers that do otherwise than they were told explain the excess: that takes a late reading and a late car to find out.
    /// </summary>
    private const int AnotherCutSeconds = 3;

    private readonly int[] over = new int[6];
    private readonly PtuWatch ptu = new(limits.Import!.Value.Value);

    /// <summary>Seconds in which a phase or group was above its fuse beyond the time to settle; counted where <see cref="SimSite.Counting"/>.</summary>
    public int SecondsAbove { get; private set; }

    public int PtusAbove => ptu.Above;

    public long PtuUsedWs => ptu.AllUsedWs;

    public long PtuHeadroomWs => ptu.AllHeadroomWs;

    public void Look()
    {
        int gridDeciA = 0;
        int steerableDeciA = 0;
        for (int p = 0; p < limits.Phases; p++)
        {
            int grid = site.GridDeciA(p);
            int steerable = Steerable(p, groupOnly: false);
            int excess = steerable > 0 && !site.IsBlind ? grid - limits.Fuse.Deciamperes : 0;
            string building = $"building {site.Building[p] / 10m} A, steerable {steerable / 10m} A";
            Count(p, excess, Disobedient(p, groupOnly: false), $"L{p + 1} at {grid / 10m} A above its fuse of {limits.Fuse} ({building})");

            int group = site.Chargers.Where((_, i) => i % 2 == 0).Sum(c => c.OnGrid(p));
            excess = Steerable(p, groupOnly: true) > 0 ? group - groupFuseDeciA : 0;
            Count(3 + p, excess, Disobedient(p, groupOnly: true), $"group at {group / 10m} A on L{p + 1} above its fuse of {groupFuseDeciA / 10m} A");
            gridDeciA += grid;
            steerableDeciA += steerable;
        }

        if (ptu.Next(site.Clock.Utc, gridDeciA * 23L, steerableDeciA * 23L) is { } broken)
        {
            Break(broken);
        }
    }

    public void Judge(ImmutableArray<Grant> grants)
    {
        foreach (Grant grant in grants)
        {
            if (grant.Limit.Deciamperes is (> 0 and < BalancerSettings.LeastDeciA) or < 0)
            {
                Break($"{grant.ChargePointId} was granted {grant.Limit}");
            }
        }
    }

    private int Steerable(int phase, bool groupOnly)
    {
        int sum = 0;
        for (int i = 0; i < site.Chargers.Count; i += groupOnly ? 2 : 1)
        {
            SimCharger charger = site.Chargers[i];
            sum += charger.IsBeyond(site.Second) ? 0 : charger.OnGrid(phase);
        }

        return sum;
    }

    /// <summary>What chargers draw above what they were told.</summary>
    private int Disobedient(int phase, bool groupOnly)
    {
        int sum = 0;
        for (int i = 0; i < site.Chargers.Count; i += groupOnly ? 2 : 1)
        {
            SimCharger charger = site.Chargers[i];
            sum += charger.DrawsDeciA > charger.ToldDeciA ? charger.OnGrid(phase) * (charger.DrawsDeciA - charger.ToldDeciA) / charger.DrawsDeciA : 0;
        }

        return sum;
    }

    private void Count(int which, int excess, int disobedient, string what)
    {
        over[which] = excess > 0 ? over[which] + 1 : 0;
        if (over[which] > SettlingSeconds + (excess <= disobedient ? AnotherCutSeconds : 0))
        {
            SecondsAbove++;
            Break($"{what} for {over[which]} s");
        }
    }

    private void Break(string what)
    {
        if (!site.Counting)
        {
            string where = $"Seed {site.Seed}, second {site.Second}, {site.Clock.Utc:HH:mm:ss}";
            throw new InvalidOperationException($"{where}: {what}. BALANCER_SEED={site.Seed} replays it.\n{string.Join('\n', site.Story)}");
        }
    }
}
