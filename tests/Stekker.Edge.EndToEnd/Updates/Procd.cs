using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.Package;

namespace Stekker.Edge.EndToEnd.Updates;

/// <summary>Runs the service as a router's procd does: what is asked for runs, what is not asked for any more is stopped, and what is asked for anew is started anew.</summary>
internal sealed class Procd : IAsyncDisposable
{
    private const string Service = "stekker-edge";

    private readonly Router router;
    private readonly FileSystemWatcher watcher;
    private readonly SemaphoreSlim news = new(1);
    private readonly Mailbox<ChildProcess> started = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private readonly List<string> told = [];

    public Procd(Router router)
    {
        this.router = router;
        Directory.CreateDirectory(router.Procd);
        watcher = new FileSystemWatcher(router.Procd);
        watcher.Created += (_, _) => news.Release();
        watcher.Renamed += (_, _) => news.Release();
        watcher.Deleted += (_, _) => news.Release();
        watcher.EnableRaisingEvents = true;
        running = Task.Run(RunAsync);
    }

    /// <summary>The next start of the service.</summary>
    public Task<ChildProcess> StartedAsync() => started.TakeAsync(_ => true, "start of the service");

    /// <summary>Likewise, of one that gets as far as to listen.</summary>
    public async Task ReadyAsync()
    {
        ChildProcess child = await StartedAsync();
        await child.Output.TakeAsync(l => l.Contains("Ready: chargers connect", StringComparison.Ordinal), "service that listens");
    }

    public string Told() => string.Join('\n', told);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        watcher.Dispose();
    }

    private async Task RunAsync()
    {
        ChildProcess? child = null;
        DateTime? of = null;
        try
        {
            while (true)
            {
                await news.WaitAsync(stop.Token);
                FileInfo asked = new(Path.Combine(router.Procd, Service));
                DateTime? now = asked.Exists ? asked.LastWriteTimeUtc : null;
                if (now == of)
                {
                    continue;
                }

                of = now;
                await EndAsync(child);
                child = now is null ? null : router.Launch();
                if (child is not null)
                {
                    started.Post(child);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await EndAsync(child);
        }
    }

    private async Task EndAsync(ChildProcess? child)
    {
        if (child is not null)
        {
            await child.TerminateAsync();
            await child.Exited.OrFail("the service's end", child.Told);
            told.Add(child.Told());
            await child.DisposeAsync();
        }
    }
}
