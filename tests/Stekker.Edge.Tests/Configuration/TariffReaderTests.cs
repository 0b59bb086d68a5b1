using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Tests.Configuration;

public class TariffReaderTests
{
    [Theory]
    [InlineData("\"weekdays\": \"mon-fri\"", "2026-11-27T12:00", "2026-11-28T12:00")]
    [InlineData("\"weekdays\": \"sat-mon\"", "2026-11-30T12:00", "2026-12-01T12:00")]
    [InlineData("\"hours\": \"23:00-07:00\"", "2026-11-27T06:45", "2026-11-27T07:00")]
    [InlineData("\"hours\": \"23:00-07:00\"", "2026-11-27T23:00", "2026-11-27T22:45")]
    [InlineData("\"hours\": \"17:00-24:00\"", "2026-11-27T23:45", "2026-11-27T00:00")]
    [InlineData("\"hours\": \"00:15-00:30, 12:00-13:00\"", "2026-11-27T12:59", "2026-11-27T00:30")]
    [InlineData("\"season\": \"oct-mar\"", "2026-10-01T00:00", "2026-09-30T23:45")]
    [InlineData("\"season\": \"oct-feb\"", "2028-02-29T12:00", "2028-03-01T12:00")]
    [InlineData("\"season\": \"15 Apr-14 oct\"", "2026-04-15T12:00", "2026-04-14T12:00")]
    public void A_zone_applies_as_it_is_written(string how, string inside, string outside)
    {
        TariffSettings tariff = Read($$"""{ "type": "timeOfUse", "priceEurPerKwh": 0.2, "zones": [ { {{how}}, "priceEurPerKwh": 0.1 } ] }""").Configuration!.Tariff!;

        Assert.Equal(0.1m, TariffZones.At(tariff.Zones, Local(inside))?.PriceEurPerKwh);
        Assert.Null(TariffZones.At(tariff.Zones, Local(outside)));
    }

    [Fact]
    public void Zones_that_leave_a_moment_without_a_price_are_an_error_that_names_one()
    {
        ConfigurationReading reading = Read("""{ "type": "timeOfUse", "zones": [ { "hours": "07:00-23:00", "priceEurPerKwh": 0.1 }, { "weekdays": "mon-sat", "priceEurPerKwh": 0.1 } ] }""");

        ConfigurationError error = Assert.Single(reading.Errors);
        Assert.Equal("tariff.zones", error.Key);
        Assert.Contains("none applies at sun 00:00 on 1 jan; priceEurPerKwh beside them", error.WhatWouldBeRight, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "timeOfUse", "zones": [ { "priceEurPerKwh": 0.1 }, { "hours": "23:00-07:00", "priceEurPerKwh": 0.05 } ] }""", "tariff.zones[1]", "never applies")]
    [InlineData("""{ "type": "dynamic", "zones": [ { "priceEurPerKwh": 0.1 } ] }""", "tariff.zones", "plays no part")]
    public void Zones_that_do_nothing_are_a_warning(string tariff, string key, string told)
    {
        ConfigurationReading reading = Read(tariff);

        Assert.NotNull(reading.Configuration);
        ConfigurationError warning = Assert.Single(reading.Warnings);
        Assert.Equal(key, warning.Key);
        Assert.Contains(told, warning.WhatWouldBeRight, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_contract_does_not_say_of_feed_in_stays_unsaid()
    {
        TariffSettings tariff = Read("""{ "type": "dynamic" }""").Configuration!.Tariff!;

        Assert.Equal((null, 0.09m), (tariff.FeedIn, tariff.SolarGridCostAvoidedEurPerKwh));
        Assert.Equal(FeedInKind.None, Read("""{ "type": "dynamic", "feedIn": "none" }""").Configuration!.Tariff!.FeedIn);
    }

    private static ConfigurationReading Read(string tariff) => Files.Read($$"""{ "siteId": "a", "grid": {}, "tariff": {{tariff}} }""");

    private static DateTime Local(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
