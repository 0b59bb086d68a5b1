using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Core.Site;

/// <summary>All that is known of the site. The tree is: charge points, their connectors, the session plugged into each.</summary>
public sealed record SiteState
{
    public const int MostRefusals = 50;

    public required SiteConfiguration Configuration { get; init; }

    public required Keyed<string, ChargePoint> ChargePoints { get; init; }

    public required Keyed<IdTag, Card> Cards { get; init; }

    public required Keyed<string, Vehicle> Vehicles { get; init; }

    /// <summary>Newest first, at most <see cref="MostRefusals"/>.</summary>
    public ImmutableArray<Refusal> Refusals { get; init; } = [];

    public required Keyed<string, Alert> Alerts { get; init; }

    /// <summary>Counts the changes of the card list; the version of the chargers' local lists.</summary>
    public int CardsVersion { get; init; }

    public required long NextSessionId { get; init; }

    public required int NextTransactionId { get; init; }

    /// <summary>Monotonic time at which the ledger last caught up with the meters.</summary>
    public TimeSpan CheckpointAt { get; init; }

    /// <summary>Sessions that ended while the clock was not trusted, waiting for their stamps to be mended.</summary>
    public ImmutableArray<Session> AwaitingTime { get; init; } = [];

    public bool UtcTrusted { get; init; }

    /// <summary>What each meter said last.</summary>
    public required Keyed<string, MeterMeasurement> Meters { get; init; }

    public required SteeringState Steering { get; init; }

    /// <summary>What the cars need, and the plan for it.</summary>
    public ScheduleState Schedule { get; init; } = ScheduleState.None;

    /// <summary>Market prices and signals, as far as they are known.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Empty;

    /// <summary>What the site took and gave in the quarters of the last weeks.</summary>
    public SiteHistory History { get; init; } = SiteHistory.Empty;

    /// <summary>What the meters told of the running quarter; null until the clock is trusted.</summary>
    public RunningPtu? Running { get; init; }

    public UpkeepState Upkeep { get; init; } = UpkeepState.New;

    public WeatherForecast Weather { get; init; } = WeatherForecast.None;

    /// <summary>Which versions of the cloud's documents stand.</summary>
    public Keyed<string, CloudDocument> CloudDocuments { get; init; } = Keyed<string, CloudDocument>.From([], StringComparer.Ordinal);

    /// <summary>Sessions that are over, and whose costs are not final.</summary>
    public Unsettled Unsettled { get; init; } = Unsettled.None;

    /// <summary>Commands of the cloud, begun or done: one that comes again is known by its id.</summary>
    public Keyed<string, CloudCommand> Commands { get; init; } = Keyed<string, CloudCommand>.From([], StringComparer.Ordinal);

    /// <summary>What the charge detail records said that were queued; the newest <see cref="CdrTold.MostKept"/> sessions.</summary>
    public Keyed<long, CdrTold> Cdrs { get; init; } = Keyed<long, CdrTold>.From([], Comparer<long>.Default);

    /// <summary>Sessions of an earlier run that are over at times that were never certain; told of once the clock is set.</summary>
    public ImmutableArray<Session> UncertainSessions { get; init; } = [];

    /// <summary>The last day whose savings were queued; null where none ever were.</summary>
    public DateOnly? SavingsToldThrough { get; init; }

    public IEnumerable<Session> OpenSessions => ChargePoints.SelectMany(c => c.Connectors).Select(c => c.Session).OfType<Session>();

    /// <summary>The site as its ledger remembers it: charge points not connected, open sessions back on their connectors.</summary>
    public static SiteState Restore(SiteConfiguration configuration, LedgerContents ledger, Now now)
    {
        Dictionary<string, ChargePoint> chargePoints = new(StringComparer.Ordinal);
        foreach (ChargePointRecord record in ledger.ChargePoints)
        {
            bool isNamed = configuration.ChargePoint(record.Id) is not null;
            chargePoints[record.Id] = ChargePoint.New(isNamed ? record with { Admission = Admission.Accepted } : record);
        }

        IEnumerable<Session> sessions = configuration.Cloud is null ? ledger.Sessions : ledger.Sessions.Select(SessionReports.Restored);
        foreach (IGrouping<string, Session> ofOne in sessions.GroupBy(s => s.ChargePointId))
        {
            ChargePoint chargePoint = chargePoints.GetValueOrDefault(ofOne.Key)
                ?? ChargePoint.New(new ChargePointRecord(ofOne.Key, Admissions.For(configuration, ofOne.Key), null, 0));
            IEnumerable<Connector> connectors = ofOne.Where(s => s.State != SessionState.Ended)
                .OrderBy(s => s.Id)
                .Select(s => new Connector(s.ConnectorId, ConnectorStatus.Unknown, null, now.Stamp, s, HeardAt: now.Elapsed));
            chargePoints[ofOne.Key] = chargePoint with
            {
                Connectors = Keyed<int, Connector>.From(connectors, Comparer<int>.Default),
                Recent = [.. ofOne.Where(s => s.State == SessionState.Ended).OrderByDescending(s => s.Id).Take(ChargePoint.RecentSessions)],
            };
        }

        return new SiteState
        {
            Configuration = configuration,
            ChargePoints = Keyed<string, ChargePoint>.From(chargePoints.Values, StringComparer.Ordinal),
            Cards = Keyed<IdTag, Card>.From(ledger.Cards, Comparer<IdTag>.Default),
            Vehicles = Keyed<string, Vehicle>.From(ledger.Vehicles, StringComparer.Ordinal),
            Refusals = ledger.Refusals,
            Alerts = Keyed<string, Alert>.From([], StringComparer.Ordinal),
            CardsVersion = ledger.CardsVersion,
            NextSessionId = ledger.NextSessionId,
            NextTransactionId = ledger.NextTransactionId,
            CheckpointAt = now.Elapsed,
            UtcTrusted = now.UtcTrusted,
            Meters = Keyed<string, MeterMeasurement>.From([], StringComparer.Ordinal),
            Steering = SteeringState.New(configuration, ledger.Balancer, now) with { Windows = ledger.Windows },
            Prices = ledger.Prices.For(configuration.Tariff?.Area),
            History = ledger.History,
            Upkeep = UpkeepState.New with { PtusSavedThrough = ledger.History.Ptus.LastOrDefault()?.Start ?? DateTimeOffset.MinValue },
            Unsettled = Unsettled.From(ledger.Unsettled),
            Commands = Keyed<string, CloudCommand>.From(ledger.Commands, StringComparer.Ordinal),
            Cdrs = Keyed<long, CdrTold>.From(ledger.Cdrs, Comparer<long>.Default),
            UncertainSessions = configuration.Cloud is null ? []
                : [.. ledger.Unsettled.Select(u => u.Session).OfType<Session>().Where(s => s.State == SessionState.Ended && !Settler.CanSettle(s))],
            SavingsToldThrough = ledger.SavingsToldThrough,
            Weather = ledger.Weather,
            CloudDocuments = Keyed<string, CloudDocument>.From(ledger.CloudDocuments, StringComparer.Ordinal),
        };
    }
}

/// <summary>What a ledger holds that the running site needs.</summary>
/// <param name="Sessions">All open sessions, and the last closed ones of each charge point (at least <see cref="ChargePoint.RecentSessions"/>).</param>
/// <param name="NextSessionId">Never handed out before, by this ledger or by one that was set aside (a fresh ledger begins at a random number).</param>
public sealed record LedgerContents(
    ImmutableArray<ChargePointRecord> ChargePoints,
    ImmutableArray<Session> Sessions,
    ImmutableArray<Card> Cards,
    ImmutableArray<Vehicle> Vehicles,
    ImmutableArray<Refusal> Refusals,
    int CardsVersion,
    long NextSessionId,
    int NextTransactionId)
{
    public BalancerMemory Balancer { get; init; } = BalancerMemory.Nothing;

    public PriceBook Prices { get; init; } = PriceBook.Empty;

    public SiteHistory History { get; init; } = SiteHistory.Empty;

    public WeatherForecast Weather { get; init; } = WeatherForecast.None;

    public ImmutableArray<LimitWindow> Windows { get; init; } = [];

    public ImmutableArray<CloudDocument> CloudDocuments { get; init; } = [];

    /// <summary>Sessions that are over and not settled for good, the newest <see cref="Savings.Unsettled.Most"/>.</summary>
    public ImmutableArray<UnsettledSession> Unsettled { get; init; } = [];

    /// <summary>The newest <see cref="CloudCommand.MostKept"/>.</summary>
    public ImmutableArray<CloudCommand> Commands { get; init; } = [];

    /// <summary>The newest <see cref="CdrTold.MostKept"/>.</summary>
    public ImmutableArray<CdrTold> Cdrs { get; init; } = [];

    public DateOnly? SavingsToldThrough { get; init; }

    public static readonly LedgerContents Empty = new([], [], [], [], [], 0, 1, 1);
}
