using System.Collections.Immutable;

namespace Stekker.Edge.Control;

/// <summary>The site at a glance.</summary>
/// <param name="LocalTime">The daemon's wall clock in the site's zone.</param>
/// <param name="ClockTrusted">False while a router has not learned the time yet.</param>
/// <param name="Ptu">Null while the clock is not trusted: nobody knows then where the quarter begins.</param>
public sealed record SiteStatus(
    string SiteId,
    string Version,
    string LocalTime,
    long UptimeS,
    bool ClockTrusted,
    LedgerStatus Ledger,
    ImmutableArray<AlertEntry> Alerts,
    GridEntry Grid,
    FlowEntry Flows,
    PtuStatus? Ptu,
    ImmutableArray<MeterStatus> Meters,
    ImmutableArray<ChargePointEntry> ChargePoints)
{
    /// <summary>Null for a site without a cloud.</summary>
    public CloudEntry? Cloud { get; init; }

    /// <summary>Null where nobody looks after the box.</summary>
    public BoxEntry? Box { get; init; }

    /// <summary>How it stands with the program's own updates, in words; null where there is nothing to say.</summary>
    public string? Update { get; init; }

    public ScheduleEntry Schedule { get; init; } = ScheduleEntry.Nothing;
}

/// <summary>The link to the cloud.</summary>
/// <param name="Protocol">MQTT 5 or MQTT 3.1.1; null while there is no line.</param>
/// <param name="SinceS">How long the line has stood, or has been missing.</param>
/// <param name="Trouble">Why there is none, in words.</param>
/// <param name="Waiting">Reports that wait for it.</param>
/// <param name="OldestAt">When the oldest of them was written down.</param>
public sealed record CloudEntry(
    string Broker, bool Connected, string? Protocol, long SinceS, string? Trouble, long Waiting, string? OldestAt, long DroppedUpdates, long MissedTelemetry);

/// <param name="Ok">False while it cannot be written, or where the one before was damaged and set aside.</param>
public sealed record LedgerStatus(bool Ok, string Text);

public sealed record AlertEntry(string Id, string Text, string Since);

/// <param name="Admission">accepted, pending or refused.</param>
/// <param name="ConnectedS">Null where it is not connected.</param>
public sealed record ChargePointEntry(
    string Id,
    string Admission,
    bool Connected,
    long? ConnectedS,
    string? Protocol,
    string? Remote,
    string? Vendor,
    string? Model,
    string? Serial,
    string? Firmware,
    ProfileWrites ProfileWrites,
    ImmutableArray<ConnectorEntry> Connectors);

/// <param name="PowerW">Null where its meter did not say.</param>
/// <param name="Limit">Null where it takes no part in the sharing.</param>
/// <param name="Session">What is plugged in.</param>
public sealed record ConnectorEntry(
    int Id, string Status, string? ErrorText, string Since, long? PowerW, decimal? StateOfChargeFraction, LimitEntry? Limit, SessionEntry? Session);

/// <summary>A token that was turned away.</summary>
/// <param name="Verdict">unknown, otherSite, deactivated, expired or inUseElsewhere.</param>
/// <param name="Reason">The same in words.</param>
public sealed record RefusalEntry(string IdTag, string ChargePointId, string Verdict, string Reason, string At, int Times);

/// <summary>What a change of cards or vehicles came to.</summary>
public sealed record Changes(int Added, int Changed, int Unchanged);

/// <param name="Admission">accepted or refused.</param>
public sealed record AdmissionAsked(string Admission);

public sealed record CardAsked(string IdTag);

public sealed record RemoteStartAsked(int? ConnectorId, string IdTag);

public sealed record RemoteStopAsked(int? ConnectorId);

public sealed record BackupAsked(string Path);

/// <summary>It is done, and what to say of it.</summary>
public sealed record Done(string Text);

/// <summary>Why it was not done.</summary>
/// <param name="Denial">See <see cref="Control.Denial"/>.</param>
public sealed record ErrorText(string Error, Denial Denial);
