using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// What the site's controller could not have known or done at a moment, as narrow as physics allows: what a charger draws that nothing can
/// reach, and by how much the building grew while nobody could see it.
/// </summary>
internal sealed class Reach
{
    /// <summary>From a charger's return until it has its limit: it is asked what it can, and a failed write is tried again.</summary>
    private static readonly TimeSpan BackAfter = TimeSpan.FromSeconds(20);

    /// <summary>From the edge's start until all chargers are back.</summary>
    private static readonly TimeSpan StartTakes = TimeSpan.FromSeconds(60);

    private readonly BalancerSettings settings;
    private readonly double[] knownA = new double[3];
    private readonly double[] gridAtKillA = new double[3];
    private readonly double[] buildingAtKillA = new double[3];
    private readonly double assumedA;
    private readonly TimeSpan[] beyondUntil;
    private TimeSpan silentSince = TimeSpan.MaxValue;
    private TimeSpan seenAgain = TimeSpan.MinValue;
    private TimeSpan killedUntil = TimeSpan.MinValue;
    private bool isDown;

    public Reach(SiteConfiguration site, int evses)
    {
        settings = site.Balancing.Balancer;
        beyondUntil = new TimeSpan[evses];
        assumedA = (site.Grid.FallbackBaseLoad?.Value ?? 0) / (site.Grid.Voltage.Decivolts / 10.0 * site.Grid.Phases);
    }

    /// <summary>The edge is down, or not yet in touch with its chargers again.</summary>
    public bool IsUncontrolled(TimeSpan at) => isDown || at < killedUntil;

    public bool IsBlind(TimeSpan at) => silentSince != TimeSpan.MaxValue || at < seenAgain;

    public bool IsBeyond(int evse, TimeSpan at) => at < beyondUntil[evse];

    public void Killed(TwinWorld world)
    {
        // Killed again before all were back: the first time counts.
        if (!IsUncontrolled(world.At))
        {
            for (int p = 0; p < 3; p++)
            {
                gridAtKillA[p] = world.GridA(p);
                buildingAtKillA[p] = BuildingA(world, p);
            }
        }

        isDown = true;
    }

    public void Started(TimeSpan at) => (isDown, killedUntil) = (false, at + StartTakes);

    public void MeterRead(TwinWorld world)
    {
        if (silentSince != TimeSpan.MaxValue)
        {
            (silentSince, seenAgain) = (TimeSpan.MaxValue, world.At + settings.Settling + TimeSpan.FromSeconds(1));
        }

        for (int p = 0; p < 3; p++)
        {
            knownA[p] = BuildingA(world, p);
        }
    }

    public void MeterSilent(TimeSpan at) => silentSince = silentSince == TimeSpan.MaxValue ? at : silentSince;

    /// <summary>To be told at each step of a charger that cannot be steered.</summary>
    public void Beyond(int evse, TimeSpan at) => beyondUntil[evse] = at + BackAfter;

    /// <summary>By how much the phase may be above its fuse because nobody could see or act.</summary>
    public double UnseenA(TwinWorld world, int phase)
    {
        double buildingA = BuildingA(world, phase);
        double blindA = 0;
        if (IsBlind(world.At))
        {
            TimeSpan silent = silentSince == TimeSpan.MaxValue ? settings.MeterLostAfter : world.At - silentSince;
            TimeSpan noticed = settings.MeterStaleAfter + settings.Settling + TimeSpan.FromSeconds(1);
            double takenA = silent < noticed ? knownA[phase]
                : silent < settings.MeterLostAfter ? Math.Max(knownA[phase], assumedA)
                : assumedA;
            blindA = Math.Max(0, buildingA - takenA);
        }

        return blindA;
    }

    /// <summary>What the phase may carry while the edge is away: what it carried, and what the building grew by.</summary>
    public double UncontrolledA(TwinWorld world, int phase, double fuseA) =>
        Math.Max(fuseA, gridAtKillA[phase]) + Math.Max(0, BuildingA(world, phase) - buildingAtKillA[phase]);

    public static double BuildingA(TwinWorld world, int phase) => world.Building.CurrentA(phase) - world.Roof.CurrentA(phase);
}
