using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Upkeep;
using Stekker.Edge.Loop;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>What the box is measured with.</summary>
/// <param name="FlashBytes">Written so far; null where nobody counts, or this is a part of another process.</param>
/// <param name="Room">Of the disk with the ledger.</param>
internal sealed record BoxSenses(Func<long?> FlashBytes, Func<DiskRoom?> Room);

/// <summary>Looks after the box each minute, so that it runs for years without a visit: what is worn, what gets short, what expires, what died.</summary>
internal sealed partial class BoxCare : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CertificatesEvery = TimeSpan.FromDays(1);

    private readonly SiteLoop loop;
    private readonly string dataDirectory;
    private readonly RunFile? run;
    private readonly CrashFiles crashes;
    private readonly BoxSenses senses;
    private readonly TimeProvider time;
    private readonly ILogger<BoxCare> log;
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, (TellLevel Level, string Text)?> said = new(StringComparer.Ordinal);
    private readonly TimeSpan startedAt;
    private Task running = Task.CompletedTask;
    private FlashDay? flash;
    private bool spares;
    private bool isShort;
    private bool isHealthy;
    private TimeSpan? certificatesAt;
    private volatile BoxStanding standing;

    /// <summary>It changes at a start only, and when it is told.</summary>
    private (CrashReport Report, bool IsTold)? crash;

    public BoxCare(SiteLoop loop, string dataDirectory, RunFile? run, BoxSenses senses, TimeProvider time, ILogger<BoxCare> log)
    {
        this.loop = loop;
        this.dataDirectory = dataDirectory;
        this.run = run;
        this.senses = senses;
        this.time = time;
        this.log = log;
        crashes = run?.Crashes ?? new CrashFiles(dataDirectory);
        crash = crashes.Newest();
        startedAt = loop.Clock.Read().Elapsed;
        standing = Look(loop.Clock.Read(), loop.Snapshot.Configuration);
    }

    public BoxStanding Standing => standing;

    public void Start()
    {
        PeriodicTimer timer = new(Every, time);
        running = Task.Run(() => RunAsync(timer));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task RunAsync(PeriodicTimer minutes)
    {
        using PeriodicTimer timer = minutes;
        try
        {
            await TellCrashesAsync().ConfigureAwait(false);
            do
            {
                await SafelyAsync().ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is OperationCanceledException or SiteStoppedException or System.Threading.Channels.ChannelClosedException)
        {
            // Stopped.
        }
    }

    private async Task SafelyAsync()
    {
        try
        {
            await LookAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A mistake in looking after the box must not cost the box.
        catch (Exception e) when (e is not (OperationCanceledException or System.Threading.Channels.ChannelClosedException))
#pragma warning restore CA1031
        {
            LogMistake(log, e);
        }
    }

    /// <summary>Reports of runs that died are the outbox's from here on; without a cloud they wait, in case there is one some day.</summary>
    private async Task TellCrashesAsync()
    {
        foreach (CrashReport report in loop.Snapshot.Configuration.Cloud is null ? [] : crashes.Untold())
        {
            string json = System.Text.Encoding.UTF8.GetString(report.ToJson());
            await loop.AskAsync(request => new SiteEvent.CrashFound(request, report.CrashId, json), stop.Token).ConfigureAwait(false);
            crashes.MarkTold(report.CrashId);
        }

        crash = crashes.Newest();
    }

    private async Task LookAsync()
    {
        Now now = loop.Clock.Read();
        SiteConfiguration site = loop.Snapshot.Configuration;
        standing = Look(now, site);
        bool spare = flash?.Spares(site.Ledger.FlashBytesPerDay) ?? false;
        if (spare != spares)
        {
            spares = spare;
            await loop.PostAsync(new SiteEvent.FlashSpared(spare), stop.Token).ConfigureAwait(false);
        }

        await SayAsync("flash-budget", flash?.Trouble(site.Ledger.FlashBytesPerDay) is { } worn ? (TellLevel.Warning, worn) : null).ConfigureAwait(false);
        await SayAsync("disk-room", RoomTrouble(standing)).ConfigureAwait(false);
        await LookAtCertificatesAsync(site, now).ConfigureAwait(false);
        if (!isHealthy && now.Elapsed - startedAt >= StartPace.Healthy)
        {
            isHealthy = true;
            run?.SayHealthy();
        }
    }

    private BoxStanding Look(Now now, SiteConfiguration site)
    {
        if (senses.FlashBytes() is { } bytes)
        {
            DateOnly day = SiteZone.DayOf(SiteZone.Of(site.TimeZone), now.Utc);
            flash = flash?.At(day, bytes) ?? new FlashDay(day, bytes, bytes);
        }

        return new BoxStanding(
            flash?.WrittenBytes, site.Ledger.FlashBytesPerDay, senses.Room(), Disks.LedgerBytes(dataDirectory), crash?.Report, crash?.IsTold ?? false);
    }

    private (TellLevel Level, string Text)? RoomTrouble(BoxStanding now)
    {
        isShort = now.Room?.IsShort(isShort) ?? false;
        return isShort ? (TellLevel.Warning, now.Room!.Value.InWords(dataDirectory, now.LedgerBytes)) : null;
    }

    /// <summary>Not by a clock that may be years off.</summary>
    private async Task LookAtCertificatesAsync(SiteConfiguration site, Now now)
    {
        if (!now.UtcTrusted || now.Elapsed - certificatesAt < CertificatesEvery)
        {
            return;
        }

        certificatesAt = now.Elapsed;
        foreach (Certificates.Named named in Certificates.Of(site))
        {
            // A name of its own for each level: what has become urgent is told anew.
            (TellLevel Level, string Text)? found = Certificates.Look(named, now.Utc);
            await SayAsync($"certificate-soon:{named.Key}", found is { Level: TellLevel.Warning } ? found : null).ConfigureAwait(false);
            await SayAsync($"certificate:{named.Key}", found is { Level: TellLevel.Alarm } ? found : null).ConfigureAwait(false);
        }
    }

    private async Task SayAsync(string alertId, (TellLevel Level, string Text)? trouble)
    {
        if (said.GetValueOrDefault(alertId) != trouble)
        {
            said[alertId] = trouble;
            await loop.PostAsync(new SiteEvent.BoxReported(alertId, trouble?.Level ?? TellLevel.Info, trouble?.Text), stop.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Error, "Our own mistake while looking after the box")]
    private static partial void LogMistake(ILogger log, Exception e);
}
