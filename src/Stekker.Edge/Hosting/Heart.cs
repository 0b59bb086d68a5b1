using Stekker.Edge.CentralSystem;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;

namespace Stekker.Edge.Hosting;

/// <summary>Keeps the loop running and its second ticking.</summary>
public sealed partial class Heart(SiteLoop loop, ChargePointLines lines, TimeProvider time, ILogger<Heart> log) : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private Task ticking = Task.CompletedTask;

    public SiteLoop Loop => loop;

    public Task Completion => running;

    public void Start()
    {
        running = Task.Run(RunAsync);
        ticking = Task.Run(TickAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await ticking.ConfigureAwait(false);
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (InvariantBrokenException)
        {
            // Said when it happened; whoever waits for Completion has seen it.
        }

        stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await loop.RunAsync(lines, stop.Token).ConfigureAwait(false);
        }
        catch (InvariantBrokenException e)
        {
            LogBroken(log, e);
            throw;
        }
    }

    private async Task TickAsync()
    {
        using PeriodicTimer timer = new(Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token).ConfigureAwait(false))
            {
                loop.PostLatest("tick", new SiteEvent.Tick());
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    [LoggerMessage(LogLevel.Critical, "Our own mistake; restarting. Chargers keep their fallback limits meanwhile")]
    private static partial void LogBroken(ILogger log, Exception e);
}
