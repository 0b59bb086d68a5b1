using Microsoft.Extensions.Logging.Abstractions;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Loop;

/// <summary>A running loop with CP01 configured, hands that only note what they were told, and a clock that moves when told.</summary>
internal sealed class LoopBench : ISiteHands, IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();

    public LoopBench(ILedger ledger, LedgerContents? contents = null)
    {
        SiteClock clock = new(Time, _ => true);
        SiteConfiguration configuration = new() { SiteId = "test", ChargePoints = [new ChargePointSettings("CP01", null, null, [], null)] };
        Loop = new SiteLoop(
            SiteState.Restore(configuration, contents ?? LedgerContents.Empty, clock.Read()), clock, new LedgerBacklog(ledger), NullLogger<SiteLoop>.Instance);
        Running = Task.Run(() => Loop.RunAsync(this, stop.Token));
    }

    public VirtualTime Time { get; } = new();

    public SiteLoop Loop { get; }

    public Task Running { get; }

    public Seen<Order> Orders { get; } = new();

    public void Instruct(string chargePointId, Order order) => Orders.Add(order);

    public void Disconnect(string chargePointId, string why)
    {
    }

    public Task<Reply> AskAsync(Func<RequestId, SiteEvent.Asked> make) => Loop.AskAsync(make, CancellationToken.None).OrFail();

    /// <summary>All that was posted before has been handled.</summary>
    public Task SettleAsync() => AskAsync(id => new SiteEvent.Heartbeat(id, "CP01"));

    public async Task ConnectAsync(string id = "CP01")
    {
        await Loop.PostAsync(new SiteEvent.Connected(id, 1, "ocpp1.6", "here"), CancellationToken.None);
        await SettleAsync();
    }

    public async Task<int> StartAsync(int connectorId, string idTag = "CARD") => Assert.IsType<Reply.TransactionStart>(await AskStartAsync(connectorId, idTag)).TransactionId;

    public Task<Reply> AskStartAsync(int connectorId, string idTag = "CARD") =>
        AskAsync(id => new SiteEvent.TransactionStarted(id, "CP01", connectorId, idTag, new WattHours(1000), Time.GetUtcNow()));

    public Task<Reply> MeterAsync(int connectorId, int transactionId, long wattHours) => AskAsync(id => new SiteEvent.Metered(
        id, "CP01", connectorId, transactionId, [new MeterSample(Time.GetUtcNow(), SampleReason.Periodic, new WattHours(wattHours))]));

    public Task<Reply> AskStopAsync(int transactionId, long wattHours) => AskAsync(id => new SiteEvent.TransactionStopped(
        id, "CP01", transactionId, null, new WattHours(wattHours), Time.GetUtcNow(), StopReason.Local, []));

    /// <summary>Time passes, and the loop notices.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        Time.Advance(span);
        Loop.PostLatest("tick", new SiteEvent.Tick());
        await SettleAsync();
    }

    public void Stop() => stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Running.ContinueWith(_ => { }, TaskScheduler.Default).OrFail();
        stop.Dispose();
    }
}
