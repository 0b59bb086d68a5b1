using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>Whether a charge point may do business here.</summary>
public enum Admission
{
    /// <summary>Waits for someone to accept it.</summary>
    Pending,
    Accepted,
    Refused,
}

/// <summary>What a charge point says of itself when it boots.</summary>
public sealed record ChargePointIdentity(string Vendor, string Model, string? Serial = null, string? Firmware = null);

/// <summary>The line to a charge point.</summary>
/// <param name="ConnectionId">Counts up with every connection; an old line's end does not end the new one.</param>
public sealed record ChargePointLine(long ConnectionId, string Protocol, string Remote, TimeSpan Since);

/// <summary>What of a charge point outlives a restart.</summary>
/// <param name="LocalListVersion">The card list version it last took from us; 0 is none.</param>
public sealed record ChargePointRecord(string Id, Admission Admission, ChargePointIdentity? Identity, int LocalListVersion);

/// <param name="At">Monotonic time of hearing it.</param>
public readonly record struct ClockShown(DateTimeOffset Utc, TimeSpan At);

/// <summary>A charge point: its line, what it is, what it can, and its connectors.</summary>
/// <param name="Recent">Its last closed sessions, newest first, so that repeated and late frames find their transaction.</param>
/// <param name="LocalListUnderWay">The card list version being sent to it now.</param>
/// <param name="CommissionAt">Monotonic time at which it is asked what it can, if it does not boot before.</param>
/// <param name="NamesTransactions">It says whose its meter values are; those without a transaction are then the connector's only.</param>
/// <param name="Replacements">Monotonic times at which a new line pushed out an old one: two chargers set to one id.</param>
public sealed record ChargePoint(
    ChargePointRecord Record,
    ChargePointLine? Line,
    Keyed<int, Connector> Connectors,
    ImmutableArray<Session> Recent,
    Capabilities? Capabilities = null,
    int? LocalListUnderWay = null,
    TimeSpan? CommissionAt = null,
    bool NamesTransactions = false,
    ImmutableArray<TimeSpan> Replacements = default) : IKeyed<string>
{
    /// <summary>What the charger's own clock showed with its newest sample; null where it has not told since its clock was set.</summary>
    public ClockShown? Clock { get; init; }

    /// <summary>Null where it lost its line not within the last hour, or not since the start.</summary>
    public LineLosses? Losses { get; init; }

    public const int RecentSessions = 8;

    public string Id => Record.Id;

    string IKeyed<string>.Key => Record.Id;

    /// <summary>The session of a transaction of this charge point, open or closed lately.</summary>
    public Session? SessionOf(int transactionId) =>
        Connectors.Select(c => c.Session).FirstOrDefault(s => s?.Transaction?.Id == transactionId)
        ?? Recent.FirstOrDefault(s => s.Transaction?.Id == transactionId);

    /// <summary>What the charger's clock shows now, as far as known: schedules begin by its clock, not by ours.</summary>
    public DateTimeOffset ClockAt(Now now) => Clock is { } shown ? shown.Utc + (now.Elapsed - shown.At) : now.Utc;

    public bool IsConnected => Line is not null;

    public bool IsAdmitted => Record.Admission == Admission.Accepted;

    public static ChargePoint New(ChargePointRecord record) =>
        new(record, null, Keyed<int, Connector>.From([], Comparer<int>.Default), [], Replacements: []);
}
