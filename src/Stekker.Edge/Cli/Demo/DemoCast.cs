using System.Collections.Immutable;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.Sockets;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Cli.Demo;

/// <summary>Somebody with a card and a car.</summary>
/// <param name="Fraction">How full it comes.</param>
internal sealed record DemoDriver(string Name, string IdTag, string ChargePointId, CarSettings Car, double Fraction, bool HighPriority = false)
{
    public CardEntry Card => new() { IdTag = IdTag, Label = Name, Active = true, Vehicle = Vehicle.Id, Priority = HighPriority ? "high" : "normal" };

    /// <summary>Its battery is known, so that the site can tell a car that is full from one that sleeps.</summary>
    public VehicleEntry Vehicle => new() { Id = $"{Name}'s car", BatteryWh = Car.Battery.Value, Phases = Car.Phases };
}

/// <summary>Who and what is in the demo: a site of six chargers on 3 x 35 A, where fuse and contracted capacity both matter.</summary>
internal static class DemoCast
{
    public const int FuseA = 35;

    public const string TimeZone = "Europe/Amsterdam";

    private const int GtvW = 17_000;
    private const ulong Seed = 16;

    /// <summary>How fast sun, building and batteries go where nobody says.</summary>
    public const int UsualSpeed = 60;

    /// <summary>What the quarter took on average before the demo begins: a little less than was contracted.</summary>
    public static readonly Watts ImportSoFar = new(15_500);

    public static readonly DemoDriver Ada = new("Ada", "04A1B2C3D4", "CP01", new CarSettings { Phases = 3, MaxA = 16 }, 0.35);
    public static readonly DemoDriver Bob = new("Bob", "04B2C3D4E5", "CP02", new CarSettings { Phases = 1, MaxA = 32, Battery = new WattHours(40_000) }, 0.5);
    public static readonly DemoDriver Cem = new("Cem", "04C3D4E5F6", "CP03", new CarSettings { Phases = 2, MaxA = 16, Reaction = TimeSpan.FromSeconds(1.5) }, 0.4);
    public static readonly DemoDriver Dora = new("Dora", "04D4E5F6A7", "CP04", new CarSettings { Phases = 3, MaxA = 16, Battery = new WattHours(77_000) }, 0.6);
    public static readonly DemoDriver Eva = new("Eva", "04E5F6A7B8", "CP05", new CarSettings { Phases = 1, MaxA = 16, Battery = new WattHours(28_000) }, 0.89, HighPriority: true);
    public static readonly DemoDriver Finn = new("Finn", "04F6A7B8C9", "CP06", new CarSettings { Phases = 3, MaxA = 16, SleepsAfter = TimeSpan.FromSeconds(6), WakesAtA = 12 }, 0.2);

    public static readonly ImmutableArray<DemoDriver> Drivers = [Ada, Bob, Cem, Dora, Eva, Finn];

    public static readonly ExtraLoad HeatPump = new("heat pump", 8, 8, 8);
    public static readonly ExtraLoad Kitchen = new("kitchen", 12, 6);

    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(1);

    /// <summary>Chargers of several makers. The second one's phases are turned against the grid's, as installers do to spread one-phase cars.</summary>
    private static readonly ImmutableArray<SocketChargerSettings> Chargers =
    [
        new(Outlet("CP01"), "Alfen", "Eve", 812_400),
        new(Outlet("CP02", rotation: 1), "Zaptec", "Pro", 99_120),
        new(Outlet("CP03"), "Easee", "Charge", 1_204_880),
        new(Outlet("CP04"), "KEBA", "P30", 55_010, TakesWattsOnly: true),
        new(Outlet("CP05"), "Wallbox", "Copper", 7_430),
        new(Outlet("CP06"), "EVBox", "Elvi", 340_005),
    ];

    public static SocketSiteSettings Twin(double speed) => new(
        new WorldSettings
        {
            Kind = SiteKind.Office,
            Start = new DateTimeOffset(2027, 5, 11, 8, 30, 0, TimeSpan.FromHours(1)),
            Building = new BuildingSettings(new Watts(900), new Watts(3_500), 0),
            Solar = [new SolarArraySettings("roof", 24, new Watts(410), 150, 30, new Watts(8_000))],
        },
        Chargers,
        FuseA,
        speed,
        Seed);

    private static MeterSettings Meter(string id, MeterRole role, string device, MeterLine line, int unit) =>
        new() { Id = id, Role = role, Device = device, Line = line, UnitId = unit, Interval = TimeSpan.FromSeconds(1) };

    /// <summary>
    /// The site as its installer would have written it down. Only patience is shorter than a real site's, where minutes matter to cars: nobody
    /// looks at a demo for an hour. The chargers have no flash to spare either, so their budget of writes is larger.
    /// </summary>
    public static SiteConfiguration Configuration(SocketMeters meters) => new()
    {
        SiteId = "demo",
        TimeZone = TimeZone,
        Grid = new GridSettings { Fuse = Amperes.FromWhole(FuseA), Gtv = new Watts(GtvW), FallbackBaseLoad = new Watts(4_000) },
        Ocpp = new OcppRules { Listen = "127.0.0.1:0", MeterValueSampleInterval = SampleEvery },
        Clock = new ClockRules { AlwaysTrusted = true },
        ChargePoints = [.. Chargers.Select(c => new ChargePointSettings(c.Evse.ChargePointId, null, null, [new ConnectorSettings(1, null, WiringOf(c.Evse))], null))],
        Meters =
        [
            Meter("grid", MeterRole.Grid, SocketMeters.GridDevice, meters.Network, SocketMeters.GridUnit),
            Meter("roof", MeterRole.Solar, SocketMeters.InverterDevice, meters.Line, SocketMeters.InverterUnit),
        ],
        Balancing = new BalancingSettings
        {
            Balancer = new BalancerSettings
            {
                MinOn = TimeSpan.FromSeconds(8),
                MinOff = TimeSpan.FromSeconds(3),
                Slot = TimeSpan.FromSeconds(20),
                MaxWait = TimeSpan.FromSeconds(45),
                IdleAfter = TimeSpan.FromSeconds(6),
                ParkedAfter = TimeSpan.FromSeconds(12),
                WakeAfter = TimeSpan.FromSeconds(5),
                WakeFor = TimeSpan.FromSeconds(10),
                WakeEvery = TimeSpan.FromSeconds(12),
                RaiseDelay = TimeSpan.FromSeconds(2),
                ObeyWithin = TimeSpan.FromSeconds(6),
            },
            Writer = new WriterSettings { WritesPerDay = 600, HeldBackAtMost = TimeSpan.FromSeconds(15) },
        },
    };

    private static EvseSettings Outlet(string id, int rotation = 0) => new() { ChargePointId = id, Rotation = rotation, MaxA = 32 };

    private static string WiringOf(EvseSettings evse) => evse.Rotation == 0 ? "L1,L2,L3" : "L2,L3,L1";
}
