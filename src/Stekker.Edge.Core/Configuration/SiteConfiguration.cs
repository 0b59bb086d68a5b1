using System.Collections.Immutable;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Configuration;

/// <summary>What the site's one configuration file says, checked and with its defaults filled in.</summary>
public sealed record SiteConfiguration
{
    public required string SiteId { get; init; }

    public string TimeZone { get; init; } = "Europe/Amsterdam";

    public OcppRules Ocpp { get; init; } = new();

    public ImmutableArray<ChargePointSettings> ChargePoints { get; init; } = [];

    public CardRules Cards { get; init; } = new();

    public AccessRules Access { get; init; } = new();

    public ChargePointSettings? ChargePoint(string id) => ChargePoints.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.Ordinal));
}

public enum UnknownChargePoints
{
    Accept,
    Pending,
    Refuse,
}

public sealed record OcppRules
{
    public UnknownChargePoints UnknownChargePoints { get; init; } = UnknownChargePoints.Pending;

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan MeterValueSampleInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An open transaction of which nothing is heard for this long is closed by what is known.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromHours(48);
}

public sealed record ChargePointSettings(string Id, string? Password, Amperes? Max, ImmutableArray<ConnectorSettings> Connectors, string? Group);

/// <param name="Phases">The grid's phases behind the connector's L1, L2, L3, as "L1,L2,L3"; null is learned.</param>
public sealed record ConnectorSettings(int Id, Amperes? Max, string? Phases);

public enum UnknownCards
{
    Refuse,
    Accept,
}

public enum DeactivatedMidSession
{
    /// <summary>The charging is stopped at once: a lost card.</summary>
    Stop,

    /// <summary>The running session may end by itself.</summary>
    Finish,
}

public sealed record CardRules
{
    public UnknownCards Unknown { get; init; }

    public DeactivatedMidSession DeactivatedMidSession { get; init; }
}

/// <summary>Who may charge without a card of ours.</summary>
public sealed record AccessRules
{
    /// <summary>Chargers in their own free-vend mode start with a made-up token: any token is accepted, but for deactivated cards.</summary>
    public bool FreeVend { get; init; }

    /// <summary>The edge starts the charging itself as soon as a car is plugged in.</summary>
    public bool NoCardNeeded { get; init; }

    /// <summary>The token such a start is booked on.</summary>
    public string NoCardIdTag { get; init; } = "NOCARD";

    public bool RemoteStart { get; init; } = true;
}
