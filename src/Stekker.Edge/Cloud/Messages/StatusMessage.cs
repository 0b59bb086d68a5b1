using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Cloud.Messages;

/// <summary>How the box is doing: topic status.</summary>
/// <param name="State">online; offline where it was stopped, or where the broker says so for it (last will).</param>
/// <param name="Reason">Why it is offline: stopped or lost; null while online.</param>
/// <param name="At">Null in the last will: nobody knows when it will be said.</param>
public sealed record StatusMessage(
    string State,
    string? Reason,
    string? At,
    string SiteId,
    string Version,
    long? UptimeS,
    bool? ClockTrusted,
    ImmutableArray<AlertEntry> Alerts,
    OutboxMessage? Outbox,
    ImmutableArray<ChargePointState> ChargePoints,
    BoxEntry? Box)
{
    public static StatusMessage Online(SiteState state, Now now, TimeSpan uptime, SiteTimes times, OutboxMessage outbox, BoxEntry? box = null) => new(
        "online",
        null,
        times.Write(now.Utc),
        state.Configuration.SiteId,
        ProductVersion.Text,
        (long)uptime.TotalSeconds,
        now.UtcTrusted,
        [.. state.Alerts.Select(a => new AlertEntry(a.Id, a.Text, times.Write(a.Since.Utc)))],
        outbox,
        [.. state.ChargePoints.Select(c => new ChargePointState(
            c.Id,
            Words.Of(c.Record.Admission),
            c.IsConnected,
            c.Record.Identity?.Vendor,
            c.Record.Identity?.Model,
            c.Record.Identity?.Firmware,
            [.. c.Connectors.Select(k => new ConnectorState(k.Id, Words.Of(k.Status), k.ErrorText))]))],
        box);

    /// <summary>What the broker says when we are gone without a word.</summary>
    public static StatusMessage Will(string siteId) => Offline(siteId, "lost", null);

    public static StatusMessage Stopped(string siteId, string at) => Offline(siteId, "stopped", at);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, MessageJson.Plain.StatusMessage);

    private static StatusMessage Offline(string siteId, string reason, string? at) =>
        new("offline", reason, at, siteId, ProductVersion.Text, null, null, [], null, [], null);
}

/// <summary>What waits to be reported.</summary>
/// <param name="OldestAt">When the oldest of it was written down; null where nothing waits.</param>
/// <param name="DroppedUpdates">Updates of running sessions that were dropped for want of room, ever; nothing else is.</param>
/// <param name="MissedTelemetry">How often since the start telemetry was due and there was no line.</param>
public sealed record OutboxMessage(long Waiting, long Bytes, string? OldestAt, long DroppedUpdates, long MissedTelemetry);

/// <param name="Admission">accepted, pending or refused.</param>
public sealed record ChargePointState(
    string Id, string Admission, bool Connected, string? Vendor, string? Model, string? Firmware, ImmutableArray<ConnectorState> Connectors);

/// <param name="Status">As 'stekker-edge status --json' has it.</param>
public sealed record ConnectorState(int Id, string Status, string? ErrorText);
