using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Site;

/// <summary>All that can happen to a site.</summary>
public abstract record SiteEvent
{
    /// <summary>Each second.</summary>
    public sealed record Tick : SiteEvent;

    public sealed record ConfigurationApplied(SiteConfiguration Configuration) : SiteEvent;

    /// <summary>The ledger cannot be written; what it should hold is kept in memory.</summary>
    public sealed record LedgerFailed(string Why) : SiteEvent;

    /// <summary>The ledger is written again, and has caught up.</summary>
    public sealed record LedgerCaughtUp : SiteEvent;

    /// <summary>Something about the box itself that a person should look at, or no longer.</summary>
    /// <param name="AlertId">Stable: "disk-room".</param>
    /// <param name="Text">In the installer's words; null takes it back.</param>
    public sealed record BoxReported(string AlertId, TellLevel Level, string? Text) : SiteEvent;

    /// <summary>The day's budget of writing to flash is nearly used, or there is a new one.</summary>
    public sealed record FlashSpared(bool Spare) : SiteEvent;

    /// <summary>The plan asked for is made.</summary>
    /// <param name="Number">Of the request.</param>
    public sealed record PlanMade(long Number, SitePlan Plan) : SiteEvent;

    public sealed record PlanFailed(long Number, string Why) : SiteEvent;

    // ---- the meters

    public sealed record MeterRead(MeterMeasurement Measured) : SiteEvent;

    /// <summary>Nothing usable was heard of it for longer than may be; the next reading ends that.</summary>
    public sealed record MeterSilent(string MeterId, MeterRole Role, string Why) : SiteEvent;

    /// <summary>Something about a meter's readings does not seem right, or no longer so.</summary>
    /// <param name="DoubtId">Stable: "meter-reversed:grid/L2".</param>
    /// <param name="Text">In the installer's words; null takes it back.</param>
    public sealed record MeterDoubted(string DoubtId, string? Text) : SiteEvent;

    /// <summary>Where prices are fetched from does not give them.</summary>
    /// <param name="Trouble">In words; null where it does (again).</param>
    public sealed record PriceSourceReported(string? Trouble) : SiteEvent;

    // ---- the line to a charge point

    public sealed record Connected(string ChargePointId, long ConnectionId, string Protocol, string Remote) : SiteEvent;

    public sealed record Disconnected(string ChargePointId, long ConnectionId, string Why) : SiteEvent;

    public sealed record OrderEnded(string ChargePointId, Order Order, OrderOutcome Outcome) : SiteEvent;

    // ---- what someone asks and waits for: exactly one Effect.Answer with the same Request follows each

    /// <summary>Something that waits for its answer.</summary>
    public abstract record Asked(RequestId Request) : SiteEvent;

    public sealed record Booted(RequestId Request, string ChargePointId, ChargePointIdentity Identity) : Asked(Request);

    public sealed record Heartbeat(RequestId Request, string ChargePointId) : Asked(Request);

    /// <param name="ConnectorId">0 is the charge point itself.</param>
    public sealed record StatusReported(
        RequestId Request, string ChargePointId, int ConnectorId, ConnectorStatus Status, string? ErrorText, DateTimeOffset? At) : Asked(Request);

    public sealed record CardPresented(RequestId Request, string ChargePointId, string IdTag) : Asked(Request);

    public sealed record TransactionStarted(
        RequestId Request, string ChargePointId, int ConnectorId, string IdTag, WattHours MeterStart, DateTimeOffset At) : Asked(Request);

    /// <param name="TransactionId">Null where the charger did not say.</param>
    public sealed record Metered(
        RequestId Request, string ChargePointId, int ConnectorId, int? TransactionId, ImmutableArray<MeterSample> Samples) : Asked(Request);

    /// <param name="IdTag">The card that stopped it; null where none did.</param>
    public sealed record TransactionStopped(
        RequestId Request,
        string ChargePointId,
        int TransactionId,
        string? IdTag,
        WattHours MeterStop,
        DateTimeOffset At,
        StopReason Reason,
        ImmutableArray<MeterSample> Samples) : Asked(Request);

    /// <summary>Progress of firmware, logs, security: told to people, changes nothing.</summary>
    public sealed record Noticed(RequestId Request, string ChargePointId, string Text, bool IsAlarm) : Asked(Request);

    // ---- what people and the cloud ask

    /// <summary>All grid signals there are, in place of those before.</summary>
    public sealed record LimitWindowsPut(RequestId Request, ImmutableArray<LimitWindow> Windows) : Asked(Request)
    {
        /// <summary>Of the cloud's document; null where they are from elsewhere.</summary>
        public long? Version { get; init; }
    }

    /// <param name="ConnectorId">Null where but one car is plugged in at the charge point.</param>
    public sealed record WishPut(RequestId Request, string ChargePointId, int? ConnectorId, SessionWish Wish) : Asked(Request);

    /// <summary>A weather forecast, in place of the one before; in the order of time.</summary>
    public sealed record WeatherPut(RequestId Request, ImmutableArray<WeatherPoint> Points) : Asked(Request)
    {
        /// <summary>Of the cloud's document; null where it is from elsewhere.</summary>
        public long? Version { get; init; }
    }

    /// <summary>Added, or replaced whole by token.</summary>
    public sealed record CardsPut(RequestId Request, ImmutableArray<Card> Cards) : Asked(Request);

    public sealed record CardDeactivated(RequestId Request, string IdTag) : Asked(Request);

    public sealed record VehiclesPut(RequestId Request, ImmutableArray<Vehicle> Vehicles) : Asked(Request);

    /// <summary>The cloud's cards: all of them, or what has changed since the version before. <see cref="Reply.DocumentTaken"/> follows.</summary>
    /// <param name="Put">Each whole.</param>
    /// <param name="Deactivate">Of a change; in a snapshot it is what is not there.</param>
    public sealed record CloudCardsPut(RequestId Request, long Version, ImmutableArray<Card> Put, ImmutableArray<IdTag> Deactivate, bool IsSnapshot) : Asked(Request);

    /// <summary>The cloud's vehicles, each whole. <see cref="Reply.DocumentTaken"/> follows.</summary>
    public sealed record CloudVehiclesPut(RequestId Request, long Version, ImmutableArray<Vehicle> Vehicles) : Asked(Request);

    /// <summary>Day-ahead prices of a bidding zone, in any order; they take the place of what was known of the same quarters.</summary>
    public sealed record PricesPut(RequestId Request, string Area, ImmutableArray<PtuSpot> Prices) : Asked(Request)
    {
        /// <summary>Of the cloud's document; null where they are from elsewhere.</summary>
        public long? Version { get; init; }
    }

    /// <summary>The imbalance signal's adjustments, likewise.</summary>
    public sealed record ImbalancePut(RequestId Request, ImmutableArray<PtuSpot> Prices) : Asked(Request);

    /// <summary>The cloud has these reports.</summary>
    public sealed record ReportsSent(RequestId Request, ImmutableArray<long> ReportIds) : Asked(Request);

    /// <summary>A command of the cloud is about to be carried out; <see cref="Reply.Impossible"/> where it was before.</summary>
    public sealed record CommandBegun(RequestId Request, string CommandId) : Asked(Request);

    /// <param name="ResultJson">As it goes out.</param>
    public sealed record CommandEnded(RequestId Request, string CommandId, string ResultJson) : Asked(Request);

    /// <summary>A report of a run that died, found after it; to be told to the cloud.</summary>
    /// <param name="Json">As it goes out.</param>
    public sealed record CrashFound(RequestId Request, string CrashId, string Json) : Asked(Request);

    public sealed record ChargePointAdmitted(RequestId Request, string ChargePointId, Admission Admission) : Asked(Request);

    public sealed record RemoteStartAsked(RequestId Request, string ChargePointId, int? ConnectorId, string IdTag) : Asked(Request);

    /// <param name="ConnectorId">Null where the charge point has but one transaction.</param>
    public sealed record RemoteStopAsked(RequestId Request, string ChargePointId, int? ConnectorId) : Asked(Request);
}
