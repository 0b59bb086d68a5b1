using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Core.Tests.Tariffs;

/// <summary>What a kWh costs and earns.</summary>
public sealed class PricingTests
{
    private const string Noon = "2026-11-28T12:00+01:00";

    private static readonly TariffSettings Dutch = Priced.Dynamic with { SurchargeEurPerKwh = 0.02m, TaxEurPerKwh = 0.10m, VatFraction = 0.21m };

    private static readonly TariffSettings FixedPrice = new() { Kind = TariffKind.Fixed, PriceEurPerKwh = 0.15m, TaxEurPerKwh = 0.10m };

    public static TheoryData<string, TariffSettings, decimal, decimal, decimal> Tariffs => new()
    {
        { "bare: the market's price", Priced.Dynamic with { FeedIn = FeedInKind.DayAhead }, 0.08m, 0.08m, 0.08m },
        { "VAT on price, surcharge and tax", Dutch with { FeedIn = FeedInKind.DayAhead }, 0.08m, 0.242m, 0.08m },
        { "negative: the customer is paid, with VAT", Dutch with { FeedIn = FeedInKind.None }, -0.22m, -0.121m, -0.121m },
        { "negative, but tax makes it positive", Dutch with { FeedIn = FeedInKind.DayAhead }, -0.05m, 0.0847m, -0.05m },
        { "nothing said of feed-in: 9 cents less than the grid", Dutch, 0.08m, 0.242m, 0.152m },
        { "nothing said, other cents", Dutch with { SolarGridCostAvoidedEurPerKwh = 0.05m }, 0.08m, 0.242m, 0.192m },
        { "nothing said, negative: giving away costs", Priced.Dynamic, -0.02m, -0.02m, -0.11m },
        { "none: nothing is earned", Dutch with { FeedIn = FeedInKind.None }, 0.08m, 0.242m, 0m },
        { "fixed feed-in", Dutch with { FeedIn = FeedInKind.Fixed, FeedInEurPerKwh = 0.05m }, 0.08m, 0.242m, 0.05m },
        { "fixed feed-in never above what is paid", Priced.Dynamic with { FeedIn = FeedInKind.Fixed, FeedInEurPerKwh = 0.05m }, 0.01m, 0.01m, 0.01m },
        { "a discount below the market: feed-in stays at what is paid", Priced.Dynamic with { SurchargeEurPerKwh = -0.03m, FeedIn = FeedInKind.DayAhead }, 0.08m, 0.05m, 0.05m },
        { "fixed: the market does not matter", FixedPrice with { FeedIn = FeedInKind.None }, 0.08m, 0.25m, 0m },
        { "fixed, and fed in at the market's price", FixedPrice with { FeedIn = FeedInKind.DayAhead }, 0.08m, 0.25m, 0.08m },
    };

    [Theory]
    [MemberData(nameof(Tariffs))]
    public void A_kWh_costs_and_earns(string what, TariffSettings tariff, decimal spot, decimal import, decimal feedIn)
    {
        PtuPrice price = Pricing.At(Priced.Site(tariff), Priced.Book(Priced.Series(Noon, spot)), Priced.At(Noon))!;

        Assert.True((import, feedIn, PriceSource.Known) == (price.ImportEurPerKwh, price.FeedInEurPerKwh, price.Source), $"{what}: {price}");
        Assert.Equal(tariff.FollowsMarket ? spot : null, price.SpotEurPerKwh);
    }

    [Fact]
    public void Without_a_tariff_there_is_no_price() => Assert.Null(Pricing.At(Priced.Site(null), Priced.Book(Priced.Series(Noon, 0.1m)), Priced.At(Noon)));

    [Fact]
    public void With_a_dynamic_tariff_and_no_price_at_all_there_is_none() => Assert.Null(Pricing.At(Priced.Site(Dutch), PriceBook.Empty, Priced.At(Noon)));

    [Fact]
    public void A_fixed_tariff_needs_no_market()
    {
        PtuPrice price = Pricing.At(Priced.Site(FixedPrice), PriceBook.Empty, Priced.At(Noon))!;

        Assert.Equal((0.25m, 0.16m, PriceSource.Known), (price.ImportEurPerKwh, price.FeedInEurPerKwh, price.Source));
    }

    [Fact]
    public void Where_prices_end_the_configured_price_is_reckoned_with_and_marked()
    {
        PtuPrice price = Pricing.At(Priced.Site(Dutch with { PriceEurPerKwh = 0.10m }), Priced.Book(Priced.Series(Noon, 0.08m)), Priced.At("2026-11-28T12:15+01:00"))!;

        Assert.Equal((0.2662m, PriceSource.Fallback), (price.ImportEurPerKwh, price.Source));
        Assert.Null(price.SpotEurPerKwh);
    }

    [Fact]
    public void Without_one_the_same_quarter_of_the_last_seven_days_is()
    {
        // Each day is a cent dearer; the price of a quarter is that of its hour.
        PriceBook book = Priced.Book(Priced.Days("2026-11-10", 14, local => (0.01m * local.Day) + (0.001m * local.Hour)));

        PtuPrice price = Pricing.At(Priced.Site(Priced.Dynamic), book, Priced.At("2026-11-26T05:30+01:00"))!;

        // 17 to 23 November, at five.
        Assert.Equal((0.20m + 0.005m, PriceSource.Fallback), (price.ImportEurPerKwh, price.Source));
    }

    [Fact]
    public void The_same_quarter_is_that_of_the_sites_clocks_over_a_change_of_time()
    {
        PriceBook book = Priced.Book(Priced.Days("2026-10-18", 7, local => local.Hour == 7 ? 0.40m : 0.10m));

        Assert.Equal(0.40m, Pricing.At(Priced.Site(Priced.Dynamic), book, Priced.At("2026-10-26T07:15+01:00"))!.ImportEurPerKwh);
        Assert.Equal(0.10m, Pricing.At(Priced.Site(Priced.Dynamic), book, Priced.At("2026-10-26T06:45+01:00"))!.ImportEurPerKwh);
        Assert.Equal(0.10m, Pricing.At(Priced.Site(Priced.Dynamic), book, Priced.At("2026-10-26T08:00+01:00"))!.ImportEurPerKwh);
    }

    [Fact]
    public void A_hole_is_filled_from_before_it_not_from_after()
    {
        PriceBook book = Priced.Book([.. Priced.Days("2026-11-10", 10, local => local.Day <= 14 ? 0.10m : 0.30m).Where(r => r.Start != Priced.At("2026-11-15T12:00+01:00"))]);

        Assert.Equal(0.10m, Pricing.At(Priced.Site(Priced.Dynamic), book, Priced.At("2026-11-15T12:00+01:00"))!.ImportEurPerKwh);
    }

    [Fact]
    public void With_a_few_hours_known_all_of_them_speak_for_the_rest()
    {
        PriceBook book = Priced.Book(Priced.Series(Noon, 0.10m, 0.20m, 0.30m));

        Assert.Equal(0.20m, Pricing.At(Priced.Site(Priced.Dynamic), book, Priced.At("2026-11-29T03:00+01:00"))!.ImportEurPerKwh);
        Assert.Equal(0.20m, Pricing.At(Priced.Site(Priced.Dynamic), book, Priced.At("2026-11-28T03:00+01:00"))!.ImportEurPerKwh);
    }

    [Fact]
    public void Imbalance_counts_only_where_the_site_follows_it()
    {
        PriceBook book = Priced.Book(Priced.Series(Noon, 0.08m)) with { Imbalance = Priced.Series(Noon, -0.25m) };

        Assert.Equal(0m, Pricing.At(Priced.Site(Dutch), book, Priced.At(Noon))!.ImbalanceEurPerKwh);
        Assert.Equal(-0.25m, Pricing.At(Priced.Site(Dutch, imbalance: true), book, Priced.At(Noon))!.ImbalanceEurPerKwh);
        Assert.Equal(0.242m, Pricing.At(Priced.Site(Dutch, imbalance: true), book, Priced.At(Noon))!.ImportEurPerKwh);
        Assert.Equal(0m, Pricing.At(Priced.Site(Dutch, imbalance: true), book, Priced.At("2026-11-28T12:15+01:00"))!.ImbalanceEurPerKwh);
    }
}
