using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.Twin.Sockets;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Soak;

/// <summary>Who and what is on the site: on its fuse there is room for less than half of what its chargers could give.</summary>
internal static class SoakCast
{
    /// <summary>Nobody gave it to anyone.</summary>
    public const string WrongCard = "04DEADBEEF";

    private const double Speed = 60;

    private static readonly string[] Makers = ["Alfen", "Zaptec", "Easee", "KEBA", "Wallbox"];

    public static string ChargePoint(int index) => $"CP{index + 1:00}";

    public static string Card(int index) => $"04A1B2C3{index:X2}";

    public static CarSettings Car(Random random) => new()
    {
        Phases = random.Next(4) == 0 ? 1 : 3,
        MaxA = random.Next(3) == 0 ? 32 : 16,
        Battery = new WattHours(random.Next(20, 90) * 1000),
        Reaction = TimeSpan.FromSeconds(0.5 + random.NextDouble()),
    };

    public static SocketSiteSettings World(int seed) => new(
        new WorldSettings
        {
            Kind = SiteKind.Office,
            Start = new DateTimeOffset(2027, 5, 11, 8, 30, 0, TimeSpan.FromHours(1)),
            Building = new BuildingSettings(new Watts(4_000), new Watts(12_000), 0),
            Solar = [new SolarArraySettings("roof", 24, new Watts(410), 150, 30, new Watts(8_000))],
        },
        [.. Enumerable.Range(0, SoakSettings.Chargers).Select(Charger)],
        SoakSettings.FuseA,
        Speed,
        (ulong)seed);

    /// <summary>As its installer would have written it down; cars take turns and chargers are written to more often than on a real site.</summary>
    public static void Configure(Site site, SocketMeters meters, BuildingMeter workshop, Broker broker)
    {
        JsonObject all = site.Configuration;
        all["grid"] = new JsonObject { ["phases"] = 3, ["voltageV"] = 230, ["fuseA"] = SoakSettings.FuseA, ["gtvKw"] = 60, ["fallbackBaseLoadKw"] = 25 };
        all["ocpp"]!["meterValueSampleIntervalS"] = 2;
        all["clock"] = new JsonObject { ["trust"] = "always" };
        all["balancing"] = new JsonObject { ["minOnS"] = 8, ["minOffS"] = 4, ["turnS"] = 60, ["writesPerDay"] = 1000 };
        JsonArray chargePoints = [];
        for (int i = 0; i < SoakSettings.Chargers; i++)
        {
            JsonObject connector = new() { ["id"] = 1, ["maxA"] = 32, ["phases"] = Wiring(i % 3) };
            chargePoints.Add((JsonNode)new JsonObject { ["id"] = ChargePoint(i), ["maxA"] = 32, ["connectors"] = new JsonArray(connector) });
        }

        all["chargePoints"] = chargePoints;
        JsonObject roof = new() { ["id"] = "roof", ["role"] = "solar", ["device"] = SocketMeters.InverterDevice, ["unitId"] = SocketMeters.InverterUnit, ["intervalMs"] = 1000 };
        AddLine(roof, meters.Line);
        JsonObject grid = new() { ["id"] = "grid", ["role"] = "grid", ["device"] = SocketMeters.GridDevice, ["unitId"] = SocketMeters.GridUnit, ["intervalMs"] = 1000 };
        AddLine(grid, meters.Network);
        all["meters"] = new JsonArray(grid, roof, workshop.Configuration);
        all["cloud"] = new JsonObject
        {
            ["broker"] = broker.Address,
            ["caFile"] = broker.CertificateFile("ca"),
            ["certFile"] = broker.CertificateFile("end-to-end"),
            ["keyFile"] = broker.KeyFile("end-to-end"),
            ["reconnectWithinS"] = 2,
            ["telemetryEveryS"] = 1,
        };
    }

    private static SocketChargerSettings Charger(int index) => new(
        new EvseSettings { ChargePointId = ChargePoint(index), Rotation = index % 3, MaxA = 32 },
        Makers[index % Makers.Length],
        "Soak",
        10_000 * (index + 1),
        TakesWattsOnly: index % Makers.Length == 3);

    private static string Wiring(int rotation) => string.Join(',', Enumerable.Range(0, 3).Select(p => $"L{((p + rotation) % 3) + 1}"));

    private static void AddLine(JsonObject meter, MeterLine line)
    {
        switch (line)
        {
            case MeterLine.Serial serial:
                (meter["serial"], meter["baud"], meter["format"]) = (serial.Path, serial.Baud, "8N1");
                break;
            case MeterLine.Tcp tcp:
                meter["tcp"] = $"{tcp.Host}:{tcp.Port}";
                break;
        }
    }
}
