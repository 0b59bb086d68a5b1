using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Savings;

/// <summary>The average rate that savings are told against.</summary>
public sealed class ReferenceTests
{
    private static readonly TimeZoneInfo Amsterdam = SiteZone.Of("Europe/Amsterdam");

    private static readonly SiteConfiguration ByMonth = Bill.Configuration(reference: null);

    [Fact]
    public void What_is_configured_counts()
    {
        Settlement bill = Bill.Settle(Bill.Session(Bill.Evening, 10_000), Bill.Prices(Bill.Evening, 0.25m), Bill.Configuration(0.30m));

        Assert.Equal((3.00m, 0.50m), (bill.Money!.ReferenceEur, bill.Money.SavedEur));
    }

    [Fact]
    public void Else_the_mean_over_the_month_of_the_plug_in()
    {
        PriceBook prices = Bill.Month(Bill.Evening, 0.20m, [.. Enumerable.Range(0, 720).Select(i => new PtuSpot(Bill.Evening.AddDays(-20) + (i * Ptu.Length), 0.24m))]);

        Settlement bill = Bill.Settle(Bill.Session(Bill.Evening, 10_000), prices, ByMonth);

        // A quarter of November's 2880 quarters at 24 ct.
        Assert.Equal((2.10m, SettlementState.Settled), (bill.Money!.ReferenceEur, bill.State));
    }

    [Fact]
    public void Tax_surcharge_and_VAT_are_in_the_mean()
    {
        TariffSettings tariff = new() { SurchargeEurPerKwh = 0.02m, TaxEurPerKwh = 0.10m, VatFraction = 0.21m };

        Assert.Equal((0.20m + 0.12m) * 1.21m, ReferenceRate.For(Bill.Configuration(null, tariff), Bill.Month(Bill.Evening, 0.20m), Amsterdam, Bill.Evening)!.EurPerKwh);
    }

    [Fact]
    public void A_month_that_is_not_whole_makes_it_provisional()
    {
        PriceBook month = Bill.Month(Bill.Evening, 0.20m);
        PriceBook sofar = month with { Spot = [.. month.Spot.Take(2600)] };

        Settlement bill = Bill.Settle(Bill.Session(Bill.Evening, 10_000), sofar, ByMonth);

        Assert.Equal((SettlementState.Provisional, true, 2880 - 2600), (bill.State, bill.AreCostsFinal, bill.ReferenceMissingPtus));
    }

    [Theory]
    [InlineData("2026-10-31T22:00:00Z", (31 * 96) + 4)] // the clocks go back: a day of 25 hours
    [InlineData("2026-03-01T12:00:00Z", (31 * 96) - 4)] // forward: 23 hours
    public void A_month_has_the_quarters_its_days_have(string pluggedIn, int quarters)
    {
        DateTimeOffset at = DateTimeOffset.Parse(pluggedIn, System.Globalization.CultureInfo.InvariantCulture);

        ReferenceRate rate = ReferenceRate.For(ByMonth, Bill.Prices(Ptu.StartOf(at), 0.20m), Amsterdam, at)!;

        Assert.Equal((0.20m, quarters - 1), (rate.EurPerKwh, rate.MissingPtus));
    }

    [Fact]
    public void The_month_is_the_sites_own()
    {
        // 00:30 on the first of December at the site.
        DateTimeOffset at = new(2026, 11, 30, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal(0.10m, ReferenceRate.For(ByMonth, Bill.Month(at.AddHours(1), 0.10m), Amsterdam, at)!.EurPerKwh);
        Assert.Null(ReferenceRate.For(ByMonth, Bill.Month(at.AddDays(-1), 0.20m), Amsterdam, at));
    }

    [Fact]
    public void A_fixed_tariff_is_its_own_reference()
    {
        SiteConfiguration fixedPrice = Bill.Configuration(null, new TariffSettings { Kind = TariffKind.Fixed, PriceEurPerKwh = 0.30m, FeedIn = FeedInKind.None });

        Settlement bill = Bill.Settle(Bill.Session(Bill.Evening, 10_000), PriceBook.Empty, fixedPrice);

        Assert.Equal((SettlementState.Settled, 0m), (bill.State, bill.Money!.SavedEur));
    }

    [Fact]
    public void With_no_price_of_the_month_the_tariffs_own_is_reckoned_with()
    {
        TariffSettings tariff = new() { PriceEurPerKwh = 0.40m };

        ReferenceRate rate = ReferenceRate.For(Bill.Configuration(null, tariff), PriceBook.Empty, Amsterdam, Bill.Evening)!;

        Assert.Equal((0.40m, 2880), (rate.EurPerKwh, rate.MissingPtus));
    }
}
