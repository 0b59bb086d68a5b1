using System.Security.Cryptography;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Hosting;

namespace Stekker.Edge.Updating;

/// <summary>What an update needs to know of the site around it.</summary>
/// <param name="Site">As of now.</param>
/// <param name="IsCloudConnected">The line to the cloud stands.</param>
/// <param name="Ticks">How many the site's loop has taken.</param>
internal sealed record UpdateSurroundings(Func<SiteState> Site, Func<bool> IsCloudConnected, Func<long> Ticks);

/// <param name="Url">Where the package is: https.</param>
/// <param name="IsUrgent">Not to wait until no car is charging.</param>
internal sealed record UpdateAsked(string CommandId, string Manifest, string Signature, Uri Url, bool IsUrgent);

/// <summary>
/// The daemon's part of an update: it asks whether the update may be had here, loads it, hands it to root's updater when no car is
/// charging, and tells that updater, after the restart, when the new version is healthy. One at a time.
/// </summary>
internal sealed partial class Updates : IDisposable
{
    /// <summary>What an installation takes beside the package itself, and the ledger goes on growing meanwhile.</summary>
    private const long FlashToSpare = 4L << 20;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Root's updater looks every ten seconds; it is broken, or absent, where it has not taken an update after so long.</summary>
    private static readonly TimeSpan UpdaterPatience = TimeSpan.FromMinutes(30);

    private readonly UpdaterRecord? record;
    private readonly UpdateFolder folder;
    private readonly string keyFile;
    private readonly string? caFile;
    private readonly string version;
    private readonly UpdateSurroundings around;
    private readonly TimeProvider time;
    private readonly ILogger<Updates> log;
    private readonly SemaphoreSlim one = new(1);
    private readonly ITimer watch;
    private readonly Lock gate = new();
    private readonly List<(Func<bool> IsSo, TaskCompletionSource Seen)> waiting = [];
    private readonly LoopPulse pulse = new(patience: 5);
    private TimeSpan healthyFor;
    private string? lacking;
    private string? doing;

    /// <param name="record">Null on a box without the updater.</param>
    /// <param name="version">That runs.</param>
    public Updates(
        UpdaterRecord? record, string dataDirectory, string keyFile, string? caFile, string version, UpdateSurroundings around, TimeProvider time, ILogger<Updates> log)
    {
        this.record = record;
        folder = new UpdateFolder(dataDirectory);
        folder.RemoveUnfinished();
        this.keyFile = keyFile;
        this.caFile = caFile;
        this.version = version;
        this.around = around;
        this.time = time;
        this.log = log;
        watch = time.CreateTimer(_ => Look(), null, Second, Second);
    }

    /// <summary>How it stands with updates, in words; null where there is nothing to say.</summary>
    public string? Standing => record?.Trial is { } trial ? lacking is { } lacks ? $"{trial.Version} is on trial, {lacks}" : $"{trial.Version} is on trial"
        : doing ?? record?.Outcome?.ToString();

    /// <summary>From the command to its outcome: minutes, or a day where cars charge.</summary>
    public async Task<UpdateOutcome> InstallAsync(UpdateAsked asked, CancellationToken cancel)
    {
        if (!await one.WaitAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false))
        {
            return Refused("", $"another update is under way: {Standing}");
        }

        try
        {
            UpdateManifest? manifest = Check(asked, out string why);
            return manifest is null ? Refused("", why) : await InstallAsync(asked, manifest, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused("", $"it cannot be written down: {e.Message}");
        }
        finally
        {
            doing = null;
            one.Release();
        }
    }

    /// <summary>Null where this command is not one whose outcome is still to come; else that outcome.</summary>
    public Task<UpdateOutcome>? Resume(string commandId, CancellationToken cancel) =>
        folder.Handed is { } handed && handed.CommandId == commandId ? ResumeAsync(handed, cancel) : null;

    public void Dispose()
    {
        watch.Dispose();
        one.Dispose();
    }

    /// <summary>Of this process: who hands an update over is not the new version, however long it goes on running.</summary>
    internal static string ThisProcess { get; } = Guid.NewGuid().ToString("N");

    private static UpdateOutcome Refused(string version, string why) => new("", "refused", version.Length > 0 ? version : "the update", why);

    private UpdateManifest? Check(UpdateAsked asked, out string why)
    {
        if (record is null)
        {
            why = "this box has no updater: stekker-edge was not installed by its package";
            return null;
        }

        if (record.Architecture is not { } architecture)
        {
            why = "this box's updater does not run: it has not said what packages are for";
            return null;
        }

        return UpdateKeys.Load(keyFile, out why) is not { } keys
            ? null
            : UpdateCheck.Manifest(asked.Manifest, asked.Signature, keys, new UpdateBox(architecture, version), out why);
    }

    private async Task<UpdateOutcome> InstallAsync(UpdateAsked asked, UpdateManifest manifest, CancellationToken cancel)
    {
        folder.Clear();
        if (folder.Room is { } room && room.FreeBytes < manifest.SizeBytes + FlashToSpare)
        {
            return Refused(manifest.Version, $"the disk has {room.FreeBytes >> 10} kB left, and it needs {(manifest.SizeBytes + FlashToSpare) >> 10} kB");
        }

        bool isHandedOver = false;
        try
        {
            Now($"loading {manifest.Version} from {asked.Url.Host}");
            using PackageDownload download = new(caFile, time);
            string? why = await download.LoadAsync(asked.Url, folder.Part, manifest.SizeBytes, cancel).ConfigureAwait(false)
                ?? UpdateCheck.WhyNotPackage(folder.Part, manifest);
            if (why is not null)
            {
                return Refused(manifest.Version, why);
            }

            if (!asked.IsUrgent)
            {
                Now($"{manifest.Version} is loaded, and waits until no car is charging");
                await IdleAsync(cancel).ConfigureAwait(false);
            }

            SiteState site = around.Site();
            HandedUpdate handed = new(
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
                asked.CommandId,
                manifest.Version,
                [.. site.ChargePoints.Where(c => c.IsConnected).Select(c => c.Id)],
                around.IsCloudConnected(),
                ThisProcess);
            folder.HandOver(asked.Manifest, asked.Signature, handed);
            isHandedOver = true;
            Now($"{manifest.Version} is handed to this box's updater");
            return await OutcomeAsync(handed, cancel).ConfigureAwait(false);
        }
        finally
        {
            if (!isHandedOver)
            {
                folder.Clear();
            }
        }
    }

    private async Task<UpdateOutcome> ResumeAsync(HandedUpdate handed, CancellationToken cancel)
    {
        await one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await OutcomeAsync(handed, cancel).ConfigureAwait(false);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<UpdateOutcome> OutcomeAsync(HandedUpdate handed, CancellationToken cancel)
    {
        long since = time.GetTimestamp();
        UpdateOutcome? outcome = null;
        bool IsKnown() => (outcome = record?.Outcome)?.Id == handed.Id;
        bool IsLate() => record?.Trial?.Id != handed.Id && time.GetElapsedTime(since) > UpdaterPatience;
        await UntilAsync(() => IsKnown() || IsLate(), cancel).ConfigureAwait(false);
        if (IsKnown())
        {
            // What was handed over is forgotten with the next update, not before this outcome is on disk.
            return outcome!;
        }

        folder.Clear();
        return Refused(handed.Version, $"this box's updater did not end it within {UpdaterPatience.TotalMinutes:0} minutes: look at the system's log");
    }

    private async Task IdleAsync(CancellationToken cancel)
    {
        long since = time.GetTimestamp();
        await UntilAsync(() => Restarting.IsIdle(around.Site()) || time.GetElapsedTime(since) >= Restarting.Patience, cancel).ConfigureAwait(false);
    }

    /// <summary>Looked at each second.</summary>
    private async Task UntilAsync(Func<bool> isSo, CancellationToken cancel)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (isSo())
            {
                return;
            }

            waiting.Add((isSo, seen));
        }

        await seen.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Each second, in each version: is this one on trial, and well?</summary>
    private void Look()
    {
        lock (gate)
        {
            foreach ((Func<bool> isSo, TaskCompletionSource seen) in waiting.Where(w => w.IsSo()).ToArray())
            {
                waiting.Remove((isSo, seen));
                seen.SetResult();
            }

            HandedUpdate? handed = null;
            if (record?.Trial is not { } trial || folder.HasSaidHealthy(trial.Id) || (handed = folder.Handed)?.By == ThisProcess)
            {
                lacking = null;
                return;
            }

            string? lacks = pulse.Look(around.Ticks()) == Pulse.Gone ? "the site's loop does nothing" : UpdateHealth.Lacks(handed, around.Site(), around.IsCloudConnected());
            if (lacks != lacking && lacks is not null)
            {
                LogLacking(log, trial.Version, lacks);
            }

            lacking = lacks;
            healthyFor = lacks is null ? healthyFor + Second : TimeSpan.Zero;
            if (healthyFor >= trial.Settle)
            {
                SayHealthy(trial);
            }
        }
    }

    private void SayHealthy(UpdateTrial trial)
    {
        try
        {
            folder.SayHealthy(trial.Id);
            LogHealthy(log, trial.Version);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not healthy, then: the version before is put back unless it can be said in a later second.
            lacking = $"its health cannot be written down: {e.Message}";
        }
    }

    private void Now(string what)
    {
        doing = what;
        LogDoing(log, what);
    }

    [LoggerMessage(LogLevel.Information, "Update: {What}")]
    private static partial void LogDoing(ILogger log, string what);

    [LoggerMessage(LogLevel.Warning, "Update: {Version} is on trial, and {Lacks}")]
    private static partial void LogLacking(ILogger log, string version, string lacks);

    [LoggerMessage(LogLevel.Information, "Update: {Version} is healthy")]
    private static partial void LogHealthy(ILogger log, string version);
}
