using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>What we want of a charge point; the adapter says it in the charger's own OCPP version.</summary>
public abstract record Order
{
    /// <summary>Learn what it can, and set what we need of it; what it refuses is noted and lived with.</summary>
    public sealed record Commission(ChargerNeeds Needs) : Order;

    /// <param name="Request">Who waits for the outcome; null where nobody does.</param>
    public sealed record StartRemotely(int? ConnectorId, IdTag IdTag, RequestId? Request) : Order;

    public sealed record StopRemotely(int TransactionId, RequestId? Request) : Order;

    /// <param name="Full">Replaces the charger's list; else the entries change it.</param>
    /// <param name="PerCall">Most entries it takes at once; null is no limit told.</param>
    public sealed record SendLocalList(int Version, bool Full, ImmutableArray<LocalListEntry> Entries, int? PerCall) : Order;

    /// <summary>Boot again in words only: so that a charger just accepted says who it is.</summary>
    public sealed record AskForBoot : Order;

    /// <summary>The state of its connectors, asked after a reconnect without a boot.</summary>
    public sealed record AskForStatus : Order;

    /// <summary>Fetch the time, which the answer to a heartbeat brings.</summary>
    public sealed record AskForHeartbeat : Order;

    /// <summary>The limit of a running transaction, for as long as the setpoint says (TxProfile).</summary>
    /// <param name="From">When its schedule begins, by the charger's own clock: a little before now.</param>
    /// <param name="Level">Stack level.</param>
    /// <param name="SayPhases">Where the charger can switch between one and three.</param>
    public sealed record SetLimit(Setpoint Setpoint, int TransactionId, DateTimeOffset From, int Level, bool SayPhases) : Order;

    /// <summary>What holds when nobody renews the limits: the safe share of every transaction, and the most of the whole charge point.</summary>
    /// <param name="Default">Per phase (TxDefaultProfile).</param>
    /// <param name="Max">Per phase (ChargePointMaxProfile); null is none.</param>
    /// <param name="Phases">Of the grid connection: what turns amperes into watts.</param>
    /// <param name="Level">Stack level: the highest it takes, so that nothing older prevails.</param>
    public sealed record SetFallback(Amperes Default, Amperes? Max, LimitUnit Unit, int Phases, Volts Voltage, int Level) : Order;

    /// <summary>The limit a connector has in force by its own account (GetCompositeSchedule).</summary>
    /// <param name="Phases">In use: what turns watts into amperes.</param>
    public sealed record AskForLimit(int ConnectorId, int Phases, Volts Voltage) : Order;
}

/// <summary>What we set at every charger that lets us.</summary>
/// <param name="SampleInterval">Between meter values of a running transaction.</param>
/// <param name="Heartbeat">Between heartbeats.</param>
public sealed record ChargerNeeds(TimeSpan SampleInterval, TimeSpan Heartbeat);

/// <summary>A card in a charger's own list. <paramref name="Card"/> null takes the token off it.</summary>
public sealed record LocalListEntry(IdTag IdTag, Card? Card);

/// <summary>How an order ended.</summary>
public abstract record OrderOutcome
{
    public sealed record Done : OrderOutcome;

    /// <param name="LocalListVersion">The version of the list it holds; null where it has none.</param>
    public sealed record Commissioned(Capabilities Capabilities, int? LocalListVersion) : OrderOutcome;

    /// <summary>It answered, and will not (Rejected, RebootRequired apart).</summary>
    public sealed record Refused(string Why) : OrderOutcome;

    /// <summary>It answered that it does not know this, or that our list does not fit its own.</summary>
    public sealed record NotSupported(string Why) : OrderOutcome;

    public sealed record VersionMismatch : OrderOutcome;

    /// <param name="PerPhase">Null where its schedule says nothing of this moment.</param>
    public sealed record LimitShown(Amperes? PerPhase) : OrderOutcome;

    /// <summary>No answer: offline, timed out, or the line dropped meanwhile.</summary>
    public sealed record NoAnswer(string Why) : OrderOutcome;
}
