using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Savings;

/// <summary>What one session cost.</summary>
public sealed class SettlerTests
{
    private static readonly DateTimeOffset Evening = Bill.Evening;

    [Fact]
    public void Sun_and_grid_are_booked_apart()
    {
        Settlement bill = Bill.Settle(
            Bill.Session(Evening, 2000, 1000),
            Bill.Prices(Evening, 0.25m, 0.20m),
            history: [Bill.Quarter(Evening, sun: 1500, building: 700, cars: 2000), Bill.Quarter(Evening + Ptu.Length, sun: 0, building: 700, cars: 1000)]);

        Assert.Equal((3000, 800), (bill.Energy.Value, bill.Sun.Value));
        Assert.Equal((1.2m * 0.25m) + (1.0m * 0.20m), bill.Money!.GridEur);
        Assert.Equal(0.8m * 0.05m, bill.Money.SunEur);
        Assert.Equal(bill.Money.GridEur + bill.Money.SunEur, bill.Money.CostEur);
        Assert.Equal(SettlementState.Settled, bill.State);
    }

    [Fact]
    public void Two_cars_share_the_surplus_by_what_they_took()
    {
        SitePtu site = Bill.Quarter(Evening, sun: 2300, building: 300, cars: 4000);

        Settlement much = Bill.Settle(Bill.Session(Evening, 3000), Bill.Prices(Evening, 0.25m), history: site);
        Settlement little = Bill.Settle(Bill.Session(Evening, 1000), Bill.Prices(Evening, 0.25m), history: site);

        Assert.Equal((1500, 500), (much.Sun.Value, little.Sun.Value));
    }

    [Fact]
    public void A_car_takes_no_more_sun_than_energy() =>
        Assert.Equal(1000, Bill.Settle(Bill.Session(Evening, 1000), Bill.Prices(Evening, 0.25m), history: Bill.Quarter(Evening, sun: 9000, building: 0, cars: 1000)).Sun.Value);

    [Theory]
    [InlineData(null, 100L)]
    [InlineData(3000L, null)]
    public void Where_the_meters_do_not_tell_all_came_from_the_grid(long? sun, long? building)
    {
        Settlement bill = Bill.Settle(Bill.Session(Evening, 1000), Bill.Prices(Evening, 0.25m), history: Bill.Quarter(Evening, sun, building, cars: 1000));

        Assert.Equal((0, 0.25m), (bill.Sun.Value, bill.Money!.GridEur));
    }

    [Fact]
    public void A_negative_price_earns()
    {
        Settlement bill = Bill.Settle(Bill.Session(Evening, 2000), Bill.Prices(Evening, -0.10m));

        Assert.Equal(-0.20m, bill.Money!.CostEur);
        Assert.Equal((2 * 0.30m) + 0.20m, bill.Money.SavedEur);
    }

    [Fact]
    public void The_imbalance_signal_is_booked_apart()
    {
        SiteConfiguration follows = Bill.Configuration() with { Imbalance = new ImbalanceSettings(true) };
        PriceBook prices = Bill.Prices(Evening, 0.25m) with { Imbalance = [new PtuSpot(Evening, -0.04m)] };

        Settlement bill = Bill.Settle(Bill.Session(Evening, 2000), prices, follows);

        Assert.Equal((0.50m, -0.08m, 0.42m), (bill.Money!.GridEur, bill.Money.ImbalanceEur, bill.Money.CostEur));
    }

    [Fact]
    public void Without_a_price_it_says_so_and_for_which_quarters()
    {
        PriceBook hole = Bill.Prices(Evening, 0.25m, 0.25m, 0.25m, 0.25m);
        hole = hole with { Spot = hole.Spot.RemoveRange(1, 2) };

        Settlement bill = Bill.Settle(Bill.Session(Evening, 1000, 1000, 1000, 1000), hole);

        Assert.Equal(SettlementState.NoPrices, bill.State);
        Assert.Null(bill.Money);
        Assert.Equal(new QuarterSpan(Evening.AddMinutes(15), Evening.AddMinutes(45)), Assert.Single(bill.Unpriced));
        Assert.Equal(4000, bill.Energy.Value);
    }

    [Fact]
    public void A_fallback_price_makes_it_provisional()
    {
        TariffSettings tariff = new() { PriceEurPerKwh = 0.40m, FeedIn = FeedInKind.None };

        Settlement bill = Bill.Settle(Bill.Session(Evening, 1000, 1000), Bill.Prices(Evening, 0.25m), Bill.Configuration(tariff: tariff));

        Assert.Equal((SettlementState.Provisional, 1, 0.65m), (bill.State, bill.FallbackPtus, bill.Money!.CostEur));
    }

    [Fact]
    public void What_was_usual_lately_is_no_price_to_bill_at()
    {
        PriceBook yesterday = Bill.Prices(Evening.AddDays(-1), [.. Enumerable.Repeat(0.20m, 95)]);

        Settlement bill = Bill.Settle(Bill.Session(Evening, 1000), yesterday, Bill.Configuration(reference: null));

        Assert.Equal(SettlementState.NoPrices, bill.State);
    }

    [Fact]
    public void A_running_session_is_provisional()
    {
        Settlement bill = Bill.Settle(Bill.Session(Evening, 1000) with { State = Core.Charging.SessionState.Charging }, Bill.Prices(Evening, 0.25m));

        Assert.Equal((SettlementState.Provisional, 0.25m), (bill.State, bill.Money!.CostEur));
    }

    [Fact]
    public void It_is_provisional_until_the_meters_have_told_of_the_last_quarter()
    {
        PriceBook prices = Bill.Prices(Evening, 0.25m);
        SiteHistory seen = new([Bill.Quarter(Evening, 0, 100, 1000)]);

        Settlement At(SiteHistory history, int minutes) => Bill.Settler(prices, history: history, asOf: Evening.AddMinutes(minutes)).Settle(Bill.Session(Evening, 1000));

        Assert.Equal(SettlementState.Provisional, At(SiteHistory.Empty, 16).State);
        Assert.Equal(SettlementState.Settled, At(seen, 16).State);
        Assert.Equal(SettlementState.Settled, At(SiteHistory.Empty, 30).State);
    }

    [Fact]
    public void A_signal_is_waited_for_a_day()
    {
        SiteConfiguration follows = Bill.Configuration() with { Imbalance = new ImbalanceSettings(true) };

        SettlementState After(int hours) =>
            Bill.Settler(Bill.Prices(Evening, 0.25m), follows, asOf: Evening.AddHours(hours)).Settle(Bill.Session(Evening, 1000)).State;

        Assert.Equal((SettlementState.Provisional, SettlementState.Settled), (After(23), After(24)));
    }

    [Fact]
    public void A_session_that_took_nothing_costs_nothing_and_needs_no_price()
    {
        Settlement bill = Bill.Settle(Bill.Session(Evening, 0, 0), PriceBook.Empty, Bill.Configuration(reference: null));

        Assert.Equal((SettlementState.Settled, 0m), (bill.State, bill.Money!.CostEur));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Parts_add_up(int seed)
    {
        Random random = new(seed);
        int quarters = random.Next(1, 12);
        long[] wh = [.. Enumerable.Range(0, quarters).Select(_ => random.NextInt64(0, 6000))];
        DateTimeOffset from = Evening.AddMinutes(random.Next(-600, 600));
        Core.Charging.Session session = Bill.Session(1, from, from.AddMinutes((15 * quarters) - random.Next(0, 14)), [.. wh]);
        PriceBook prices = Bill.Month(from, 0.20m);
        prices = prices with { Spot = [.. prices.Spot.Select(p => p with { EurPerKwh = random.Next(-200_000, 900_000) / 1_000_000m })] };
        SiteHistory history = new([.. session.Ptus.Where(_ => random.Next(3) > 0).Select(p => Bill.Quarter(
            p.Start, random.Next(5000), random.Next(3000), p.Energy.Value + random.Next(-200, 6000)))]);
        Settler settler = Bill.Settler(prices, Bill.Configuration(random.Next(2) == 0 ? null : 0.31m), history);

        Settlement bill = settler.Settle(session);
        var lines = settler.Quarters(session);

        Assert.Equal(wh.Sum(), bill.Energy.Value);
        Assert.All(lines, l => Assert.InRange(l.Sun.Value, 0, l.Energy.Value));
        Assert.All(lines, l => Assert.Equal(l.Energy, l.Grid + l.Sun));
        Assert.Equal(bill.Sun.Value, lines.Sum(l => l.Sun.Value));
        decimal exact = lines.Sum(l => l.GridEur!.Value + l.SunEur!.Value + l.ImbalanceEur!.Value);
        Assert.InRange(bill.Money!.CostEur - exact, -0.0000015m, 0.0000015m);
        Assert.Equal(bill.Money.ReferenceEur, bill.Money.CostEur + bill.Money.SavedEur);
        Assert.Equal(bill.Money.AtOnceEur, bill.Money.CostEur + bill.Money.SavedOnAtOnceEur);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cars_together_take_no_more_sun_than_there_was(int seed)
    {
        Random random = new(seed);
        long[] cars = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.NextInt64(1, 6000))];
        SitePtu site = Bill.Quarter(Evening, random.Next(8000), random.Next(4000), cars.Sum());
        long surplus = Math.Max(0, site.Solar!.Value.Value - site.Building!.Value.Value);

        long sun = cars.Sum(wh => Bill.Settle(Bill.Session(Evening, wh), Bill.Prices(Evening, 0.25m), history: site).Sun.Value);

        Assert.InRange(sun, Math.Min(surplus, cars.Sum()) - cars.Length, Math.Min(surplus, cars.Sum()));
    }
}
