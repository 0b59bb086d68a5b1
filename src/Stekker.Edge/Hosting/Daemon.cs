using System.Net;
using System.Net.Sockets;
using Stekker.Edge.CentralSystem;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Cloud;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Loop;
using Stekker.Edge.Meters;
using Stekker.Edge.Prices;
using Stekker.Edge.Storage;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Hosting;

/// <param name="Output">Where the log's plain lines go.</param>
/// <param name="LogFile">A size-capped log file beside them; null for none.</param>
/// <param name="Manager">Who starts this process again; a loop that hangs ends the process then. Null where this is a part of another process.</param>
public sealed record DaemonOptions(
    SiteConfiguration Configuration, string DataDirectory, TextWriter Output, string? LogFile = null, ServiceManager? Manager = null)
{
    /// <summary>Where the configuration comes from, for a cloud that may change it; null where it may not.</summary>
    internal Cloud.Configuring.SiteSources? Sources { get; init; }

    /// <summary>The file that tells of this process's run; null where this is a part of another process.</summary>
    public Upkeep.RunFile? Run { get; init; }

    /// <summary>How the cloud's broker is dialled; null for libmosquitto.</summary>
    public Cloud.Link.CloudDialer? Dial { get; init; }

    /// <summary>Where root's updater says what it does; null on a box without one.</summary>
    public string? UpdaterDirectory { get; init; } = UpdaterRecord.UsualPlace;

    /// <summary>The maker's public keys.</summary>
    public string UpdateKeyFile { get; init; } = UpdateKeys.UsualFile;
}

/// <summary>The running appliance: the ledger, the loop and the doors, put together and taken apart in order.</summary>
public sealed partial class Daemon : IAsyncDisposable
{
    private readonly WebServer server;
    private readonly Ledger ledger;
    private readonly ControlSocket socket;
    private readonly Heart heart;
    private readonly ChargePointLines lines;
    private readonly MeterRoom meters;
    private readonly PriceFetcher prices;
    private readonly CloudRoom? cloud;
    private readonly BoxCare care;
    private readonly Restarting restarting;
    private readonly Updates updates;
    private readonly ServiceManager? manager;
    private readonly CancellationTokenSource stopping = new();
    private Watchdog? watchdog;

    private Daemon(
        WebServer server,
        Ledger ledger,
        ControlSocket socket,
        Heart heart,
        ChargePointLines lines,
        MeterRoom meters,
        PriceFetcher prices,
        CloudRoom? cloud,
        BoxCare care,
        Restarting restarting,
        Updates updates,
        ServiceManager? manager)
    {
        this.server = server;
        this.ledger = ledger;
        this.socket = socket;
        this.heart = heart;
        this.lines = lines;
        this.meters = meters;
        this.prices = prices;
        this.cloud = cloud;
        this.care = care;
        this.restarting = restarting;
        this.updates = updates;
        this.manager = manager;
    }

    public SiteLoop Loop => heart.Loop;

    /// <summary>Where chargers connect, with the port really taken: ws://127.0.0.1:8887/ocpp/.</summary>
    public Uri OcppAddress { get; private set; } = new("ws://localhost/");

    /// <exception cref="LedgerUnavailableException">The data directory cannot be used, or another daemon uses it.</exception>
    /// <exception cref="IOException">An address is taken.</exception>
    public static async Task<Daemon> StartAsync(DaemonOptions options, TimeProvider time)
    {
        LedgerOpening opening = Ledger.Open(options.DataDirectory, time, new Random());
        Ledger ledger = opening.Ledger;
        Daemon? daemon = null;
        try
        {
            LedgerContents contents = ledger.Load();
            HostClock host = new(NewestStamp(contents), options.Configuration.Clock.AlwaysTrusted);
            SiteClock clock = new(time, host.IsTrusted);
            LedgerRecords records = new(ledger);
            ControlSocket socket = ControlSocket.In(options.DataDirectory);
            socket.RemoveStale();
            OcppDoor door = new(options.Configuration.Ocpp, () => time.GetUtcNow() is var utc && host.IsTrusted(utc) ? utc : null, time);
            WebServer server = Web.Build(options, door, socket);
            ILoggerFactory logs = server.Logs;
            SiteLoop loop = new(SiteState.Restore(options.Configuration, contents, clock.Read()), clock, new LedgerBacklog(records), logs.CreateLogger<SiteLoop>());
            ChargePointLines lines = new(loop, logs.CreateLogger<ChargePointLines>());
            Heart heart = new(loop, lines, time, logs.CreateLogger<Heart>());
            MeterRoom meters = new(options.Configuration, loop, time, logs.CreateLogger<MeterRoom>());
            PriceFetcher prices = new(loop, time, Random.Shared.NextDouble, logs.CreateLogger<PriceFetcher>());
            DaemonSite site = new(loop, lines);
            SiteDesk desk = new(site, records, site);
            OcppLog ocppLog = new(time);
            Restarting restarting = new(() => loop.Snapshot, time);
            Updates updates = new(
                options.UpdaterDirectory is { } updater ? new UpdaterRecord(updater) : null,
                options.DataDirectory,
                options.UpdateKeyFile,
                options.Configuration.Cloud?.CaFile,
                ProductVersion.Text,
                new UpdateSurroundings(() => loop.Snapshot, () => site.CloudStanding is { IsConnected: true }, () => loop.TicksTaken),
                time,
                logs.CreateLogger<Updates>());
            site.Updates = updates;
            CloudRoom? cloud = CloudParts.Make(options, site, desk, records, loop, ocppLog, restarting, updates, time, logs);
            site.Cloud = cloud;
            Doorkeeper doorkeeper = new(door.Limits, door.Complaints, time, logs.CreateLogger<Doorkeeper>());
            BoxSenses senses = new(options.Run is null ? () => null : FlashCounter.Bytes, () => Disks.RoomOf(options.DataDirectory));
            BoxCare care = new(loop, options.DataDirectory, options.Run, senses, time, logs.CreateLogger<BoxCare>());
            site.Care = care;
            daemon = new Daemon(server, ledger, socket, heart, lines, meters, prices, cloud, care, restarting, updates, options.Manager);
            heart.Start();
            daemon.watchdog = options.Manager is { } manager ? Watchdog.Start(() => loop.TicksTaken, manager, options.Run) : null;
            meters.Start();
            prices.Start();
            cloud?.Start();
            care.Start();
            await Web.ServeAsync(
                server,
                new OcppEndpoint(loop, lines, ocppLog, doorkeeper, time, logs.CreateLogger<OcppEndpoint>()),
                new ControlDoor(desk, new OcppLogFeed(ocppLog, site, daemon.stopping.Token), logs.CreateLogger<ControlDoor>())).ConfigureAwait(false);
            socket.Guard();
            daemon.OcppAddress = Address(server, options.Configuration);
            ILogger log = logs.CreateLogger<Daemon>();
            string[] notes =
            [
                .. opening.Notes,
                .. options.Run?.Found is { } died ? [$"The run before this one died. {died.What.Split('\n')[0]}"] : (string[])[],
                .. options.Run is null ? [] : SelfCheck.Look(options.Configuration, options.DataDirectory, clock.Read().Utc, isLookedAfter: true),
            ];
            foreach (string note in notes)
            {
                LogNote(log, note);
            }

            LogReady(log, $"{daemon.OcppAddress}");
            options.Manager?.SayReady();
            return daemon;
        }
        catch (Exception e)
        {
            if (daemon is not null)
            {
                await daemon.DisposeAsync().ConfigureAwait(false);
            }

            ledger.Dispose();
            if (e is SocketException refused)
            {
                throw new IOException($"Chargers cannot connect to {options.Configuration.Ocpp.Listen} (ocpp.listen): {refused.Message}.", e);
            }

            throw;
        }
    }

    /// <summary>Done when it is to be stopped and started again.</summary>
    public Task RestartDue => restarting.Due;

    /// <summary>Ends when the loop ends: by a stop, or by a mistake of ours that a restart has to mend.</summary>
    public Task Stopped => heart.Completion;

    /// <summary>Lines first (chargers keep what was not answered), then the loop with what is in its inbox, then the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!restarting.Due.IsCompleted)
        {
            manager?.SayStopping();
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        watchdog?.Dispose();
        restarting.Dispose();
        if (cloud is not null)
        {
            await cloud.DisposeAsync().ConfigureAwait(false);
        }

        await care.DisposeAsync().ConfigureAwait(false);
        updates.Dispose();

        await prices.DisposeAsync().ConfigureAwait(false);
        await meters.DisposeAsync().ConfigureAwait(false);
        await lines.CloseAllAsync("this site restarts").ConfigureAwait(false);
        await server.StopAsync().ConfigureAwait(false);
        await heart.DisposeAsync().ConfigureAwait(false);
        try
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The log file found no room for its last lines; the ledger is closed in order all the same.
        }

        ledger.Dispose();
        socket.Dispose();
        stopping.Dispose();
    }

    /// <summary>Time cannot be before what was written down with a trusted clock.</summary>
    private static DateTimeOffset NewestStamp(LedgerContents contents)
    {
        DateTimeOffset newest = DateTimeOffset.UnixEpoch;
        foreach (Session session in contents.Sessions)
        {
            foreach (Stamp? stamp in (ReadOnlySpan<Stamp?>)[session.PluggedIn, session.Transaction?.Started, session.Unplugged])
            {
                newest = stamp is { Trusted: true } known && known.Utc > newest ? known.Utc : newest;
            }
        }

        return newest;
    }

    private static Uri Address(WebServer server, SiteConfiguration site)
    {
        IPEndPoint asked = ListenAddress.Parse(site.Ocpp.Listen);
        string address = server.Addresses.First(a => !a.Contains("unix:", StringComparison.Ordinal));
        Uri bound = new(address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
        string host = asked.Address.Equals(IPAddress.Any) || asked.Address.Equals(IPAddress.IPv6Any) ? "0.0.0.0" : bound.Host;
        return new Uri($"{(bound.Scheme == Uri.UriSchemeHttps ? "wss" : "ws")}://{host}:{bound.Port}/ocpp/");
    }

    [LoggerMessage(LogLevel.Information, "Ready: chargers connect by OCPP on {Address}")]
    private static partial void LogReady(ILogger log, string address);

    [LoggerMessage(LogLevel.Warning, "{Note}")]
    private static partial void LogNote(ILogger log, string note);
}
