using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Tests.Configuration;

public class ConfigurationReadingTests
{
    private const string Minimal = """{ "siteId": "home", "grid": {} }""";

    [Fact]
    public void The_example_is_read_into_units()
    {
        ConfigurationReading reading = Files.Read(ConfigurationExample.Text);
        Assert.Empty(reading.Errors);
        Assert.Empty(reading.Warnings);
        SiteConfiguration site = reading.Configuration!;
        Assert.Equal("zonneweide-12", site.SiteId);
        Assert.Equal(Amperes.FromWhole(63), site.Grid.Fuse);
        Assert.Equal(new Watts(40_000), site.Grid.Gtv);
        Assert.Equal(new Watts(43_470), site.Grid.FusePower);
        Assert.Equal(new Watts(40_000), site.Grid.ImportLimit);
        Assert.Equal(new Watts(12_000), site.Grid.FallbackBaseLoad);
        ChargePointSettings chargePoint = site.ChargePoint("CP01")!;
        Assert.True(PasswordHash.Parse(chargePoint.Password!)!.Matches("at-least-16-letters"u8));
        Assert.Equal("garage", chargePoint.Group);
        Assert.Equal([new ConnectorSettings(1, Amperes.FromWhole(32), "L1,L2,L3"), new ConnectorSettings(2, Amperes.FromWhole(16), "L2")], chargePoint.Connectors.ToArray());
        Assert.Equal([new GroupSettings("building", Amperes.FromWhole(50), null), new GroupSettings("garage", Amperes.FromWhole(40), "building")], site.Groups.ToArray());
        Assert.Equal([new SolarArraySettings("roof", 24, new Watts(410), 180, 35, new Watts(8000))], site.SolarArrays.ToArray());
        Assert.Equal(new LocationSettings(52.1m, 5.1m), site.Location);
        Assert.Equal(0.21m, site.Tariff!.VatFraction);
        Assert.Equal(TimeSpan.FromHours(48), site.Ocpp.TransactionTimeout);
        Assert.Equal(new TimeOnly(8, 0), site.Preferences.Departure);
        Assert.Equal(900, site.Preferences.Target.Permille);
        Assert.Equal(new Uri("mqtts://broker.example:8883"), site.Cloud!.Broker);
    }

    [Fact]
    public void A_minimal_file_has_a_house_s_defaults()
    {
        SiteConfiguration site = Files.Read(Minimal).Configuration!;
        Assert.Equal(new GridSettings(), site.Grid);
        Assert.Equal(Amperes.FromWhole(25), site.Grid.Fuse);
        Assert.Equal(new Watts(17_250), site.Grid.ImportLimit);
        Assert.Equal(new OcppRules(), site.Ocpp);
        Assert.Equal(UnknownChargePoints.Pending, site.Ocpp.UnknownChargePoints);
        Assert.Null(site.Tariff);
        Assert.Null(site.Cloud);
        Assert.Empty(site.Meters);
        Assert.Equal((ConfigurationReading.Defaults with { SiteId = "home" }).ToString(), site.ToString());
    }

    [Fact]
    public void Everything_wrong_at_once_is_told_at_once()
    {
        ConfigurationReading reading = Files.Read("""
            {
              "timezone": "Europe/Amsterdam",
              "grid": { "phases": 2, "fuseA": "63", "gtvKw": -1, "fuse": 3 },
              "chargePoints": [ { "id": "A", "pasword": "hunter2" }, { "id": "A", "password": 12345, "group": "x", "connectors": [ { "id": 1 }, { "id": 1, "phases": "L4" } ] } ],
              "groups": [ { "id": "a", "fuseA": 10, "parent": "b" }, { "id": "b", "fuseA": 10, "parent": "a" } ],
              "meters": [ { "role": "grid", "device": "sdm630", "tcp": "1.2.3.4:1", "serial": "/dev/x", "baud": 1 } ],
              "web": { "listen": 8080 },
            }
            """);
        Assert.Null(reading.Configuration);
        Assert.Equal(
            [
                "chargePoints[0].pasword", "chargePoints[1].connectors[1].id", "chargePoints[1].connectors[1].phases", "chargePoints[1].group",
                "chargePoints[1].id", "chargePoints[1].password", "grid.fuse", "grid.fuseA", "grid.gtvKw", "grid.phases", "groups[0].parent",
                "groups[1].parent", "meters[0].baud", "meters[0].tcp", "siteId", "timezone", "web.listen",
            ],
            reading.Errors.Select(e => e.Key).Order(StringComparer.Ordinal));
        string told = string.Join('\n', reading.Errors);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", told, StringComparison.Ordinal);
        Assert.Contains("chargePoints[1].password = ***: must be a text in quotes", told, StringComparison.Ordinal);
        Assert.Contains("chargePoints[0].pasword: is no known key; did you mean \"password\"?", told, StringComparison.Ordinal);
        Assert.Contains("timezone: is no known key; did you mean \"timeZone\"?", told, StringComparison.Ordinal);
        Assert.Contains("grid.phases = 2: must be 1 or 3", told, StringComparison.Ordinal);
        Assert.Contains("groups[0].parent = \"b\": goes round in a circle: a → b → a", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gtv above the fuse", """{ "siteId": "a", "grid": { "fuseA": 25, "gtvKw": 40 } }""", "grid.gtvKw", "the fuse counts (17.25 kW)")]
    [InlineData("export above the fuse", """{ "siteId": "a", "grid": { "gtvExportKw": 40 } }""", "grid.gtvExportKw", "the fuse counts")]
    [InlineData("base load above all", """{ "siteId": "a", "grid": { "fallbackBaseLoadKw": 20 } }""", "grid.fallbackBaseLoadKw", "nothing")]
    [InlineData("group above grid", """{ "siteId": "a", "grid": {}, "groups": [ { "id": "g", "fuseA": 40 } ] }""", "groups[0].fuseA", "grid connection (25 A)")]
    [InlineData("group above parent", """{ "siteId": "a", "grid": { "fuseA": 63 }, "groups": [ { "id": "p", "fuseA": 40 }, { "id": "g", "fuseA": 50, "parent": "p" } ] }""", "groups[1].fuseA", "its parent p (40 A)")]
    [InlineData("connector above charger", """{ "siteId": "a", "grid": {}, "chargePoints": [ { "id": "c", "maxA": 16, "connectors": [ { "id": 1, "maxA": 32 } ] } ] }""", "chargePoints[0].connectors[0].maxA", "16 A")]
    [InlineData("panels nowhere", """{ "siteId": "a", "grid": {}, "solarArrays": [ { "id": "r", "panels": 1, "panelWp": 400, "azimuthDeg": 0, "tiltDeg": 0 } ] }""", "location", "foreseen")]
    public void What_works_but_is_odd_is_a_warning(string what, string json, string key, string told)
    {
        ConfigurationReading reading = Files.Read(json);
        Assert.True(reading.Configuration is not null, what);
        ConfigurationError warning = Assert.Single(reading.Warnings);
        Assert.Equal(key, warning.Key);
        Assert.Contains(told, warning.WhatWouldBeRight, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "", "line 1")]
    [InlineData("a missing comma", "{\n  \"siteId\": \"a\"\n  \"grid\": {}\n}", "line 3, column 3")]
    [InlineData("never closed", "{ \"siteId\": \"a\",\n", "line 2")]
    [InlineData("twice", "{} {}", "line 1, column 4")]
    [InlineData("a list", "[]", "line 1")]
    [InlineData("not JSON", "siteId: home", "line 1, column 1")]
    [InlineData("half a character", "{ \"siteId\":\n \"\\ud800\" }", "line 2")]
    [InlineData("half a character in a key", "{ \"\\udfff\": 1 }", "line 1")]
    public void What_is_no_json_is_told_by_line(string what, string json, string key)
    {
        ConfigurationReading reading = Files.Read(json);
        ConfigurationError error = Assert.Single(reading.Errors);
        Assert.True(error.Key.StartsWith(key, StringComparison.Ordinal), $"{what}: {error}");
        Assert.DoesNotContain("LineNumber", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_told_by_line()
    {
        byte[] latin1 = [.. "{ \"siteId\":\n \"Caf"u8, 0xE9, .. "\" }"u8];
        Assert.Equal("line 2", Assert.Single(ConfigurationReading.Read(latin1, Files.Somewhere).Errors).Key);
    }

    [Fact]
    public void A_byte_order_mark_comments_and_trailing_commas_are_allowed() =>
        Assert.NotNull(ConfigurationReading.Read([0xEF, 0xBB, 0xBF, .. "/* home */ { \"siteId\": \"a\", // here\n \"grid\": {}, } // done"u8], Files.Somewhere).Configuration);

    [Fact]
    public void A_key_twice_is_told()
    {
        ConfigurationError error = Assert.Single(Files.Read("""{ "siteId": "a", "grid": { "fuseA": 25, "fuseA": 63 } }""").Errors);
        Assert.Equal(("grid.fuseA", "is there twice; keep one of them"), (error.Key, error.WhatWouldBeRight));
    }

    [Fact]
    public void A_three_phase_map_does_not_fit_a_one_phase_connection()
    {
        ConfigurationReading reading = Files.Read(
            """{ "siteId": "a", "grid": { "phases": 1 }, "chargePoints": [ { "id": "c", "connectors": [ { "id": 1, "phases": "L1,L2,L3" }, { "id": 2, "phases": "L1" } ] } ] }""");
        Assert.Equal("chargePoints[0].connectors[0].phases", Assert.Single(reading.Errors).Key);
    }

    [Fact]
    public void Without_zone_data_the_package_is_named()
    {
        Surroundings bare = new(_ => false, HasZoneData: false, []);
        Assert.Contains("zoneinfo-europe", Assert.Single(Files.Read(Minimal, bare).Warnings).WhatWouldBeRight, StringComparison.Ordinal);
        ConfigurationError error = Assert.Single(Files.Read("""{ "siteId": "a", "timeZone": "Europe/Paris", "grid": {} }""", bare).Errors);
        Assert.Contains("tzdata", error.WhatWouldBeRight, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_tariff_needs_its_prices()
    {
        ConfigurationReading reading = Files.Read("""{ "siteId": "a", "grid": {}, "tariff": { "type": "fixed", "feedIn": "fixed" } }""");
        Assert.Equal(["tariff.priceEurPerKwh", "tariff.feedInEurPerKwh"], reading.Errors.Select(e => e.Key));
    }

    [Fact]
    public void No_secret_is_in_what_a_configuration_prints_of_itself()
    {
        SiteConfiguration site = Files.Read(ConfigurationExample.Text).Configuration!;
        Assert.DoesNotContain("letters", $"{site} {site.ChargePoints[0]}", StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret", $"{site} {site.Cloud}", StringComparison.Ordinal);
        Assert.DoesNotContain("one-of-your-own", $"{site} {site.Prices} {site.Prices.EntsoE}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_no_file_is_an_error_by_its_path()
    {
        using Storage.TempDirectory directory = new();
        Assert.Equal(directory.File("site.json"), Assert.Single(ConfigurationReading.ReadFile(directory.File("site.json")).Errors).Key);
        Assert.Contains("is a directory", Assert.Single(ConfigurationReading.ReadFile(directory.Path).Errors).WhatWouldBeRight, StringComparison.Ordinal);
        File.WriteAllText(directory.File("site.json"), Minimal);
        Assert.NotNull(ConfigurationReading.ReadFile(directory.File("site.json"), Files.Somewhere).Configuration);
        using (FileStream large = File.Create(directory.File("large.json")))
        {
            large.SetLength(ConfigurationReading.MostBytes + 10);
        }

        Assert.Contains("right file", Assert.Single(ConfigurationReading.ReadFile(directory.File("large.json")).Errors).WhatWouldBeRight, StringComparison.Ordinal);
    }
}
