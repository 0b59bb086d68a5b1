using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.Virtual;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    private const string Small = """
        {
          "kind": "office", "days": 2, "seed": 9,
          "grid": { "fuseA": 63, "gtvKw": 30, "fallbackBaseLoadKw": 10 },
          "building": { "leastKw": 1, "mostKw": 6 },
          "groups": [{ "id": "row", "fuseA": 40 }],
          "chargePoints": [{ "id": "A", "maxA": 16, "group": "row", "phases": "L2,L3,L1", "wiringConfigured": true }, { "id": "B", "outlets": 2, "limitUnit": "W" }],
          "cars": [{ "name": "Van", "count": 3, "batteryKwh": 70 }],
          "faults": [{ "kind": "meterSilent", "atHour": 3, "lastsS": 60 }]
        }
        """;

    [Theory]
    [InlineData("garage", SiteKind.Garage)]
    [InlineData("office", SiteKind.Office)]
    [InlineData("depot", SiteKind.Depot)]
    [InlineData("public", SiteKind.Public)]
    public void The_scenarios_that_come_along_are_sound(string name, SiteKind kind)
    {
        Scenario scenario = ScenarioLibrary.Load(name);

        Assert.Equal((kind, 365), (scenario.World.Kind, scenario.Duration.TotalDays));
        Assert.Equal(8, scenario.Faults.Length);
        Assert.All(scenario.Site.ChargePoints, c => Assert.Contains(scenario.World.Evses, e => e.ChargePointId == c.Id));
    }

    [Fact]
    public void What_is_written_is_what_there_is()
    {
        Scenario scenario = Assert.IsType<ScenarioReading.Read>(ScenarioReader.Read("small", Small)).Scenario;

        Assert.Equal((9UL, 48.0), (scenario.Seed, scenario.Duration.TotalHours));
        Assert.Equal(["A/1", "B/1", "B/2"], scenario.World.Evses.Select(e => $"{e.ChargePointId}/{e.ConnectorId}"));
        Assert.Equal((1, "L2,L3,L1"), (scenario.World.Evses[0].Rotation, scenario.Site.ChargePoints[0].Connectors[0].Phases));
        Assert.Null(scenario.Site.ChargePoints[1].Connectors[0].Phases);
        Assert.Equal(3, scenario.World.Drivers.Select(d => d.IdTag).Distinct().Count());
        Assert.Equal(new PlannedFault(FaultKind.MeterSilent, TimeSpan.FromHours(3), TimeSpan.FromMinutes(1)), Assert.Single(scenario.Planned));
    }

    [Theory]
    [InlineData("\"kind\": \"office\"", "\"kind\": \"ofice\"", "kind: 'ofice'; it is one of garage, office, depot, public")]
    [InlineData("\"fuseA\": 63", "\"fuseA\": \"63\"", "grid.fuseA: \"63\"; it is a number from 6 to 2000")]
    [InlineData("\"fuseA\": 63,", "", "grid.fuseA: is missing; it is a number from 6 to 2000")]
    [InlineData("\"gtvKw\": 30", "\"gtvKW\": 30", "grid.gtvKW: is not known here; known are fallbackBaseLoadKw, fuseA")]
    [InlineData("\"seed\": 9", "\"seed\": 9.5", "seed: 9.5; it is a whole number")]
    [InlineData("\"id\": \"B\"", "\"id\": \"A\"", "chargePoints[1].id: 'A'; it is there twice")]
    [InlineData("\"phases\": \"L2,L3,L1\"", "\"phases\": \"L1,L3,L2\"", "chargePoints[0].phases: 'L1,L3,L2'; it is L1,L2,L3 or L2,L3,L1 or L3,L1,L2")]
    [InlineData("\"group\": \"row\"", "\"group\": \"now\"", "groups: do not fit together; chargePoints: group 'now' of 'A' is no group")]
    [InlineData("\"mostKw\": 6", "\"mostKw\": 0.5", "building.mostKw: 500 W; it is not less than leastKw")]
    [InlineData("\"count\": 3", "\"count\": 4, \"ownPlace\": true", "cars[0].ownPlace: true; there are 3 outlets only")]
    [InlineData("\"meterSilent\"", "\"meterDead\"", "faults[0].kind: 'meterDead'; it is one of lineClosed")]
    [InlineData("\"cars\": [", "\"cars\": [3, ", "cars[0]: 3; it is an object in braces")]
    public void A_mistake_is_named_with_its_key_its_value_and_what_would_be_right(string right, string wrong, string error)
    {
        ScenarioReading.Wrong reading = Assert.IsType<ScenarioReading.Wrong>(ScenarioReader.Read("small", Small.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Contains(reading.Errors, e => e.ToString().StartsWith(error, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(4, Assert.IsType<ScenarioReading.Wrong>(ScenarioReader.Read("empty", """{ "kind": "depot" }""")).Errors.Length);

    [Fact]
    public void Where_JSON_breaks_off_is_said() =>
        Assert.StartsWith("small: line 2, column", Assert.Single(Assert.IsType<ScenarioReading.Wrong>(ScenarioReader.Read("small", "{\n \"kind\" \"office\" }")).Errors).ToString(), StringComparison.Ordinal);
}
