using System.Collections.Immutable;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Tests.Time;

namespace Stekker.Edge.Core.Tests.Tariffs;

/// <summary>Prices as they come to a site. It is Monday 3 November 2025, 13:00 at the site.</summary>
public sealed class MarketTests
{
    private readonly SiteStory site = new(SiteStory.AtSite() with { Tariff = Priced.Dynamic });

    private IEnumerable<string> Alerts => site.State.Alerts.Select(a => a.Text);

    [Fact]
    public void Prices_are_known_and_written_down_when_the_asker_gets_the_answer()
    {
        Assert.IsType<Reply.Done>(Put(Priced.Series("2025-11-03T12:00Z", 0.1m, 0.2m)));

        Assert.Equal([0.1m, 0.2m], site.State.Prices.Spot.Select(r => r.EurPerKwh));
        Assert.Equal([0.1m, 0.2m], site.Restarts().State.Prices.Spot.Select(r => r.EurPerKwh));
    }

    [Fact]
    public void Only_what_changed_is_written()
    {
        Put(Priced.Series("2025-11-03T12:00Z", 0.1m, 0.2m, 0.3m));
        site.Forget();

        Put(Priced.Series("2025-11-03T12:15Z", 0.2m, 0.5m));
        Assert.Equal([0.5m], Assert.Single(site.Effects.OfType<Effect.SavePrices>()).Rows.Select(r => r.EurPerKwh));
        Assert.Equal([0.1m, 0.2m, 0.5m], site.State.Prices.Spot.Select(r => r.EurPerKwh));

        site.Forget();
        Assert.IsType<Reply.Done>(Put(Priced.Series("2025-11-03T12:15Z", 0.2m, 0.5m)));
        Assert.Empty(site.Effects.OfType<Effect.LedgerWrite>());
    }

    public static TheoryData<string, ImmutableArray<PtuSpot>, string> Impossible => new()
    {
        { "NL", [], "there are no prices in it" },
        { "BE", Priced.Series("2025-11-03T12:00Z", 0.1m), "priced by NL (tariff.area); prices of BE are not used" },
        { "NL", Priced.Series("2025-11-03T12:00Z", 85m), "is it EUR/MWh?" },
        { "NL", Priced.Series("2052-11-03T12:00Z", 0.1m), "more than 14 days ahead" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_told_and_changes_nothing(string area, ImmutableArray<PtuSpot> rows, string told)
    {
        Reply.Impossible no = Assert.IsType<Reply.Impossible>(site.Asks(r => new SiteEvent.PricesPut(r, area, rows)));

        Assert.Contains(told, no.Why, StringComparison.Ordinal);
        Assert.Empty(site.State.Prices.Spot);
    }

    [Fact]
    public void A_site_without_a_tariff_says_what_it_lacks()
    {
        SiteStory bare = new();

        Assert.Contains("has no tariff", Assert.IsType<Reply.Impossible>(bare.Asks(r => new SiteEvent.PricesPut(r, "NL", Priced.Series("2025-11-03T12:00Z", 0.1m)))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_prices_leave_the_memory_and_stay_in_the_ledger()
    {
        Put([.. Priced.Series("2025-09-24T11:45Z", 0.1m, 0.2m), .. Priced.Series("2025-11-03T12:00Z", 0.3m)]);

        Assert.Equal([0.2m, 0.3m], site.State.Prices.Spot.Select(r => r.EurPerKwh));
        Assert.Equal(3, site.Effects.OfType<Effect.SavePrices>().Single().Rows.Length);
    }

    [Fact]
    public void While_the_clock_is_not_set_prices_are_taken_and_kept_by_their_own_time()
    {
        site.Time.WakeWithout(TimeSpan.FromDays(-300));

        Put([.. Priced.Series("2025-09-01T12:00Z", 0.1m), .. Priced.Series("2025-11-03T12:00Z", 0.3m)]);

        Assert.Equal([0.3m], site.State.Prices.Spot.Select(r => r.EurPerKwh));
        Assert.Empty(site.Tick().State.Alerts);
    }

    [Fact]
    public void A_tariff_of_another_area_begins_without_prices()
    {
        Put(Priced.Series("2025-11-03T12:00Z", 0.1m));

        site.IsConfigured(site.Configuration with { Tariff = Priced.Dynamic with { Area = "BE" } });

        Assert.Empty(site.State.Prices.Spot);
        Assert.Empty(site.Restarts().State.Prices.Spot);
    }

    [Fact]
    public void The_imbalance_signal_is_kept_likewise()
    {
        Assert.IsType<Reply.Done>(site.Asks(r => new SiteEvent.ImbalancePut(r, Priced.Series("2025-11-03T12:00Z", -0.2m))));
        Assert.IsType<Reply.Impossible>(site.Asks(r => new SiteEvent.ImbalancePut(r, Priced.Series("2025-11-03T12:00Z", -200m))));

        Assert.Equal(-0.2m, site.Restarts().State.Prices.ImbalanceAt(Priced.At("2025-11-03T12:00Z")));
        site.Forget();
        site.Asks(r => new SiteEvent.ImbalancePut(r, Priced.Series("2025-11-03T12:00Z", -0.2m)));
        Assert.Empty(site.Effects.OfType<Effect.SaveImbalance>());
    }

    [Fact]
    public void Late_prices_are_told_once_those_at_hand_end_soon()
    {
        Put(Priced.Days("2025-11-03", 1, _ => 0.1m));

        Assert.Empty(site.After(TimeSpan.FromHours(2.9)).State.Alerts);
        site.After(TimeSpan.FromHours(0.1));
        Assert.Equal(["Prices are known until 24:00; those after it have not come: charging goes on by usual prices"], Alerts);

        Put(Priced.Days("2025-11-04", 1, _ => 0.1m));
        Assert.Empty(site.State.Alerts);
    }

    [Fact]
    public void Before_they_are_published_nobody_is_alarmed()
    {
        Put([.. Priced.Days("2025-11-03", 1, _ => 0.1m).Where(r => r.Start < Priced.At("2025-11-03T19:00Z"))]);
        Assert.Equal(["Prices are known until 20:00; those after it have not come: charging goes on by usual prices"], Alerts);

        Put(Priced.Days("2025-11-03", 1, _ => 0.1m));
        site.Tick();
        Assert.Empty(site.State.Alerts);
    }

    [Fact]
    public void Prices_that_never_came_are_told()
    {
        site.Tick();
        Assert.Equal(["The prices of now are not known: charging is not shifted to cheap hours until they come"], Alerts);

        site.IsConfigured(site.Configuration with { Tariff = Priced.Dynamic with { Kind = Configuration.TariffKind.Fixed, PriceEurPerKwh = 0.1m } }).Tick();
        Assert.Empty(site.State.Alerts);
    }

    [Fact]
    public void Where_prices_cannot_be_fetched_it_stands_until_they_can()
    {
        site.Happens(new SiteEvent.PriceSourceReported("ENTSO-E refuses the token"));
        Assert.Equal(["ENTSO-E refuses the token"], Alerts);

        site.Happens(new SiteEvent.PriceSourceReported(null));
        Assert.Empty(site.State.Alerts);
    }

    private Reply Put(ImmutableArray<PtuSpot> rows) => site.Asks(r => new SiteEvent.PricesPut(r, "NL", rows));
}
