using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;
using Stekker.Edge.Hosting;
using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Cli.Demo;

/// <summary>The daemon in this process on a free port, and the twin beside it, connected by real sockets only.</summary>
internal sealed class DemoSite : IAsyncDisposable
{
    private readonly Daemon daemon;
    private readonly ControlClient desk;

    private DemoSite(Daemon daemon, ControlClient desk, SocketSite twin, TimeProvider clock)
    {
        this.daemon = daemon;
        this.desk = desk;
        Twin = twin;
        Clock = clock;
    }

    public TimeProvider Clock { get; }

    public Uri Address => daemon.OcppAddress;

    /// <summary>What 'stekker-edge status', 'cards' and the others use: the daemon's control door.</summary>
    public ISiteDesk Desk => desk;

    public SocketSite Twin { get; }

    /// <exception cref="Storage.LedgerUnavailableException">The data directory cannot be used.</exception>
    public static async Task<DemoSite> StartAsync(string data, double speed, CancellationToken cancel)
    {
        DemoClock clock = new();
        clock.Account(data, DemoCast.ImportSoFar);
        SocketSite twin = new(DemoCast.Twin(speed), clock);
        Daemon? daemon = null;
        try
        {
            daemon = await Daemon.StartAsync(new DaemonOptions(DemoCast.Configuration(twin.Meters), data, TextWriter.Null), clock);
            ControlClient desk = await ControlClient.FindAsync(data, cancel) ?? throw new CommandFailedException("the daemon's control door did not open");
            twin.Start(daemon.OcppAddress);
            return new DemoSite(daemon, desk, twin, clock);
        }
        catch
        {
            await twin.DisposeAsync();
            if (daemon is not null)
            {
                await daemon.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Twin.DisposeAsync();
        desk.Dispose();
        await daemon.DisposeAsync();
    }
}
