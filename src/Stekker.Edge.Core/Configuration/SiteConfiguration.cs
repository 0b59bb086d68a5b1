using System.Collections.Immutable;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Configuration;

/// <summary>What the site's one configuration file says, checked and with its defaults filled in.</summary>
public sealed record SiteConfiguration
{
    public required string SiteId { get; init; }

    /// <summary>IANA name: departures, days and savings are counted in its local time.</summary>
    public string TimeZone { get; init; } = "Europe/Amsterdam";

    public GridSettings Grid { get; init; } = new();

    public OcppRules Ocpp { get; init; } = new();

    public ImmutableArray<ChargePointSettings> ChargePoints { get; init; } = [];

    public CardRules Cards { get; init; } = new();

    public AccessRules Access { get; init; } = new();

    public ClockRules Clock { get; init; } = new();

    public WebSettings Web { get; init; } = new();

    public LogSettings Log { get; init; } = new();

    public LedgerSettings Ledger { get; init; } = new();

    public ImmutableArray<GroupSettings> Groups { get; init; } = [];

    public ImmutableArray<MeterSettings> Meters { get; init; } = [];

    public ImmutableArray<SolarArraySettings> SolarArrays { get; init; } = [];

    /// <summary>Where the sun is reckoned from; null where it plays no part.</summary>
    public LocationSettings? Location { get; init; }

    /// <summary>Null where prices play no part: charging is then shared, not shifted.</summary>
    public TariffSettings? Tariff { get; init; }

    public PriceSettings Prices { get; init; } = new();

    public PreferenceSettings Preferences { get; init; } = new();

    public BalancingSettings Balancing { get; init; } = new();

    public ImbalanceSettings Imbalance { get; init; } = new();

    public SavingsSettings Savings { get; init; } = new();

    public OcpiSettings Ocpi { get; init; } = new();

    /// <summary>Null for a site without a cloud.</summary>
    public CloudSettings? Cloud { get; init; }

    public GroupSettings? Group(string id) => Groups.FirstOrDefault(g => string.Equals(g.Id, id, StringComparison.Ordinal));

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
    /// <summary>Address and port chargers connect to; port 0 takes a free one (demo, tests).</summary>
    public string Listen { get; init; } = "0.0.0.0:8887";

    /// <summary>PEM certificate and key; with both, chargers connect by wss instead of ws.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>PEM certificates that sign the chargers' own (OCPP security profile 3); with it each charge point proves itself by its certificate, or by its password.</summary>
    public string? ClientCaFile { get; init; }

    public UnknownChargePoints UnknownChargePoints { get; init; } = UnknownChargePoints.Pending;

    /// <summary>Further connections are turned away with 503.</summary>
    public int MaxConnections { get; init; } = 512;

    /// <summary>Of one address, from the first packet on; null is half of <see cref="MaxConnections"/> (and no less than 64), so that one alone never takes all.</summary>
    public int? MaxConnectionsPerAddress { get; init; }

    /// <summary>What counts: as set, or by default.</summary>
    public int ConnectionsPerAddress => MaxConnectionsPerAddress ?? Math.Max(64, MaxConnections / 2);

    /// <summary>A larger message ends its connection with 1009.</summary>
    public int MaxFrameBytes { get; init; } = 262_144;

    /// <summary>A faster charger is read later, never cut off.</summary>
    public int MaxMessagesPerSecond { get; init; } = 100;

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A charger that answers no ping for so long is gone, whatever TCP says.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan MeterValueSampleInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An open transaction of which nothing is heard for this long is closed by what is known.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromHours(48);
}

/// <param name="Password">Its HTTP Basic password (OCPP security profile 1), in plain or hashed; null where none is asked for.</param>
/// <param name="Max">Most per phase over all its connectors; null is what the charger itself offers.</param>
/// <param name="Connectors">Those of which something is known beforehand; others are met as the charger names them.</param>
/// <param name="Group">The group whose fuse it hangs behind; null is the grid connection itself.</param>
public sealed record ChargePointSettings(string Id, string? Password, Amperes? Max, ImmutableArray<ConnectorSettings> Connectors, string? Group)
{
    /// <summary>Without the password, so that no log ever holds it.</summary>
    public override string ToString() => $"ChargePointSettings {{ Id = {Id}, Max = {Max}, Connectors = {Connectors.Length}, Group = {Group} }}";
}

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

public sealed record ClockRules
{
    /// <summary>The machine's clock is right whatever it looks like; else it is judged.</summary>
    public bool AlwaysTrusted { get; init; }
}
