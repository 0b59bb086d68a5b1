using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Twin.Virtual;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>A site, its world and its troubles; with a seed it says all that will happen.</summary>
public sealed record Scenario
{
    public required string Name { get; init; }

    public required ulong Seed { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>What the site's controller is told of it.</summary>
    public required SiteConfiguration Site { get; init; }

    /// <summary>What is really there.</summary>
    public required WorldSettings World { get; init; }

    public required ImmutableArray<VirtualChargerSettings> Chargers { get; init; }

    /// <summary>Faults that come by chance.</summary>
    public ImmutableArray<FaultRate> Faults { get; init; } = [];

    public ImmutableArray<PlannedFault> Planned { get; init; } = [];

    /// <summary>The same with faults so many times as often; 0 is a quiet site.</summary>
    public Scenario WithFaults(double times) => this with { Faults = [.. Faults.Select(f => f with { PerDay = f.PerDay * times })] };
}
