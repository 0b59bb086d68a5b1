using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Tests.Scheduling;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Tests.Tariffs;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Cloud;

/// <summary>Prices, weather and limits of the cloud: kept, in order of their versions, and planned with at once.</summary>
public sealed class ForecastDocumentTests
{
    private readonly SiteStory site = new(SiteStory.AtSite() with { Tariff = Priced.Dynamic });

    private DateTimeOffset Now => site.Time.TrueUtc;

    [Fact]
    public void A_limit_window_that_comes_late_holds_for_what_is_left_of_it_and_over_a_restart()
    {
        LimitWindow window = new("dso", Now.AddHours(-1), Now.AddHours(1), new Watts(6000));
        Assert.Equal(DocumentOutcome.Applied, Limits(4, window).Outcome);

        Assert.Equal([window], site.Restarts().State.Steering.Windows.AsEnumerable());
        Assert.Equal(DocumentOutcome.Repeated, Limits(4).Outcome);
        Assert.Equal(DocumentOutcome.Older, Limits(3).Outcome);
        Assert.Equal([window], site.State.Steering.Windows.AsEnumerable());
    }

    [Fact]
    public void A_window_that_is_over_is_forgotten_in_the_ledger_too()
    {
        Limits(1, new LimitWindow("dso", Now.AddHours(-1), Now.AddHours(1), new Watts(6000)), new LimitWindow("gopacs", Now.AddHours(2), Now.AddHours(3), new Watts(9000)));

        site.AfterMinutes(61);
        site.Time.WakeWithout(TimeSpan.FromDays(-100));

        Assert.Equal(["gopacs"], site.Restarts().State.Steering.Windows.Select(w => w.Source));
    }

    [Fact]
    public void A_window_that_was_over_when_it_came_is_let_be()
    {
        Limits(1, new LimitWindow("dso", Now.AddHours(-2), Now.AddHours(-1), new Watts(6000)));

        Assert.Empty(site.State.Steering.Windows);
    }

    public static TheoryData<int, int, long, string> BadWindows => new()
    {
        { 1, 1, 5000, "ends after it begins" },
        { 2, 1, 5000, "ends after it begins" },
        { 0, 1, -1, "0 to 10000000 W" },
        { 0, 1, 10_000_001, "0 to 10000000 W" },
    };

    [Theory]
    [MemberData(nameof(BadWindows))]
    public void A_window_that_cannot_be_is_refused_with_the_others(int from, int until, long capW, string told)
    {
        LimitWindow good = new("dso", Now, Now.AddHours(1), new Watts(6000));
        Limits(1, good);

        Reply reply = site.Asks(r => new SiteEvent.LimitWindowsPut(r, [good with { Cap = new Watts(1) }, new LimitWindow("dso", Now.AddHours(from), Now.AddHours(until), new Watts(capW))]) { Version = 2 });

        Assert.Contains(told, Assert.IsType<Reply.Impossible>(reply).Why, StringComparison.Ordinal);
        Assert.Equal([good], site.State.Steering.Windows.AsEnumerable());
        Assert.Equal(1, site.State.CloudDocuments.Find(CloudDocument.Limits)!.Version);
    }

    [Fact]
    public void No_more_than_200_windows_are_taken() => Assert.Contains(
        "200 is the most",
        Assert.IsType<Reply.Impossible>(site.Asks(r => new SiteEvent.LimitWindowsPut(r, [.. Enumerable.Range(0, 201).Select(i => new LimitWindow("dso", Now, Now.AddHours(i + 1), new Watts(1)))]))).Why,
        StringComparison.Ordinal);

    [Fact]
    public void A_weather_forecast_stands_over_a_restart_and_old_points_are_dropped()
    {
        WeatherPoint old = new(Now.AddDays(-2), 100, null, null);
        WeatherPoint now = new(Now, 300.5, 0.25, -3.5);
        Assert.Equal(DocumentOutcome.Applied, Weather(9, old, now).Outcome);

        Assert.Equal([now], site.Restarts().State.Weather.Points.AsEnumerable());
        Assert.Equal(DocumentOutcome.Older, Weather(8, old).Outcome);
        site.Forget();
        Assert.Equal(DocumentOutcome.Applied, Weather(10, old, now).Outcome);
        Assert.Empty(site.Effects.OfType<Effect.SaveWeather>());
    }

    [Fact]
    public void Prices_of_an_older_version_do_not_undo_a_correction()
    {
        Assert.Equal(DocumentOutcome.Applied, Prices(5, 0.1m, 0.2m).Outcome);
        Assert.Equal(DocumentOutcome.Applied, Prices(6, 0.1m, 0.9m).Outcome);
        Assert.Equal(DocumentOutcome.Older, Prices(5, 0.1m, 0.2m).Outcome);

        Assert.Equal([0.1m, 0.9m], site.Restarts().State.Prices.Spot.Select(r => r.EurPerKwh));
        Assert.Equal(6, CloudDocument.Standing(site.State, "prices/NL")!.Version);
    }

    [Fact]
    public void A_site_that_comes_back_to_an_area_takes_its_prices_again()
    {
        Prices(5, 0.1m);
        site.IsConfigured(site.Configuration with { Tariff = Priced.Dynamic with { Area = "BE" } });
        site.IsConfigured(site.Configuration with { Tariff = Priced.Dynamic });
        Assert.Null(CloudDocument.Standing(site.State, "prices/NL"));

        Assert.Equal(DocumentOutcome.Applied, Prices(5, 0.1m).Outcome);
        Assert.Equal([0.1m], site.State.Prices.Spot.Select(r => r.EurPerKwh));
    }

    [Fact]
    public void While_the_clock_is_not_trusted_nothing_is_dated()
    {
        site.Time.WakeWithout(TimeSpan.FromDays(-300));

        Assert.Null(Weather(1, new WeatherPoint(Now, 1, null, null)).Standing!.At);
    }

    [Fact]
    public void New_prices_weather_and_limits_each_bring_a_new_plan_within_the_second()
    {
        PlannedSite planned = new PlannedSite().Charges(socPermille: 200);
        SiteStory story = planned.Site;
        DateTimeOffset from = story.Time.TrueUtc;
        Func<RequestId, SiteEvent.Asked>[] changes =
        [
            r => new SiteEvent.PricesPut(r, "NL", PlannedSite.Prices(at => PlannedSite.Local(at).Hour is 4 or 5 ? 0.05m : 0.30m)) { Version = 1 },
            r => new SiteEvent.WeatherPut(r, [new WeatherPoint(from, 400, null, null)]) { Version = 1 },
            r => new SiteEvent.LimitWindowsPut(r, [new LimitWindow("dso", from, from.AddHours(2), new Watts(9000))]) { Version = 1 },
        ];
        story.After(TimeSpan.FromSeconds(1)).Forget().After(TimeSpan.FromSeconds(1));
        Assert.Empty(story.Effects.OfType<Effect.MakePlan>());
        foreach (Func<RequestId, SiteEvent.Asked> change in changes)
        {
            story.Forget();
            Assert.IsType<Reply.DocumentTaken>(story.Asks(change));
            Assert.Single(story.After(TimeSpan.FromSeconds(1)).Effects.OfType<Effect.MakePlan>());
        }

        Assert.Equal([4, 5], planned.Hours.Where(h => h is >= 2 and <= 5));
    }

    [Fact]
    public void A_price_for_an_hour_holds_in_each_of_its_quarters() => Assert.Equal(
        Priced.Series("2025-11-03T12:00Z", 0.1m, 0.1m, 0.1m, 0.1m), SpotSeries.Quarters(Priced.At("2025-11-03T12:00Z"), TimeSpan.FromHours(1), 0.1m));

    private Reply.DocumentTaken Limits(long version, params ImmutableArray<LimitWindow> windows) =>
        (Reply.DocumentTaken)site.Asks(r => new SiteEvent.LimitWindowsPut(r, windows) { Version = version });

    private Reply.DocumentTaken Weather(long version, params ImmutableArray<WeatherPoint> points) =>
        (Reply.DocumentTaken)site.Asks(r => new SiteEvent.WeatherPut(r, points) { Version = version });

    private Reply.DocumentTaken Prices(long version, params decimal[] prices) =>
        (Reply.DocumentTaken)site.Asks(r => new SiteEvent.PricesPut(r, "NL", Priced.Series("2025-11-03T12:00Z", prices)) { Version = version });
}
