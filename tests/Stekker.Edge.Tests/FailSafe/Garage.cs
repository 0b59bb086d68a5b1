using System.Collections.Immutable;
using System.Net;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;
using ChargePointSettings = Stekker.Edge.Core.Configuration.ChargePointSettings;
using Phase = Stekker.Edge.Modbus.Devices.Phase;

namespace Stekker.Edge.Tests.FailSafe;

/// <summary>
/// A garage on real sockets in virtual time: two chargers by WebSocket over cables that can fail, and a grid meter by Modbus TCP that shows
/// what building and cars really draw. 3 x 25 A, of which the building may take 4 A per phase: the safe share is 10 A.
/// </summary>
internal sealed class Garage : IAsyncDisposable
{
    public const int FuseA = 25;
    public const int SafeShareA = 10;

    /// <summary>How long a limit holds when nobody renews it.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(3);

    /// <summary>A charger with more than this in its queue has been cut off.</summary>
    private const int Backlog = 5;

    private const int Volts = 230;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>By the real clock: a busy machine may take its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly DeviceDescription Sdm630 = DeviceCatalogue.Find("sdm630")!;

    private readonly RegisterBank bank = DeviceSimulator.NewBank(Sdm630);
    private readonly ModbusUnits units = new();
    private readonly ModbusTcpServer meter;
    private readonly CancellationTokenSource off = new();
    private readonly List<Task> running = [];
    private readonly TempDirectory home = new();
    private readonly TempDirectory data;
    private readonly SmallDisk? disk;
    private bool meterIsSilent;

    private Garage(VirtualTime time, bool smallDisk)
    {
        Time = time;
        disk = smallDisk ? SmallDisk.Tmpfs(home.File("disk"), "size=2m") : null;
        data = disk is null ? home : new TempDirectory(disk.Path);
        units[1] = bank;
        units.Faults = (_, _) => meterIsSilent ? new Fault.Hangup() : null;
        meter = new ModbusTcpServer(units, new IPEndPoint(IPAddress.Loopback, 0), time);
        ShowOnMeter();
    }

    public VirtualTime Time { get; }

    public RunningSite Site { get; private set; } = null!;

    public ImmutableArray<ScriptedChargePoint> Chargers { get; private set; } = [];

    public ImmutableArray<Cable> Cables { get; private set; } = [];

    public decimal BuildingA { get; set; } = 2;

    /// <summary>What flows through the fuse on L1; all cars here take the same on each phase.</summary>
    public decimal FlowingA => BuildingA + Chargers.Sum(DrawnA);

    /// <summary>Longest time the fuse was above its value so far.</summary>
    public int MostSecondsOver { get; private set; }

    private int secondsOver;

    public SteeringState Steering => Site.Loop.Snapshot.Steering;

    /// <param name="wakesAt">What the clock shows at first; null is a right one.</param>
    public static async Task<Garage> OpenAsync(DateTimeOffset? wakesAt = null, bool smallDisk = false)
    {
        Garage garage = new(new VirtualTime(), smallDisk);
        bool clockTrusted = wakesAt is null;
        if (wakesAt is { } past)
        {
            garage.Time.SetUtc(past);
        }

        await garage.StartSiteAsync(clockTrusted);
        garage.Cables = [new Cable(garage.Site.Address), new Cable(garage.Site.Address)];
        garage.Chargers = [garage.Charger(0), garage.Charger(1)];
        await garage.Site.AskAsync(id => new SiteEvent.CardsPut(id, [Card]));
        await garage.UntilAsync(() => garage.Site.Loop.Snapshot.ChargePoints.Count(c => c.Capabilities is not null && c.Connectors.Count > 0) == 2);
        await garage.PassAsync(3);
        return garage;
    }

    public Task StartSiteAsync(bool clockTrusted = true) => StartAsync(Configuration(clockTrusted));

    /// <summary>A car that would take 32 A on three phases.</summary>
    public async Task PlugInAsync(int charger)
    {
        Chargers[charger].PlugIn(1, PhasePower.Of(3, 32), socPercent: 30);
        Assert.Equal(AuthorizationStatus.Accepted, await Chargers[charger].PresentCardAsync(1, "CARD").OrFail());
        await UntilAsync(() => Connector(charger).Session is { HasOpenTransaction: true } && Chargers[charger].Connectors[0].TransactionId is not null);
    }

    public decimal OfferedA(int charger) => Chargers[charger].Connectors[0].OfferedA;

    public decimal DrawnA(ScriptedChargePoint charger) => charger.Connectors[0].Power.L1W / (decimal)Volts;

    public Core.ChargePoints.Connector Connector(int charger) => Site.Find(IdOf(charger))!.Connectors.Find(1)!;

    public Grant Grant(int charger) => Steering.GrantOf(IdOf(charger), 1)!.Value;

    public bool HasAlert(string id) => Site.Loop.Snapshot.Alerts.Find(id) is not null;

    public SmallDisk Disk => disk!;

    public void SilenceMeter(bool silent) => meterIsSilent = silent;

    /// <summary>Second by second, with all that follows from each: ticks, readings, orders, samples.</summary>
    public async Task PassAsync(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            ShowOnMeter();
            await Time.TimerDueIn(Second).OrFail();
            await MostlyAsync(EverybodyWaits);
            Time.Advance(Second);
            secondsOver = FlowingA > FuseA ? secondsOver + 1 : 0;
            MostSecondsOver = Math.Max(MostSecondsOver, secondsOver);
            TimeSpan now = Site.Loop.Clock.Read().Elapsed;
            if (!meterIsSilent)
            {
                await MostlyAsync(() => Steering.Grid?.At == now);
            }

            await MostlyAsync(() => AllHaveSpoken(now));
            await UntilAsync(NothingUnderWay);
        }
    }

    /// <summary>
    /// A charger waits longer with each try; time passes until it is back. What had waited in its queue is sent within a moment, as it is
    /// over any real line: minutes of the site's time do not pass meanwhile.
    /// </summary>
    public async Task UntilReconnectedAsync(int charger)
    {
        for (int i = 0; i < 300 && Site.Find(IdOf(charger)) is not { IsConnected: true }; i++)
        {
            await PassAsync(1);
        }

        Assert.True(Site.Find(IdOf(charger))!.IsConnected);
        await UntilAsync(() => Chargers[charger].Transactions.Count == 0);
    }

    /// <summary>The meter answers again: time passes until it is read.</summary>
    public async Task UntilMeterIsHeardAsync()
    {
        for (int i = 0; i < 60 && Site.Loop.Clock.Read().Elapsed - Steering.Grid!.At > Second; i++)
        {
            Time.Advance(Second);
            await Site.SettleAsync();
        }
    }

    /// <summary>
    /// Waits for what comes in almost every second. A unit in its back-off, or a charger that dials again, is not waited for for ever: then
    /// it comes a second later, as it may on a real site.
    /// </summary>
    private async Task MostlyAsync(Func<bool> isSo)
    {
        long since = TimeProvider.System.GetTimestamp();
        while (!isSo() && TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            await Site.SettleAsync();
        }
    }

    /// <summary>Time may move: the tick, the meter's poller and every charger that samples wait for the next second. Else they would miss it.</summary>
    private bool EverybodyWaits()
    {
        int waits = 1 + (meterIsSilent ? 0 : 1);
        for (int i = 0; i < Chargers.Length; i++)
        {
            waits += Speaks(i) ? 1 : 0;
        }

        return Time.TimersDueIn(Second) >= waits;
    }

    public async Task UntilAsync(Func<bool> isSo)
    {
        try
        {
            await Site.UntilAsync(isSo);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"waited in vain at {Site.Loop.Clock.Read().Elapsed}; grid read at {Steering.Grid?.At}; "
                + string.Join("; ", Site.Loop.Snapshot.ChargePoints.Select(c => $"{c.Id} connected {c.IsConnected}, heard at {c.Connectors.Find(1)?.Live?.At}"))
                + "; on their way " + string.Join(", ", Steering.Writer.Limits.Select(l => $"{l.ChargePointId} {l.Pending}"))
                + "; queues " + string.Join(", ", Chargers.Select(c => c.Transactions.Count))
                + "; log " + string.Join(" / ", Site.Log.Lines.All.TakeLast(5)));
        }
    }

    /// <summary>The process is gone, as by kill -9: nobody says good-bye with a limit.</summary>
    public Task KillSiteAsync() => Site.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        foreach (Cable cable in Cables)
        {
            cable.Dispose();
        }

        foreach (Task run in running)
        {
            await run.ContinueWith(static _ => { }, TaskScheduler.Default).OrFail();
        }

        await Site.DisposeAsync();
        foreach (ScriptedChargePoint charger in Chargers)
        {
            charger.Dispose();
        }

        await meter.DisposeAsync();
        off.Dispose();
        disk?.Dispose();
        home.Dispose();
    }

    private static string IdOf(int charger) => charger == 0 ? "CP01" : "CP02";

    private static Core.Cards.Card Card { get; } = new(
        Core.Cards.IdTag.TryParse("CARD")!.Value, "Ada", new Core.Cards.CardScope(Core.Cards.CardScopeKind.Site), null, Core.Cards.CardPriority.Normal, true, null, null);

    /// <summary>Whoever charges on a live line has sent this second's sample, and nothing waits behind it: the next would come a second late.</summary>
    private bool AllHaveSpoken(TimeSpan now)
    {
        for (int i = 0; i < Chargers.Length; i++)
        {
            if (Speaks(i) && !(Chargers[i].Transactions.Count == 0 && Connector(i).Live is { } live && live.At >= now))
            {
                return false;
            }
        }

        return true;
    }

    private bool Speaks(int charger) =>
        Site.Find(IdOf(charger)) is { IsConnected: true } && Chargers[charger].IsOnline && !IsDead(IdOf(charger)) && Chargers[charger].Transactions.Count <= Backlog
        && Chargers[charger].Connectors[0].TransactionId is not null;

    /// <summary>A line that is cut has nothing under way that could end.</summary>
    private bool NothingUnderWay() => Steering.Writer.Limits.All(l => l.Pending is null || Site.Find(l.ChargePointId) is not { IsConnected: true } || IsDead(l.ChargePointId));

    private bool IsDead(string id) => Deaf.Contains(id);

    /// <summary>Chargers whose answers cannot come.</summary>
    public HashSet<string> Deaf { get; } = [];

    private async Task StartAsync(SiteConfiguration configuration) => Site = await RunningSite.StartAsync(configuration, data, Time);

    private SiteConfiguration Configuration(bool clockTrusted) => new()
    {
        SiteId = "garage",
        Grid = new GridSettings { Fuse = Amperes.FromWhole(FuseA), FallbackBaseLoad = new Watts(3 * 4 * Volts) },
        Ocpp = new OcppRules { Listen = "127.0.0.1:0", MeterValueSampleInterval = TimeSpan.FromSeconds(1), PingInterval = TimeSpan.FromHours(1) },
        Balancing = new BalancingSettings { Writer = WriterSettings.Default with { Duration = Lasts, RenewBefore = TimeSpan.FromSeconds(30) } },
        Clock = new ClockRules { AlwaysTrusted = clockTrusted },
        ChargePoints = [new ChargePointSettings("CP01", null, null, [new ConnectorSettings(1, null, "L1,L2,L3")], null), new ChargePointSettings("CP02", null, null, [new ConnectorSettings(1, null, "L1,L2,L3")], null)],
        Meters =
        [
            new MeterSettings
            {
                Id = "grid",
                Role = Core.Configuration.MeterRole.Grid,
                Device = "sdm630",
                Line = new MeterLine.Tcp("127.0.0.1", meter.Endpoint.Port),
                UnitId = 1,
                Interval = Second,
            },
        ],
    };

    private ScriptedChargePoint Charger(int charger)
    {
        ChargerClock clock = new(Time);
        Ocpp.ChargePoint.ChargePointSettings built = new()
        {
            Seed = charger,
            Peer = new Ocpp.Rpc.OcppPeerOptions { Observer = (_, frame) => clock.SetBy(frame) },
        };
        ScriptedChargePoint scripted = new(new WebSocketDialer(Cables[charger].Address, IdOf(charger)), built, clock);
        running.Add(scripted.RunAsync(off.Token));
        return scripted;
    }

    private void ShowOnMeter()
    {
        double flowing = (double)FlowingA;
        ReadingValues values = new();
        foreach (Phase line in (ReadOnlySpan<Phase>)[Phase.L1, Phase.L2, Phase.L3])
        {
            values[Quantity.Current, line] = flowing;
            values[Quantity.Voltage, line] = Volts;
            values[Quantity.Power, line] = flowing * Volts;
        }

        values[Quantity.Power] = 3 * flowing * Volts;
        DeviceSimulator.Fill(bank, Sdm630, values);
    }
}
