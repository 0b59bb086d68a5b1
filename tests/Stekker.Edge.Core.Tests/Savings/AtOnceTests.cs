using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Savings;

/// <summary>What charging at full power from the start would have cost.</summary>
public sealed class AtOnceTests
{
    private static readonly DateTimeOffset Evening = Bill.Evening;

    /// <summary>Dear for an hour, then 1 ct less each quarter.</summary>
    private static readonly PriceBook Falling = Bill.Prices(Evening, [.. Enumerable.Range(0, 16).Select(i => i < 4 ? 0.50m : 0.30m - (i * 0.01m))]);

    [Fact]
    public void The_night_was_cheaper_than_the_moment_of_plugging_in()
    {
        // It waited three hours, then took 11 kW for half an hour.
        Session session = Bill.Session(Evening, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2750, 2750, 0, 0);

        Settlement bill = Bill.Settle(session, Falling);

        Assert.Equal(2.75m * (0.18m + 0.17m), bill.Money!.CostEur);
        Assert.Equal(5.5m * 0.50m, bill.Money.AtOnceEur);
        Assert.Equal(bill.Money.AtOnceEur - bill.Money.CostEur, bill.Money.SavedOnAtOnceEur);
    }

    [Fact]
    public void It_begins_within_a_quarter_where_the_transaction_did()
    {
        // From 17:10 to 17:45 at 12 kW: five minutes of the first quarter, two whole ones.
        Session session = Bill.Session(1, Evening.AddMinutes(10), Evening.AddMinutes(45), 1000, 3000, 3000);
        PriceBook prices = Bill.Prices(Evening, 1.00m, 0.10m, 0.01m, 9m);

        Assert.Equal(1.00m + 0.30m + 0.03m, Bill.Settle(session, prices).Money!.AtOnceEur, 3);
    }

    [Fact]
    public void The_sun_that_was_there_then_counts()
    {
        // The car waited for the second quarter, while in the first 2000 Wh of sun went to the grid, beside a car that took 1000 of 3000.
        Session session = Bill.Session(Evening, 0, 2000);
        ImmutableArray<SitePtu> site = [Bill.Quarter(Evening, sun: 3500, building: 500, cars: 1000), Bill.Quarter(Evening + Ptu.Length, sun: 0, building: 500, cars: 3000)];

        Settlement bill = Bill.Settle(session, Bill.Prices(Evening, 0.40m, 0.20m), history: site);

        Assert.Equal((0.40m, 0.10m), (bill.Money!.CostEur, bill.Money.AtOnceEur));
    }

    [Fact]
    public void A_car_that_is_known_is_taken_at_its_own_power()
    {
        // Kept at 4 kW for an hour; it could have taken 16, all of it in the first quarter.
        Session session = Bill.Session(Evening, 1000, 1000, 1000, 1000) with { Vehicle = "van" };
        Vehicle van = new("van", "Van", null, new Watts(16_000), null, VehiclePreferences.None);
        PriceBook prices = Bill.Prices(Evening, 0.10m, 0.20m, 0.30m, 0.40m);

        Assert.Equal(0.40m, Bill.Settler(prices, vehicles: van).Settle(session).Money!.AtOnceEur);
        Assert.Equal(1.00m, Bill.Settler(prices).Settle(session).Money!.AtOnceEur);
    }

    [Theory]
    [InlineData(16, null, 11.04)] // 16 A on three phases, and no more than most cars take
    [InlineData(32, null, 11)]
    [InlineData(16, "L2", 3.68)]
    [InlineData(6, null, 4.14)]
    [InlineData(null, null, 4)]
    public void At_an_outlet_that_is_described_an_unknown_car_takes_what_most_do(int? amperes, string? phases, double kw)
    {
        Amperes? max = amperes is { } a ? Amperes.FromWhole(a) : null;
        SiteConfiguration site = Bill.Configuration() with
        {
            ChargePoints = [new ChargePointSettings("CP01", null, null, [new ConnectorSettings(1, max, phases)], null)],
        };
        PriceBook prices = Bill.Prices(Evening, 1m, 0m, 0m, 0m);

        // Kept at 4 kW for an hour: what falls in the first quarter, the only one that costs, tells the power.
        decimal firstQuarterKwh = Bill.Settle(Bill.Session(Evening, 1000, 1000, 1000, 1000), prices, site).Money!.AtOnceEur;

        Assert.Equal((decimal)Math.Clamp(kw, 4, 11) / 4, firstQuarterKwh, 3);
    }

    [Fact]
    public void A_price_missing_at_plug_in_is_told()
    {
        PriceBook prices = Bill.Prices(Evening + Ptu.Length, 0.20m, 0.20m);

        Settlement bill = Bill.Settle(Bill.Session(Evening, 0, 2000), prices);

        Assert.Equal(QuarterSpan.Of(Evening), Assert.Single(bill.Unpriced));
    }

    [Fact]
    public void A_start_and_a_stop_at_one_moment_put_all_into_its_quarter() =>
        Assert.Equal(0.40m, Bill.Settle(Bill.Session(1, Evening, Evening, 2000), Bill.Prices(Evening, 0.20m)).Money!.AtOnceEur);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void It_never_ends_after_the_session_did(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 200; i++)
        {
            int quarters = random.Next(1, 30);
            DateTimeOffset until = Evening.AddMinutes((15 * quarters) - random.Next(0, 14));
            Session session = Bill.Session(1, Evening, until, [.. Enumerable.Range(0, quarters).Select(_ => random.NextInt64(0, 3000))]);
            PriceBook prices = Bill.Prices(Evening, [.. Enumerable.Repeat(1m, quarters)]);

            Settlement bill = Bill.Settle(session, prices);

            Assert.Equal(bill.Energy.Value / 1000m, bill.Money!.AtOnceEur);
        }
    }
}
