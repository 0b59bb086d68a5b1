using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Hosting;
using Stekker.Edge.Ocpp.ChargePoint;

namespace Stekker.Edge.Cli.Demo;

/// <summary>The daemon in this process on a free port, and a charger connected to it over a real WebSocket.</summary>
internal sealed class DemoSite : IAsyncDisposable
{
    public const string ChargePointId = "DEMO-01";

    private readonly Daemon daemon;
    private readonly CancellationTokenSource unplugged;
    private readonly Task charging;

    private DemoSite(Daemon daemon, ControlClient desk, ScriptedChargePoint charger, CancellationTokenSource unplugged)
    {
        this.daemon = daemon;
        this.unplugged = unplugged;
        Desk = desk;
        Charger = charger;
        charging = charger.RunAsync(unplugged.Token);
    }

    public Uri Address => daemon.OcppAddress;

    /// <summary>What 'stekker-edge cards', 'sessions' and the others use: the daemon's control door.</summary>
    public ISiteDesk Desk { get; }

    public ScriptedChargePoint Charger { get; }

    /// <exception cref="Storage.LedgerUnavailableException">The data directory cannot be used.</exception>
    public static async Task<DemoSite> StartAsync(string data, CancellationToken cancel)
    {
        SiteConfiguration configuration = new()
        {
            SiteId = "demo",
            Ocpp = new OcppRules
            {
                Listen = "127.0.0.1:0",
                UnknownChargePoints = UnknownChargePoints.Accept,
                MeterValueSampleInterval = TimeSpan.FromSeconds(1),
            },
        };
        Daemon daemon = await Daemon.StartAsync(new DaemonOptions(configuration, data, TextWriter.Null), TimeProvider.System);
        ControlClient desk = await ControlClient.FindAsync(data, cancel) ?? throw new CommandFailedException("the daemon's control door did not open");
        Ocpp.ChargePoint.ChargePointSettings settings = new() { Vendor = "Stekker", Model = "Demo", FirmwareVersion = "1.0", MeterStartWh = 1_234_500 };
        return new DemoSite(daemon, desk, new ScriptedChargePoint(new WebSocketDialer(daemon.OcppAddress, ChargePointId), settings), new CancellationTokenSource());
    }

    public async ValueTask DisposeAsync()
    {
        await unplugged.CancelAsync();
        try
        {
            await charging;
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        Charger.Dispose();
        (Desk as IDisposable)?.Dispose();
        await daemon.DisposeAsync();
        unplugged.Dispose();
    }
}
