using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Solar;

/// <summary>Each model against figures its papers and handbooks print.</summary>
public sealed class IrradianceTests
{
    private static readonly LocationSettings Utrecht = new(52.1m, 5.1m);

    /// <summary>
    /// Duffie and Beckman, Solar Engineering of Thermal Processes, 4th edition, figure 1.4.1: 3.3 % more in the first days of January, 3.3 % less
    /// in those of July, of the solar constant of 1361 W/m².
    /// </summary>
    [Theory]
    [InlineData("2025-01-01T12:00Z", 1405.9)]
    [InlineData("2025-07-02T12:00Z", 1316.1)]
    public void Light_outside_the_air_changes_with_the_earths_distance(string at, double expected) =>
        Assert.InRange(Irradiance.ExtraterrestrialWPerM2(At(at)), expected - 1, expected + 1);

    /// <summary>Haurwitz' formula worked out by hand: 1098 cos z exp(-0.059 / cos z).</summary>
    [Theory]
    [InlineData(0, 1035.1)]
    [InlineData(60, 487.9)]
    [InlineData(80, 135.7)]
    [InlineData(90, 0)]
    [InlineData(120, 0)]
    public void A_clear_sky_gives_what_Haurwitz_says(double zenith, double expected) =>
        Assert.InRange(Irradiance.ClearSkyWPerM2(zenith), expected - 0.2, expected + 0.2);

    /// <summary>Erbs, Klein and Duffie (1982), equation 1: nearly all of it under clouds, the least in a clear sky; the branches meet.</summary>
    [Theory]
    [InlineData(0.1, 0.991)]
    [InlineData(0.22, 0.9802)]
    [InlineData(0.5, 0.6592)]
    [InlineData(0.8, 0.165)]
    [InlineData(0.9, 0.165)]
    public void Of_the_light_so_much_comes_from_the_sky(double clearness, double fraction) =>
        Assert.InRange(Irradiance.DiffuseFraction(clearness), fraction - 0.002, fraction + 0.002);

    /// <summary>Kasten and Czeplak (1980): an overcast sky leaves a quarter.</summary>
    [Theory]
    [InlineData(0, 800)]
    [InlineData(0.5, 743.2)]
    [InlineData(1, 200)]
    public void Clouds_leave_so_much(double cloudFraction, double expected) =>
        Assert.InRange(Irradiance.UnderClouds(800, cloudFraction), expected - 0.5, expected + 0.5);

    /// <summary>A plane that lies flat gets the light on a flat surface, less what glass reflects: Hay and Davies' terms then add up to it.</summary>
    [Fact]
    public void A_flat_plane_gets_what_falls_on_flat_ground()
    {
        DateTimeOffset noon = At("2025-06-21T11:40Z");
        SunPosition sun = SunPosition.At(noon, 52.1, 5.1);
        Irradiance light = Irradiance.Of(Irradiance.ClearSkyWPerM2(sun.ZenithDeg), sun, noon);

        Assert.InRange(light.DiffuseWPerM2 + (light.DirectWPerM2 * Math.Cos(sun.ZenithDeg * Math.PI / 180)), light.GlobalWPerM2 - 1e-6, light.GlobalWPerM2 + 1e-6);
        Assert.InRange(light.OnPlaneWPerM2(sun, 180, 0, noon) / light.GlobalWPerM2, 0.985, 1.0);
    }

    [Fact]
    public void A_plane_that_faces_the_winter_sun_gets_more_than_the_ground_and_one_that_looks_away_gets_sky_only()
    {
        DateTimeOffset noon = At("2025-12-21T11:38Z");
        SunPosition sun = SunPosition.At(noon, 52.1, 5.1);
        Irradiance light = Irradiance.Of(Irradiance.ClearSkyWPerM2(sun.ZenithDeg), sun, noon);

        Assert.True(light.OnPlaneWPerM2(sun, 180, 60, noon) > 2 * light.GlobalWPerM2);
        Assert.True(light.OnPlaneWPerM2(sun, 0, 60, noon) < light.DiffuseWPerM2);
    }

    /// <summary>
    /// PVGIS (JRC, typical yield for the Netherlands): 1 kWp at 35 degrees to the south, 14 % losses, gives about 5 to 6 kWh on a clear summer day and
    /// well over 2 kWh on a clear day at midwinter.
    /// </summary>
    [Theory]
    [InlineData("2025-06-21", 5.0, 6.8)]
    [InlineData("2025-03-21", 4.3, 6.0)]
    [InlineData("2025-12-21", 1.7, 3.2)]
    public void A_clear_day_gives_a_kilowatt_peak_so_much(string day, double least, double most)
    {
        double kwh = Enumerable.Range(0, 96).Sum(t => SolarModel.MeanKw(Roof(1000, null), Utrecht, At($"{day}T00:00Z").AddMinutes(15 * t), null)) / 4;

        Assert.InRange(kwh, least, most);
    }

    [Fact]
    public void An_inverter_gives_no_more_than_it_can_and_heat_costs_a_little()
    {
        SolarArraySettings roof = Roof(1000, 700)[0];

        Assert.Equal(700, SolarModel.PowerW(roof, 1000, 10));
        double cold = SolarModel.PowerW(roof, 500, 0);
        double hot = SolarModel.PowerW(roof, 500, 30);
        Assert.InRange(hot / cold, 0.88, 0.92);
        Assert.Equal(0, SolarModel.PowerW(roof, 0, 20));
    }

    [Fact]
    public void A_weather_forecast_takes_the_place_of_the_clear_sky()
    {
        DateTimeOffset noon = At("2025-06-21T11:45Z");
        double clear = SolarModel.MeanKw(Roof(1000, null), Utrecht, noon, null);

        Assert.InRange(SolarModel.MeanKw(Roof(1000, null), Utrecht, noon, new WeatherPoint(noon, null, 1, null)) / clear, 0.15, 0.35);
        Assert.InRange(SolarModel.MeanKw(Roof(1000, null), Utrecht, noon, new WeatherPoint(noon, 200, null, 20)), 0.12, 0.2);
    }

    private static ImmutableArray<SolarArraySettings> Roof(int peakW, int? inverterW) =>
        [new("roof", 1, new Watts(peakW), 180, 35, inverterW is { } w ? new Watts(w) : null)];

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
