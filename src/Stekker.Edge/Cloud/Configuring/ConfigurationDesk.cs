using System.Collections.Immutable;
using System.Security.Cryptography;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Cloud.Link;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Cloud.Configuring;

/// <summary>
/// Takes configurations from the cloud: checked whole, applied whole or refused whole. What can change on the running site does; what
/// cannot waits for a restart that harms no session. One after which the cloud is not reached any more is taken back.
/// </summary>
/// <param name="apply">Puts a configuration to the running site.</param>
/// <param name="restart">Asks for a restart when nobody charges.</param>
/// <param name="elapsed">Monotonic time.</param>
/// <param name="at">The moment, as it is told.</param>
internal sealed partial class ConfigurationDesk(
    SiteSources sources, Func<SiteConfiguration, CancellationToken, ValueTask> apply, Action restart, Func<TimeSpan> elapsed, Func<string> at, ILogger<ConfigurationDesk> log)
    : ICloudDesk
{
    public const string StateTopic = "config/state";

    private const int MostErrors = 50;

    /// <summary>How much of a trial a power cut may add to it.</summary>
    private static readonly TimeSpan TrialSaveInterval = TimeSpan.FromMinutes(1);

    private ImmutableArray<string> restartKeys = [];
    private byte[]? lastTaken;
    private TimeSpan trialLookedAt = elapsed();
    private TimeSpan? trialLeft = sources.Kept.TrialLeftS is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public bool Takes(string topic) => topic == CloudTopics.Config;

    public IEnumerable<CloudState> States() => [State()];

    /// <summary>Each second: a trial runs out.</summary>
    public async Task<IEnumerable<CloudState>> LookAsync(CancellationToken cancel)
    {
        if (trialLeft is not { } left)
        {
            return [];
        }

        // While a restart is waited for the trial has not begun: what it tries is not running.
        TimeSpan now = elapsed();
        TimeSpan passed = restartKeys.IsEmpty ? now - trialLookedAt : TimeSpan.Zero;
        trialLookedAt = now;
        trialLeft = left - passed;
        if (trialLeft > TimeSpan.Zero)
        {
            if (sources.Kept.TrialLeftS - trialLeft.Value.TotalSeconds >= TrialSaveInterval.TotalSeconds)
            {
                sources.TryKeep(sources.Kept with { TrialLeftS = (int)trialLeft.Value.TotalSeconds });
            }

            return [];
        }

        KeptConfiguration tried = sources.Kept;
        LogRolledBack(log, tried.Applied!.Version);
        sources.TryKeep(tried.RolledBack("cloud", "the cloud was not reached any more after it, so it was taken back"));
        trialLeft = null;
        await ChangeToAsync(SiteSources.Document(sources.Kept.Applied), cancel).ConfigureAwait(false);
        return [State()];
    }

    public async Task<IEnumerable<CloudState>> TakeAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (payload.IsEmpty)
        {
            // Somebody took the retained message away: what counts goes on counting.
            return [];
        }

        if (payload.Length > ICloudLink.MostPayloadBytes)
        {
            return [Refuse(null, [new DocumentError("", $"it has more than {ICloudLink.MostPayloadBytes} bytes: a configuration is smaller")])];
        }

        Findings findings = new();
        if (RemoteDocument.Parse(payload.Span, findings) is not { } document)
        {
            return [Refuse(RemoteDocument.VersionIn(payload.Span), FaultsOf(findings.Errors))];
        }

        if (Known(document, payload.Span) is { } standing)
        {
            return [standing];
        }

        (ConfigurationNode wanted, ConfigurationReading reading) = sources.With(document);
        ImmutableArray<DocumentError> faults = [.. OwnFaults(document), .. FaultsOf(reading.Errors), .. reading.Configuration is { } read ? MissingFiles(read) : []];
        if (!faults.IsEmpty)
        {
            return [Refuse(document.Version, faults)];
        }

        document = document with { Root = SealedPasswords.Seal(document.Root) };
        try
        {
            sources.Keep(sources.Kept.Trying(new KeptDocument(document.Version, SealedPasswords.Json(document.Root)), document.RollbackAfter));
            lastTaken = SHA256.HashData(payload.Span);
        }
        catch (IOException e)
        {
            return [Refuse(document.Version, [new DocumentError("", $"it cannot be kept on this box: {e.Message}")])];
        }

        trialLeft = document.RollbackAfter;
        trialLookedAt = elapsed();
        await ChangeToAsync(document, cancel).ConfigureAwait(false);
        LogApplied(log, document.Version, restartKeys.IsEmpty ? "applied" : $"applied but for {string.Join(", ", restartKeys)}, which wait until no car is charging");
        return [State()];
    }

    /// <summary>Puts what can change to the running site, and asks for a restart where something cannot.</summary>
    private async ValueTask ChangeToAsync(RemoteDocument? document, CancellationToken cancel)
    {
        (ConfigurationNode wanted, _) = sources.With(document);
        restartKeys = ConfigurationLayers.RestartKeys(sources.Running, wanted);
        ConfigurationNode live = restartKeys.IsEmpty ? wanted : ConfigurationLayers.Live(sources.Running, wanted);

        // What can change live may not fit what cannot: then all of it waits.
        if (ConfigurationReading.Read(live).Configuration is { } configuration)
        {
            sources.Running = live;
            await apply(configuration, cancel).ConfigureAwait(false);
        }

        if (!restartKeys.IsEmpty)
        {
            restart();
        }
    }

    /// <summary>The standing state, where the document changes nothing: seen before, older, or refused before.</summary>
    private CloudState? Known(RemoteDocument document, ReadOnlySpan<byte> payload)
    {
        KeptConfiguration kept = sources.Kept;
        if (kept.Refused is { } refused && refused.Version == document.Version)
        {
            return State();
        }

        if (kept.Applied is not { } applied || document.Version > applied.Version)
        {
            return null;
        }

        if (document.Version < applied.Version || (lastTaken is { } last && SHA256.HashData(payload).AsSpan().SequenceEqual(last)))
        {
            return State();
        }

        // Retained, so it comes again with each connection: its hashes are reckoned once in a process's life.
        if (SiteSources.Document(applied) is { } same && ConfigurationLayers.AreSame(same.Root, SealedPasswords.AsIn(same.Root, document.Root)))
        {
            lastTaken = SHA256.HashData(payload);
            return State();
        }

        return Refuse(document.Version, [new DocumentError(RemoteDocument.VersionKey, $"{document.Version} was applied with another content: each change needs a higher version")], keepApplied: true);
    }

    private IEnumerable<DocumentError> OwnFaults(RemoteDocument document)
    {
        if (document.Root.Member(RemoteDocument.SiteIdKey) is { } named && named.Text != sources.SiteId)
        {
            yield return new DocumentError(RemoteDocument.SiteIdKey, $"{named.Shown()} is another site: this is {sources.SiteId}");
        }

        if (document.Owned.Contains("cloud") && document.Root.Member("cloud") is null)
        {
            yield return new DocumentError("cloud", "is missing although the cloud owns it: the box would lose its line to the cloud");
        }

        // The log is written by the daemon, to whatever file it may write: the ledger is one, too.
        if (document.Owned.Contains("log") && document.Root.Member("log")?.Member("file") is { Kind: not NodeKind.Nothing } file && !ConfigurationLayers.AreSame(file, sources.LocalLogFile))
        {
            yield return new DocumentError("log.file", $"{file.Shown()} cannot be set by the cloud: which file of the box is written to is said by the site's own file alone");
        }
    }

    private static IEnumerable<DocumentError> MissingFiles(SiteConfiguration site)
    {
        foreach ((string key, string? path) in ((string, string?)[])
            [
                ("cloud.caFile", site.Cloud?.CaFile), ("cloud.certFile", site.Cloud?.CertFile), ("cloud.keyFile", site.Cloud?.KeyFile),
                ("ocpp.certificateFile", site.Ocpp.CertificateFile), ("ocpp.keyFile", site.Ocpp.KeyFile), ("ocpp.clientCaFile", site.Ocpp.ClientCaFile),
            ])
        {
            if (path is not null && !File.Exists(path))
            {
                yield return new DocumentError(key, $"there is no file {path} on this box");
            }
        }
    }

    private CloudState Refuse(long? version, ImmutableArray<DocumentError> faults, bool keepApplied = false)
    {
        LogRefused(log, version, faults[0].Path, faults[0].Error, faults.Length);
        RefusedDocument refused = new(keepApplied ? null : version, WasApplied: false, [.. faults.Take(MostErrors)]);
        sources.TryKeep(sources.Kept with { Refused = refused });
        return State(refused with { Version = version });
    }

    private CloudState State(RefusedDocument? now = null)
    {
        KeptConfiguration kept = sources.Kept;
        RefusedDocument? refused = now ?? kept.Refused;
        string state = refused is { WasApplied: true } ? "rolledBack"
            : refused is not null ? "refused"
            : kept.Applied is null ? "none"
            : restartKeys.IsEmpty ? "applied"
            : "restartPending";
        ConfigStateMessage message = new(
            kept.Applied?.Version, state, refused?.Version, refused?.Errors ?? [], restartKeys, sources.IgnoredLocalKeys, kept.IsOnTrial, at());
        long? version = kept.Applied?.Version;
        return new CloudState(StateTopic, message.ToJson(), () => Reached(version));
    }

    /// <summary>The broker has what we told of this document under this document: it works.</summary>
    private void Reached(long? version)
    {
        if (trialLeft is not null && restartKeys.IsEmpty && sources.Kept.Applied?.Version == version)
        {
            sources.TryKeep(sources.Kept.Proven());
            trialLeft = null;
        }
    }

    private static ImmutableArray<DocumentError> FaultsOf(IEnumerable<ConfigurationError> errors) =>
        [.. errors.Take(MostErrors).Select(e => new DocumentError(e.Key, e.Value.Length == 0 ? e.WhatWouldBeRight : $"{e.Value} {e.WhatWouldBeRight}"))];

    [LoggerMessage(LogLevel.Information, "Cloud: configuration version {Version} is {What}")]
    private static partial void LogApplied(ILogger log, long version, string what);

    [LoggerMessage(LogLevel.Warning, "Cloud: configuration version {Version} was refused, the one before counts: {Path} {Error} ({Count} errors in all)")]
    private static partial void LogRefused(ILogger log, long? version, string path, string error, int count);

    [LoggerMessage(LogLevel.Warning, "Cloud: it was not reached any more after configuration version {Version}, which is taken back")]
    private static partial void LogRolledBack(ILogger log, long version);
}
