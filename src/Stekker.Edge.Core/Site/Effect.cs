using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Site;

/// <summary>All that a site does to the world. Ledger writes of a step are on disk before its other effects are carried out.</summary>
public abstract record Effect
{
    public sealed record Answer(RequestId Request, Reply Reply) : Effect;

    public sealed record Instruct(string ChargePointId, Order Order) : Effect;

    /// <summary>End its line.</summary>
    public sealed record Disconnect(string ChargePointId, string Why) : Effect;

    /// <summary>For people, in their words.</summary>
    public sealed record Tell(TellLevel Level, string About, string Text) : Effect;

    /// <summary>A plan to be made beside the loop; <see cref="SiteEvent.PlanMade"/> or <see cref="SiteEvent.PlanFailed"/> follows.</summary>
    public sealed record MakePlan(PlanRequest Request) : Effect;

    /// <summary>What must not be lost.</summary>
    public abstract record LedgerWrite : Effect;

    public sealed record SaveSession(Session Session) : LedgerWrite;

    public sealed record SaveCard(Card Card) : LedgerWrite;

    public sealed record SaveVehicle(Vehicle Vehicle) : LedgerWrite;

    public sealed record SaveChargePoint(ChargePointRecord ChargePoint) : LedgerWrite;

    public sealed record SaveRefusal(Refusal Refusal) : LedgerWrite;

    /// <summary>What this PTU has taken so far and what each car was last given, so that a restart in mid-quarter forgets neither.</summary>
    public sealed record SaveBalance(PtuAccount Account, ImmutableArray<SavedGrant> Grants) : LedgerWrite;

    /// <summary>What the balancer has learned of the building and the wiring, whole.</summary>
    public sealed record SaveLearned(ImmutableArray<SavedHourLoad> BaseLoads, ImmutableArray<LearnedWiring> Wirings) : LedgerWrite;

    /// <summary>What a session that is over cost and saved, as far as it is known.</summary>
    public sealed record SaveSettlement(Settlement Settlement) : LedgerWrite;

    /// <summary>A quarter of an hour that is over, as the meters told it.</summary>
    public sealed record SaveSitePtu(SitePtu Ptu) : LedgerWrite;

    /// <summary>Something the cloud is told: on disk with what it tells of, and kept until the cloud has it.</summary>
    /// <param name="Site">As it is configured now: zone, tariff, party.</param>
    public sealed record QueueReport(Report Report, SiteConfiguration Site, DateTimeOffset At) : LedgerWrite;

    /// <summary>Reports the cloud has.</summary>
    public sealed record ForgetReports(ImmutableArray<long> ReportIds) : LedgerWrite;

    public sealed record SaveCommand(CloudCommand Command) : LedgerWrite;

    /// <summary>What the charge detail record queued beside this says.</summary>
    public sealed record SaveCdrTold(CdrTold Told) : LedgerWrite;

    /// <summary>The savings of all days up to this one were queued.</summary>
    public sealed record SaveSavingsTold(DateOnly Through) : LedgerWrite;

    /// <summary>A stop whose start we never saw; kept, because it may be somebody's money.</summary>
    public sealed record SaveOrphanStop(OrphanStop Stop) : LedgerWrite;

    /// <summary>Day-ahead prices that are new or were corrected, in order.</summary>
    public sealed record SavePrices(string Area, ImmutableArray<PtuSpot> Rows) : LedgerWrite;

    /// <summary>Values of the imbalance signal that are new or were corrected, in order.</summary>
    public sealed record SaveImbalance(ImmutableArray<PtuSpot> Rows) : LedgerWrite;

    /// <summary>The weather forecast, whole and in order.</summary>
    public sealed record SaveWeather(ImmutableArray<WeatherPoint> Points) : LedgerWrite;

    /// <summary>All limit windows that are not over.</summary>
    public sealed record SaveLimits(ImmutableArray<LimitWindow> Windows) : LedgerWrite;

    /// <summary>Sessions plugged in before this that are over and told of, and what belongs to them, go; some at a time, oldest first.</summary>
    public sealed record PruneRecords(DateTimeOffset Before) : LedgerWrite;

    /// <summary>The version of a cloud's document that stands from now on; goes with what it brought.</summary>
    public sealed record SaveCloudDocument(CloudDocument Document) : LedgerWrite;
}

public enum TellLevel
{
    Info,
    Warning,
    Alarm,
}

public sealed record OrphanStop(string ChargePointId, int TransactionId, string? IdTag, WattHours MeterStop, Stamp At, StopReason Reason);

/// <summary>What the asker gets.</summary>
public abstract record Reply
{
    public sealed record Done : Reply;

    /// <summary>The charge point is not admitted here (yet).</summary>
    public sealed record NotAdmitted(Admission Admission) : Reply;

    public sealed record Boot(Admission Admission, TimeSpan Interval, DateTimeOffset Utc) : Reply;

    public sealed record Clock(DateTimeOffset Utc) : Reply;

    public sealed record CardAnswer(Authorization Authorization) : Reply;

    public sealed record TransactionStart(int TransactionId, Authorization Authorization) : Reply;

    /// <param name="Authorization">Null where no card stopped it.</param>
    public sealed record TransactionStop(Authorization? Authorization) : Reply;

    /// <summary>An order to a charger ended.</summary>
    public sealed record Ordered(OrderOutcome Outcome) : Reply;

    /// <summary>What was asked cannot be; the text says what would be right.</summary>
    public sealed record Impossible(string Why) : Reply;

    public sealed record CardsChanged(int Added, int Changed, int Unchanged) : Reply;

    /// <summary>What became of a document of the cloud.</summary>
    /// <param name="Standing">What stands now; null where none of its kind does.</param>
    public sealed record DocumentTaken(DocumentOutcome Outcome, CloudDocument? Standing) : Reply;
}
