using System.Net.WebSockets;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Hosting;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Support;

/// <summary>A whole daemon in this process, on a free port, a directory of its own and a clock that moves when told.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly bool ownsData;
    private Daemon? daemon;

    private RunningSite(Daemon daemon, TempDirectory data, bool ownsData, LogLines log, VirtualTime time)
    {
        this.daemon = daemon;
        this.ownsData = ownsData;
        Data = data;
        Log = log;
        Time = time;
        Address = daemon.OcppAddress;
        Loop = daemon.Loop;
        Stopped = daemon.Stopped;
    }

    public TempDirectory Data { get; }

    public LogLines Log { get; }

    public VirtualTime Time { get; }

    public Uri Address { get; }

    public SiteLoop Loop { get; }

    public Task Stopped { get; }

    /// <summary>CP01 is configured, others are as the site's rule says.</summary>
    public static SiteConfiguration Configuration { get; } = new()
    {
        SiteId = "test",

        // So large that no test meets it by accident.
        Grid = new GridSettings { Fuse = Core.Units.Amperes.FromWhole(100) },
        Ocpp = new OcppRules { Listen = "127.0.0.1:0" },
        ChargePoints = [new ChargePointSettings("CP01", null, null, [], null)],
    };

    public static async Task<RunningSite> StartAsync(SiteConfiguration? configuration = null, TempDirectory? data = null, VirtualTime? time = null)
    {
        TempDirectory directory = data ?? new TempDirectory();
        VirtualTime clock = time ?? new VirtualTime();
        LogLines log = new();
        Daemon daemon = await Daemon.StartAsync(new DaemonOptions(configuration ?? Configuration, directory.Path, log), clock);
        return new RunningSite(daemon, directory, data is null, log, clock);
    }

    public static SiteConfiguration With(Func<OcppRules, OcppRules> change) => Configuration with { Ocpp = change(Configuration.Ocpp) };

    public ChargePoint? Find(string id) => Loop.Snapshot.ChargePoints.Find(id);

    public Task<Reply> AskAsync(Func<RequestId, SiteEvent.Asked> make) => Loop.AskAsync(make, CancellationToken.None).OrFail();

    /// <summary>All that was posted before has been handled.</summary>
    public Task SettleAsync() => AskAsync(id => new SiteEvent.Heartbeat(id, "nobody"));

    /// <summary>Round by round, until it is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await SettleAsync();
        }
    }

    /// <summary>Second by second, so that each brings its tick.</summary>
    public async Task PassAsync(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            await Time.TimerDueIn(Second).OrFail();
            Time.Advance(Second);
            await SettleAsync();
        }
    }

    public async Task<ClientWebSocket> DialAsync(string id, string? subprotocol = "ocpp1.6")
    {
        ClientWebSocket socket = new();
        if (subprotocol is not null)
        {
            socket.Options.AddSubProtocol(subprotocol);
        }

        await socket.ConnectAsync(new Uri(Address, id), CancellationToken.None).OrFail();
        return socket;
    }

    /// <summary>What a freshly started daemon would find.</summary>
    public async Task<LedgerContents> StopAndLoadAsync()
    {
        await StopAsync();
        return Ledgers.Reloaded(Data);
    }

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref daemon, null) is { } running)
        {
            await running.DisposeAsync().AsTask().OrFail();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (ownsData)
        {
            Data.Dispose();
        }
    }
}
