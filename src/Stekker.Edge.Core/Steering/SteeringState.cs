using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Steering;

/// <summary>What the site remembers of keeping its chargers within the limits.</summary>
/// <param name="Topology">The fuses, as configured.</param>
/// <param name="Limits">The grid connection, as configured.</param>
public sealed record SteeringState(BalancerState Balancer, Topology Topology, GridLimits Limits)
{
    public WriterState Writer { get; init; } = WriterState.Empty;

    /// <summary>The newest reading of the grid meter; null where there never was one.</summary>
    public GridReading? Grid { get; init; }

    /// <summary>Grid signals that are not known to be over.</summary>
    public ImmutableArray<LimitWindow> Windows { get; init; } = [];

    /// <summary>Of the last round, in the order of the charge points and their connectors.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>Ids of the alerts that stand because of the last round.</summary>
    public ImmutableArray<string> Standing { get; init; } = [];

    /// <summary>What each charger falls back to without us, as far as it took it.</summary>
    public required Keyed<string, Fallback> Fallbacks { get; init; }

    /// <summary>What chargers without a meter showed of their schedules.</summary>
    public ImmutableArray<ShownLimit> Shown { get; init; } = [];

    /// <summary>Monotonic time at which the PTU account was last written down.</summary>
    public TimeSpan AccountSavedAt { get; init; }

    /// <summary>The same for what was learned.</summary>
    public TimeSpan LearnedSavedAt { get; init; }

    public static SteeringState New(SiteConfiguration configuration, BalancerMemory memory, Now now)
    {
        GridLimits limits = SiteLimits.Of(configuration.Grid);
        return new SteeringState(BalancerState.Restore(limits, memory, now), SiteLimits.TreeOf(configuration), limits)
        {
            AccountSavedAt = now.Elapsed,
            LearnedSavedAt = now.Elapsed,
            Fallbacks = Keyed<string, Fallback>.From([], StringComparer.Ordinal),
        };
    }

    /// <summary>The same site under a changed configuration.</summary>
    public SteeringState Under(SiteConfiguration configuration) =>
        this with { Topology = SiteLimits.TreeOf(configuration), Limits = SiteLimits.Of(configuration.Grid) };

    public Grant? GrantOf(string chargePointId, int connectorId)
    {
        foreach (ref readonly Grant grant in Grants.AsSpan())
        {
            if (grant.ConnectorId == connectorId && grant.ChargePointId == chargePointId)
            {
                return grant;
            }
        }

        return null;
    }
}

/// <summary>The profiles of a charger that hold when nobody renews its limits.</summary>
/// <param name="Default">Accepted as its TxDefaultProfile (the safe share); null is none yet.</param>
/// <param name="Max">Accepted as its ChargePointMaxProfile (the installation limit).</param>
/// <param name="TriedAt">Monotonic time of the last try on this line.</param>
/// <param name="ConnectionId">The line it was last tried on: a new line is a new chance.</param>
public sealed record Fallback(
    string ChargePointId, long ConnectionId, Amperes? Default = null, Amperes? Max = null, TimeSpan? TriedAt = null, bool UnderWay = false, int Refusals = 0)
    : IKeyed<string>
{
    string IKeyed<string>.Key => ChargePointId;
}

/// <param name="At">Monotonic time of the answer.</param>
public readonly record struct ShownLimit(string ChargePointId, int ConnectorId, Amperes Limit, TimeSpan At);
