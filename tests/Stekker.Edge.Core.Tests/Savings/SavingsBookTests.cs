using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Savings;

/// <summary>Sums by the site's calendar.</summary>
public sealed class SavingsBookTests
{
    private static readonly TimeZoneInfo Amsterdam = SiteZone.Of("Europe/Amsterdam");

    [Theory]
    [InlineData(2026, 3, 29, 23)]
    [InlineData(2026, 10, 25, 25)]
    public void The_day_on_which_the_clocks_change_has_its_own_hours(int year, int month, int day, int hours)
    {
        DateOnly date = new(year, month, day);
        DateTimeOffset midnight = SiteZone.At(Amsterdam, date, TimeOnly.MinValue);
        SavingsBook book = new(Period.Day, Amsterdam);
        for (int hour = -1; hour <= hours; hour++)
        {
            book.Add(Settled(midnight.AddHours(hour)));
        }

        Assert.Equal([(date.AddDays(-1), 1), (date, hours), (date.AddDays(1), 1)], book.Periods.Select(p => (p.First, p.Sum.Sessions)));
    }

    [Fact]
    public void What_has_no_price_counts_as_energy_and_not_as_money()
    {
        SavingsBook book = new(Period.Month, Amsterdam);
        book.Add(Settled(Bill.Evening));
        book.Add(Settled(Bill.Evening) with { Money = null, Unpriced = [QuarterSpan.Of(Bill.Evening), QuarterSpan.Of(Bill.Evening.AddHours(1))] });
        book.Add(Settled(Bill.Evening) with { Money = null, Unpriced = [QuarterSpan.Of(Bill.Evening.AddMinutes(15))] });

        SavingsSum sum = book.Total;

        Assert.Equal((3, 30_000, 10_000, 2), (sum.Sessions, sum.Energy.Value, sum.PricedEnergy.Value, sum.WithoutPrices));
        Assert.Equal((1.00m, 0.10m), (sum.Money.SavedEur, sum.SavedEurPerKwh!.Value));
        Assert.Equal([(0.0, 30.0), (60.0, 75.0)], sum.Unpriced.Select(s => ((s.From - Bill.Evening).TotalMinutes, (s.Until - Bill.Evening).TotalMinutes)));
    }

    [Fact]
    public void A_session_that_took_nothing_does_not_count()
    {
        SavingsBook book = new(Period.Year, Amsterdam);
        book.Add(Settled(Bill.Evening) with { Energy = WattHours.Zero });

        Assert.Equal(0, book.Total.Sessions);
        Assert.Empty(book.Periods);
    }

    [Fact]
    public void Where_prices_are_always_missing_not_every_quarter_is_told()
    {
        SavingsBook book = new(Period.Year, Amsterdam);
        for (int i = 0; i < 300; i++)
        {
            book.Add(Settled(Bill.Evening) with { Money = null, Unpriced = [QuarterSpan.Of(Bill.Evening.AddHours(i))] });
        }

        Assert.Equal((300, SavingsSum.MostUnpriced), (book.Total.WithoutPrices, book.Total.Unpriced.Length));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Periods_add_up_to_their_sessions(int seed)
    {
        Random random = new(seed);
        decimal Eur() => random.Next(-9_000_000, 9_000_000) / 1_000_000m;
        Settlement[] all =
        [
            .. Enumerable.Range(0, 300).Select(_ => Settled(Bill.Evening.AddMinutes(random.Next(2 * 365 * 24 * 60))) with
            {
                Energy = new WattHours(random.Next(1, 90_000)),
                Sun = new WattHours(random.Next(1000)),
                Money = random.Next(5) == 0 ? null : new SettledMoney(Eur(), Eur(), Eur(), Eur(), Eur()),
            }),
        ];
        foreach (Period period in Enum.GetValues<Period>())
        {
            SavingsBook book = new(period, Amsterdam);
            foreach (Settlement settlement in all)
            {
                book.Add(settlement);
            }

            Assert.Equal(all.Sum(s => s.Money?.CostEur ?? 0), book.Periods.Sum(p => p.Sum.Money.CostEur));
            Assert.Equal(all.Sum(s => s.Money?.SavedEur ?? 0), book.Periods.Sum(p => p.Sum.Money.SavedEur));
            Assert.Equal(all.Sum(s => s.Money?.SavedOnAtOnceEur ?? 0), book.Total.Money.SavedOnAtOnceEur);
            Assert.Equal(all.Sum(s => s.Energy.Value), book.Periods.Sum(p => p.Sum.Energy.Value));
            Assert.Equal(all.Length, book.Periods.Sum(p => p.Sum.Sessions));
            Assert.Equal(book.Periods.Select(p => p.First).Order(), book.Periods.Select(p => p.First));
        }
    }

    /// <summary>10 kWh for EUR 2.00 that cost EUR 3.00 on average.</summary>
    private static Settlement Settled(DateTimeOffset pluggedIn) => new()
    {
        SessionId = 1,
        PluggedIn = pluggedIn,
        Ended = pluggedIn,
        Energy = new WattHours(10_000),
        Money = new SettledMoney(2, 0, 0, 3, 4),
    };
}
