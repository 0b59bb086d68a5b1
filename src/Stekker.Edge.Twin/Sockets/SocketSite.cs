using System.Collections.Immutable;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Sockets;

/// <summary>
/// The twin on real sockets: chargers that dial, meters that answer, and between them the currents of building, sun and cars. Speed hastens
/// what a person would have to wait for (the sun, the building's day, batteries that fill); how cars and chargers react, and what meters count,
/// stays in real time, so that a controller meets the same physics at any speed.
/// </summary>
public sealed class SocketSite : IAsyncDisposable
{
    private static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>A machine that is held up for longer holds up the world too: its pause is nobody's excess.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly SocketSiteSettings settings;
    private readonly TimeProvider time;
    private readonly Building building;
    private readonly SolarRoof roof;
    private readonly CancellationTokenSource closing = new();
    private readonly Dictionary<string, SocketCharger> chargers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExtraLoad> extra = new(StringComparer.Ordinal);
    private readonly double[] nowA = new double[3];
    private readonly List<Task> running = [];
    private TimeSpan at;
    private double importWh;
    private double exportWh;
    private double producedWh;

    public SocketSite(SocketSiteSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        WorldSettings world = settings.World;
        Dice dice = new(settings.Seed);
        building = new Building(world.Kind, world.Building, world.GridPhases, world.VoltageV, dice.For("building"));
        roof = new SolarRoof(world.Solar, world.Location, world.GridPhases, world.VoltageV, dice.For("sun"));
        Fuse = new FuseWatch(settings.FuseA);
        Meters = new SocketMeters(world.VoltageV, time);
        Flow(TimeSpan.Zero);
    }

    public SocketMeters Meters { get; }

    public FuseWatch Fuse { get; }

    /// <summary>The clock on the wall of this world.</summary>
    public DateTimeOffset Clock => settings.World.Start + (at * settings.Speed);

    /// <summary>Everything starts to move, and the chargers dial.</summary>
    /// <param name="centralSystem">As ws://127.0.0.1:8887/ocpp/.</param>
    public void Start(Uri centralSystem)
    {
        for (int i = 0; i < settings.Chargers.Length; i++)
        {
            SocketChargerSettings charger = settings.Chargers[i];
            SocketCharger made = new(charger, settings.World.GridPhases, settings.World.VoltageV, centralSystem, i, time);
            chargers.Add(charger.Evse.ChargePointId, made);
            running.Add(made.RunAsync(closing.Token));
        }

        running.Add(Task.Run(LiveAsync));
    }

    public bool IsOnline(string id) => chargers[id].IsOnline;

    /// <summary>A car is plugged in and a card held to the reader.</summary>
    public async Task<AuthorizationStatus> ArriveAsync(string id, string idTag, CarSettings car, double fraction, CancellationToken cancel)
    {
        lock (gate)
        {
            long batteryWh = Math.Max(1, (long)(car.Battery.Value / settings.Speed));
            chargers[id].PlugIn(new Car(car with { Battery = new(batteryWh) }, fraction), at);
        }

        return await chargers[id].PresentCardAsync(idTag, cancel).ConfigureAwait(false);
    }

    public void Leave(string id) => Do(id, c => c.Unplug(at));

    /// <summary>What the charger's register shows.</summary>
    public int MeterWh(string id) => chargers[id].MeterWh;

    public void PullCable(string id) => chargers[id].PullCable();

    public void PutCableBack(string id) => chargers[id].PutCableBack();

    public void StopObeying(string id) => Do(id, c => c.Evse.Fault = LimitFault.Ignores);

    public void ObeyAgain(string id) => Do(id, c => c.Evse.Mend(at));

    /// <summary>A load of the building that somebody switches on or off: per phase in amperes.</summary>
    public void Switch(ExtraLoad load, bool on)
    {
        lock (gate)
        {
            extra.Remove(load.Name);
            if (on)
            {
                extra.Add(load.Name, load);
            }
        }
    }

    /// <summary>All that the chargers had to tell of transactions has arrived.</summary>
    public Task WhenDelivered() => Task.WhenAll(chargers.Values.Select(static c => c.WhenDelivered()));

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        foreach (SocketCharger charger in chargers.Values)
        {
            charger.Dispose();
        }

        await Meters.DisposeAsync().ConfigureAwait(false);
        closing.Dispose();
    }

    private void Do(string id, Action<SocketCharger> act)
    {
        lock (gate)
        {
            act(chargers[id]);
        }
    }

    private async Task LiveAsync()
    {
        using PeriodicTimer timer = new(StepEvery, time);
        long before = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token).ConfigureAwait(false))
            {
                long now = time.GetTimestamp();
                TimeSpan past = time.GetElapsedTime(before, now);
                before = now;
                lock (gate)
                {
                    Step(past < LongestStep ? past : LongestStep);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private void Step(TimeSpan during)
    {
        at += during;
        foreach (SocketCharger charger in chargers.Values)
        {
            charger.Step(at, during);
        }

        Flow(during);
    }

    /// <summary>What flows at the connection now, told to the meters and the fuse.</summary>
    private void Flow(TimeSpan during)
    {
        building.AdvanceTo(at * settings.Speed, Clock);
        roof.AdvanceTo(at * settings.Speed, Clock);
        double powerW = 0;
        int phases = settings.World.GridPhases;
        for (int p = 0; p < phases; p++)
        {
            double amperes = building.CurrentA(p) - roof.CurrentA(p);
            foreach (ExtraLoad load in extra.Values)
            {
                amperes += load.On(p);
            }

            foreach (SocketCharger charger in chargers.Values)
            {
                amperes += charger.Evse.GridA(p);
            }

            nowA[p] = amperes;
            powerW += amperes * settings.World.VoltageV;
            Fuse.See(p, amperes, during);
        }

        double hours = during.TotalHours;
        importWh += Math.Max(0, powerW) * hours;
        exportWh += Math.Max(0, -powerW) * hours;
        producedWh += roof.PowerW * hours;
        Meters.Show(nowA.AsSpan(0, phases), importWh, exportWh, roof.PowerW, producedWh);
    }
}

/// <param name="World">Its building, sun, voltage and time; its own outlets and drivers play no part here.</param>
/// <param name="FuseA">Per phase.</param>
/// <param name="Speed">Seconds of the world in a second.</param>
public sealed record SocketSiteSettings(WorldSettings World, ImmutableArray<SocketChargerSettings> Chargers, double FuseA, double Speed, ulong Seed);

/// <param name="Name">A second one of the same name takes its place.</param>
public sealed record ExtraLoad(string Name, double L1A, double L2A = 0, double L3A = 0)
{
    public double On(int phase) => phase switch { 0 => L1A, 1 => L2A, _ => L3A };
}
