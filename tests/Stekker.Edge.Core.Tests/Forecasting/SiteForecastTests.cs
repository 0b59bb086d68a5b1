using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Forecasting;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Forecasting;

/// <summary>What a site expects of itself: Tuesday 10 June 2025, from noon UTC (14:00 by its clocks) on.</summary>
public sealed class SiteForecastTests
{
    private static readonly DateTimeOffset From = new(2025, 6, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly SiteConfiguration Sunny = SiteStory.AtSite() with
    {
        Location = new LocationSettings(52.1m, 5.1m),
        SolarArrays = [new SolarArraySettings("roof", 20, new Watts(400), 180, 35, null)],
        Meters = [new MeterSettings { Id = "roof", Role = MeterRole.Solar, Device = "sunspec", Line = new MeterLine.Tcp("m", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(5) }],
    };

    [Fact]
    public void Without_any_history_half_of_the_highest_load_is_expected()
    {
        SiteState site = Site(SiteStory.AtSite() with { Grid = new GridSettings { FallbackBaseLoad = new Watts(8_000) } }, []);

        Assert.All(SiteForecast.Of(site, From, 96).BuildingKw, kw => Assert.Equal(4, kw));
    }

    [Fact]
    public void A_weekday_is_as_the_same_weekday_was_and_a_sunday_as_sundays()
    {
        SiteState site = Site(SiteStory.AtSite(), Weeks(5, local => local.DayOfWeek == DayOfWeek.Sunday ? 1 : local.Hour is >= 8 and < 18 ? 6 : 2));

        SiteForecast forecast = SiteForecast.Of(site, From, 6 * 96);

        Assert.Equal(6, forecast.BuildingKw[0], 6);
        Assert.Equal(2, forecast.BuildingKw[6 * 4], 6);
        Assert.Equal(1, forecast.BuildingKw[(5 * 96) + 8], 6);
    }

    [Fact]
    public void With_a_few_days_only_working_days_are_like_each_other()
    {
        SiteState site = Site(SiteStory.AtSite(), Weeks(1, local => local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 5));

        Assert.Equal(5, SiteForecast.Of(site, From, 96).BuildingKw[40], 6);
        Assert.Equal(1, SiteForecast.Of(site, From, 6 * 96).BuildingKw[(4 * 96) + 40], 6);
    }

    [Fact]
    public void What_the_last_hour_was_above_the_usual_is_carried_on_and_fades()
    {
        ImmutableArray<SitePtu> weeks = [.. Weeks(5, _ => 3).Select(p => p.Start >= From.AddHours(-1) ? p with { Building = new WattHours(1250) } : p)];

        ImmutableArray<double> kw = SiteForecast.Of(Site(SiteStory.AtSite(), weeks), From, 96).BuildingKw;

        Assert.Equal(5, kw[0], 6);
        Assert.InRange(kw[8], 3.7, 3.8);
        Assert.InRange(kw[95], 3, 3.01);
    }

    [Fact]
    public void On_the_day_the_clocks_change_the_hour_of_the_clock_counts()
    {
        DateTimeOffset noon = new(2025, 10, 26, 11, 0, 0, TimeSpan.Zero);
        SiteState site = Site(SiteStory.AtSite(), Weeks(5, local => local.Hour >= 12 ? 7 : 2, noon));

        ImmutableArray<double> kw = SiteForecast.Of(site, noon - TimeSpan.FromHours(2), 16).BuildingKw;

        Assert.Equal(2, kw[7], 6);
        Assert.Equal(7, kw[8], 6);
    }

    [Fact]
    public void A_clear_sky_is_scaled_by_what_the_meter_showed_of_it()
    {
        ImmutableArray<double> clear = SiteForecast.Of(Site(Sunny, []), From, 96).SolarKw;
        SiteState half = Site(Sunny, Sun(0.5, recent: 0.5));

        ImmutableArray<double> kw = SiteForecast.Of(half, From, 96).SolarKw;

        Assert.True(clear[0] > 4);
        Assert.InRange(kw[0] / clear[0], 0.48, 0.52);
        Assert.InRange(kw[88] / clear[88], 0.48, 0.52);
        Assert.Equal(0, kw[48]);
    }

    [Fact]
    public void The_last_hours_sky_counts_now_and_the_last_days_tomorrow()
    {
        ImmutableArray<double> clear = SiteForecast.Of(Site(Sunny, []), From, 96).SolarKw;

        ImmutableArray<double> kw = SiteForecast.Of(Site(Sunny, Sun(0.8, recent: 0.2)), From, 96).SolarKw;

        Assert.InRange(kw[0] / clear[0], 0.19, 0.22);
        Assert.InRange(kw[95] / clear[95], 0.7, 0.8);
    }

    [Fact]
    public void A_weather_forecast_is_believed_instead()
    {
        SiteState site = Site(Sunny, Sun(0.3, recent: 0.3)) with { Weather = new WeatherForecast([new WeatherPoint(From, null, 0, null)]) };
        ImmutableArray<double> clear = SiteForecast.Of(Site(Sunny, []), From, 96).SolarKw;

        ImmutableArray<double> kw = SiteForecast.Of(site, From, 96).SolarKw;

        Assert.Equal(clear[0], kw[0], 6);
        Assert.InRange(kw[16] / clear[16], 0.28, 0.32);
    }

    [Fact]
    public void Sun_that_no_meter_tells_is_in_the_building_and_not_counted_twice() =>
        Assert.All(SiteForecast.Of(Site(Sunny with { Meters = [] }, []), From, 96).SolarKw, kw => Assert.Equal(0, kw));

    [Fact]
    public void A_forecast_with_a_nonsense_point_is_refused_whole_and_says_which()
    {
        SiteStory site = new(Sunny);
        site.Asks(r => new SiteEvent.WeatherPut(r, [new WeatherPoint(site.Time.TrueUtc, 300, null, null)]));

        Reply reply = site.Asks(r => new SiteEvent.WeatherPut(r, [new WeatherPoint(From, 300, null, null), new WeatherPoint(From.AddHours(1), double.NaN, null, null)]));

        Assert.Contains("irradiance NaN W/m² at 2025-06-10 13:00", Assert.IsType<Reply.Impossible>(reply).Why, StringComparison.Ordinal);
        Assert.Single(site.State.Weather.Points);
    }

    private static SiteState Site(SiteConfiguration configuration, ImmutableArray<SitePtu> history) =>
        new SiteStory(configuration).State with { History = new SiteHistory(history) };

    private static ImmutableArray<SitePtu> Weeks(int weeks, Func<DateTime, double> kw, DateTimeOffset? until = null)
    {
        TimeZoneInfo zone = SiteZone.Of("Europe/Amsterdam");
        DateTimeOffset end = until ?? From;
        return [.. Enumerable.Range(1, weeks * 7 * 96).Reverse().Select(back => end - (back * Ptu.Length)).Select(at => A(at, building: kw(SiteZone.LocalOf(zone, at)), solar: null))];
    }

    /// <summary>Five days of a part of the clear sky, and another part in the last hour.</summary>
    private static ImmutableArray<SitePtu> Sun(double part, double recent) =>
    [
        .. Enumerable.Range(1, 5 * 96).Reverse().Select(back => (Back: back, At: From - (back * Ptu.Length))).Select(p => A(
            p.At, building: 1, solar: SolarModel.MeanKw(Sunny.SolarArrays, Sunny.Location!, p.At, null) * (p.Back <= 4 ? recent : part))),
    ];

    private static SitePtu A(DateTimeOffset start, double building, double? solar) => new(
        start, new WattHours(0), new WattHours(0), solar is { } kw ? new WattHours((long)(kw * 250)) : null, new WattHours((long)(building * 250)), WattHours.Zero, Ptu.Length);
}
