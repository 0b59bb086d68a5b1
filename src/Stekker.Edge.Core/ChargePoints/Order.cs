using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>What we want of a charge point; the adapter says it in the charger's own OCPP version.</summary>
public abstract record Order
{
    /// <summary>All its settings.</summary>
    public sealed record ReadSettings : Order;

    public sealed record WriteSetting(string Key, string Value) : Order;

    /// <param name="Request">Who waits for the outcome; null where nobody does.</param>
    public sealed record StartRemotely(int? ConnectorId, IdTag IdTag, RequestId? Request) : Order;

    public sealed record StopRemotely(int TransactionId, RequestId? Request) : Order;

    /// <param name="Full">Replaces the charger's list; else the entries change it.</param>
    public sealed record SendLocalList(int Version, bool Full, ImmutableArray<LocalListEntry> Entries) : Order;

    /// <summary>Boot again in words only: so that a charger just accepted says who it is.</summary>
    public sealed record AskForBoot : Order;

    /// <summary>The state of its connectors, asked after a reconnect without a boot.</summary>
    public sealed record AskForStatus : Order;
}

/// <summary>A card in a charger's own list. <paramref name="Card"/> null takes the token off it.</summary>
public sealed record LocalListEntry(IdTag IdTag, Card? Card);

/// <summary>How an order ended.</summary>
public abstract record OrderOutcome
{
    public sealed record Done : OrderOutcome;

    /// <param name="Settings">All the charger told.</param>
    public sealed record SettingsRead(ImmutableArray<ChargerSetting> Settings) : OrderOutcome;

    /// <summary>It answered, and will not (Rejected, RebootRequired apart).</summary>
    public sealed record Refused(string Why) : OrderOutcome;

    /// <summary>It answered that it does not know this, or that our list does not fit its own.</summary>
    public sealed record NotSupported(string Why) : OrderOutcome;

    public sealed record VersionMismatch : OrderOutcome;

    /// <summary>No answer: offline, timed out, or the line dropped meanwhile.</summary>
    public sealed record NoAnswer(string Why) : OrderOutcome;
}
