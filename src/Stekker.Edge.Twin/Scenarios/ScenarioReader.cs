using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.Virtual;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>
/// Reads a scenario. Its site part has the keys of a site's configuration (grid, groups, chargePoints, solarArrays, location); beside it stand
/// what a configuration does not know: cars, habits, faults.
/// </summary>
public static class ScenarioReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="name">What to call it.</param>
    public static ScenarioReading Read(string name, string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new ScenarioReading.Wrong([new ScenarioError(name, document.RootElement.ValueKind.ToString(), "a scenario is one object in braces")]);
            }

            List<ScenarioError> errors = [];
            Scenario? scenario = Read(name, new ScenarioNode("", document.RootElement, errors));
            return errors.Count > 0 || scenario is null ? new ScenarioReading.Wrong([.. errors]) : new ScenarioReading.Read(scenario);
        }
        catch (JsonException e)
        {
            return new ScenarioReading.Wrong([new ScenarioError(name, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}", "from there on it is not JSON")]);
        }
    }

    private static Scenario? Read(string name, ScenarioNode root)
    {
        SiteKind kind = root.Choice<SiteKind>(
            "kind", null, ("garage", SiteKind.Garage), ("office", SiteKind.Office), ("depot", SiteKind.Depot), ("public", SiteKind.Public));
        DateTimeOffset start = root.Moment("start", new DateTimeOffset(2025, 1, 6, 0, 0, 0, TimeSpan.Zero));
        double days = root.Number("days", 0.01, 3_660, 365);
        int seed = root.Whole("seed", 0, int.MaxValue, 1);
        GridSettings grid = Grid(root);
        (LocationSettings location, ImmutableArray<SolarArraySettings> solar) = Solar(root);
        ImmutableArray<GroupSettings> groups = [.. root.List("groups").Select(Group)];
        ImmutableArray<ChargerEntry> chargers = ChargerEntry.ReadAll(root, grid);
        ImmutableArray<EvseSettings> evses = [.. chargers.SelectMany(c => c.Evses)];
        SiteConfiguration site = Site(root, name, grid, groups, chargers, solar, location);
        (_, ImmutableArray<string> treeErrors) = Topology.Build(
            [.. groups.Select(g => new GroupLimit(g.Id, g.Fuse, g.Parent))], [.. site.ChargePoints.Select(c => new ChargePointPlace(c.Id, c.Max, c.Group))]);
        foreach (string error in treeErrors)
        {
            root.Complain("groups", "do not fit together", error);
        }

        Scenario scenario = new()
        {
            Name = name,
            Seed = (ulong)seed,
            Duration = TimeSpan.FromDays(days),
            Site = site,
            World = new WorldSettings
            {
                Kind = kind,
                Start = start,
                GridPhases = grid.Phases,
                VoltageV = grid.Voltage.Decivolts / 10.0,
                Location = location,
                Building = Building(root),
                Solar = solar,
                Evses = evses,
                Drivers = DriverReader.Read(root, evses),
                Meter = Meter(root),
            },
            Chargers = [.. chargers.Select(c => c.Voice)],
            Faults = FaultReader.Rates(root),
            Planned = FaultReader.Planned(root),
        };
        root.End();
        return scenario;
    }

    private static SiteConfiguration Site(
        ScenarioNode root,
        string name,
        GridSettings grid,
        ImmutableArray<GroupSettings> groups,
        ImmutableArray<ChargerEntry> chargers,
        ImmutableArray<SolarArraySettings> solar,
        LocationSettings location)
    {
        BalancerSettings balancer = BalancerSettings.Default;
        if (root.Object("balancing") is { } node)
        {
            balancer = balancer with { Settling = TimeSpan.FromSeconds(node.Number("settlingS", 2, 60, balancer.Settling.TotalSeconds)) };
            node.End();
        }

        return new SiteConfiguration
        {
            SiteId = root.Text("siteId", name),
            Grid = grid,
            Groups = groups,
            ChargePoints = [.. chargers.Select(c => c.Configured)],
            SolarArrays = solar,
            Location = location,
            Balancing = new BalancingSettings { Balancer = balancer },
            Meters = [new MeterSettings { Id = VirtualSite.MeterId, Role = MeterRole.Grid, Device = "twin", Line = new MeterLine.Tcp("twin", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(1) }],
        };
    }

    private static GridSettings Grid(ScenarioNode root)
    {
        if (root.Object("grid") is not { } node)
        {
            root.Complain("grid", "is missing", "it is an object with phases, fuseA, gtvKw and fallbackBaseLoadKw");
            return new GridSettings();
        }

        int phases = node.Whole("phases", 1, 3, 3);
        if (phases == 2)
        {
            node.Complain("phases", "2", "it is 1 or 3");
        }

        GridSettings grid = new()
        {
            Phases = phases == 1 ? 1 : 3,
            Voltage = Volts.FromDecivolts((int)(node.Number("voltageV", 100, 260, 230) * 10)),
            Fuse = DeciA(node.Number("fuseA", 6, 2_000)),
            Gtv = Kw(node, "gtvKw"),
            GtvExport = Kw(node, "gtvExportKw"),
            FallbackBaseLoad = Kw(node, "fallbackBaseLoadKw"),
            MaxImbalance = node.Has("maxImbalanceA") ? DeciA(node.Number("maxImbalanceA", 1, 1_000)) : null,
        };
        node.End();
        return grid;
    }

    private static GroupSettings Group(ScenarioNode node)
    {
        GroupSettings group = new(node.Text("id"), DeciA(node.Number("fuseA", 6, 2_000)), node.OptionalText("parent"));
        node.End();
        return group;
    }

    private static (LocationSettings Location, ImmutableArray<SolarArraySettings> Arrays) Solar(ScenarioNode root)
    {
        LocationSettings location = new(52.1m, 5.1m);
        if (root.Object("location") is { } node)
        {
            location = new LocationSettings((decimal)node.Number("latitudeDeg", -90, 90), (decimal)node.Number("longitudeDeg", -180, 180));
            node.End();
        }

        List<SolarArraySettings> arrays = [];
        foreach (ScenarioNode array in root.List("solarArrays"))
        {
            arrays.Add(new SolarArraySettings(
                array.Text("id"),
                array.Whole("panels", 1, 10_000),
                new Watts(array.Whole("panelWp", 50, 1_000)),
                (decimal)array.Number("azimuthDeg", 0, 360),
                (decimal)array.Number("tiltDeg", 0, 90),
                Kw(array, "inverterKw")));
            array.End();
        }

        return (location, [.. arrays]);
    }

    private static BuildingSettings Building(ScenarioNode root)
    {
        if (root.Object("building") is not { } node)
        {
            root.Complain("building", "is missing", "it is an object with leastKw, mostKw and appliances");
            return new BuildingSettings(Watts.Zero, Watts.Zero, 0);
        }

        BuildingSettings building = new(
            new Watts((long)(node.Number("leastKw", 0, 1_000) * 1000)), new Watts((long)(node.Number("mostKw", 0, 1_000) * 1000)), node.Whole("appliances", 0, 100, 6));
        if (building.Most < building.Least)
        {
            node.Complain("mostKw", building.Most.ToString(), "it is not less than leastKw");
        }

        node.End();
        return building;
    }

    private static GridMeterSettings Meter(ScenarioNode root)
    {
        GridMeterSettings meter = new();
        if (root.Object("meter") is { } node)
        {
            meter = new GridMeterSettings(node.Number("noiseA", 0, 2, meter.NoiseA), TimeSpan.FromMilliseconds(node.Number("delayMs", 0, 3_000, 0)));
            node.End();
        }

        return meter;
    }

    private static Watts? Kw(ScenarioNode node, string key) => node.Has(key) ? new Watts((long)(node.Number(key, 0, 10_000) * 1000)) : null;

    private static Amperes DeciA(double a) => Amperes.FromDeciamperes((int)Math.Round(a * 10));
}
