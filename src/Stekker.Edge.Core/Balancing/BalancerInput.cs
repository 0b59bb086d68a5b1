using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>All that a round decides on, beside what it remembers.</summary>
/// <param name="Grid">The newest reading of the grid meter; null where there never was one.</param>
/// <param name="Connectors">Every connector of the site in a stable order, charging or not.</param>
/// <param name="Windows">Limit windows that are not known to be over.</param>
public sealed record BalancerInput(
    GridLimits Limits,
    Topology Topology,
    GridReading? Grid,
    ImmutableArray<ConnectorInput> Connectors,
    ImmutableArray<LimitWindow> Windows,
    BalancerSettings Settings)
{
    /// <summary>False where the site has no grid meter at all: nobody waits for one, and a conservative part is kept for the building.</summary>
    public bool MeterConfigured { get; init; } = true;
}

/// <summary>What the grid connection bears and what was contracted.</summary>
/// <param name="Phases">1 or 3.</param>
/// <param name="Fuse">Per phase.</param>
/// <param name="Import">The contracted capacity (GTV) taken from the grid, averaged over a PTU; null is no limit but the fuse.</param>
/// <param name="Export">The same for feeding in; cars are asked to take what is above it at once.</param>
/// <param name="FallbackBaseLoad">What the building may take when the grid meter is silent; null takes the highest seen.</param>
/// <param name="Imbalance">Most difference between two phases.</param>
public sealed record GridLimits(
    int Phases, Volts Voltage, Amperes Fuse, Watts? Import = null, Watts? Export = null, Watts? FallbackBaseLoad = null, Amperes? Imbalance = null);

/// <summary>A grid signal (DSO, GOPACS, OpenADR, cloud): import capped for a while.</summary>
/// <param name="Source">Who asks it, in words.</param>
public sealed record LimitWindow(string Source, DateTimeOffset From, DateTimeOffset Until, Watts Cap)
{
    /// <summary>More windows at once than any grid operator sends.</summary>
    public const int Most = 200;

    /// <summary>Ten megawatts: beyond it kilowatts, or milliwatts, were taken for watts.</summary>
    public const long MostCapW = 10_000_000;

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Fault =>
        From >= Until ? FormattableString.Invariant($"the limit of {Source} is from {From:yyyy-MM-dd HH:mm} until {Until:yyyy-MM-dd HH:mm}: it ends after it begins")
        : Cap.Value is < 0 or > MostCapW ? FormattableString.Invariant($"the limit of {Source} is {Cap.Value} W: it is 0 to {MostCapW} W")
        : null;
}

/// <summary>What the grid meter measured.</summary>
/// <param name="Power">Null where the meter knows currents only.</param>
/// <param name="At">Monotonic time of measuring.</param>
/// <param name="IsEstimate">Current clamps without voltage or direction: no surplus can be told from them.</param>
public sealed record GridReading(PhaseCurrents Currents, Watts? Power, TimeSpan At, bool IsEstimate = false);

/// <summary>What a charger measured.</summary>
/// <param name="Currents">On the connector's own L1, L2, L3.</param>
/// <param name="At">Monotonic time of measuring.</param>
public readonly record struct DrawnCurrents(PhaseCurrents Currents, TimeSpan At);

/// <summary>The limit a charger accepted last.</summary>
/// <param name="LapsesAt">Monotonic time from which its default (the safe share) holds again.</param>
public readonly record struct InForce(Amperes Limit, TimeSpan Since, TimeSpan LapsesAt);

/// <summary>What the plugged-in car needs.</summary>
/// <param name="EnergyNeeded">Null where nobody knows.</param>
/// <param name="Plan">The planner's setpoint for now; null is no plan: as soon as possible.</param>
/// <param name="Direct">In its direct phase: as fast as can be, whatever the plan.</param>
public sealed record SessionNeed(
    long SessionId,
    CardPriority Priority = CardPriority.Normal,
    WattHours? EnergyNeeded = null,
    DateTimeOffset? Departure = null,
    Watts? Plan = null,
    bool Direct = false);

/// <summary>A connector as the balancer sees it.</summary>
public sealed record ConnectorInput
{
    public required string ChargePointId { get; init; }

    public required int ConnectorId { get; init; }

    /// <summary>Installation limit per phase.</summary>
    public required Amperes Max { get; init; }

    /// <summary>As configured; null is learned.</summary>
    public PhaseWiring? Wiring { get; init; }

    public bool Online { get; init; } = true;

    /// <summary>False while its charger does not know the transaction's number yet: no limit can name it.</summary>
    public bool TakesLimits { get; init; } = true;

    public LimitUnit Unit { get; init; }

    public bool CanSwitchPhases { get; init; }

    public ConnectorStatus Status { get; init; }

    /// <summary>Null without a session that may charge.</summary>
    public SessionNeed? Session { get; init; }

    /// <summary>False once the car is full or its transaction has ended.</summary>
    public bool WantsEnergy { get; init; } = true;

    public DrawnCurrents? Drawn { get; init; }

    /// <summary>As the setpoint writer knows it; null where none was accepted in this session.</summary>
    public InForce? InForce { get; init; }

    /// <summary>What its composite schedule shows, where it was asked after the last grant.</summary>
    public Amperes? Composite { get; init; }

    public string Name => $"{ChargePointId} connector {ConnectorId}";
}
