using System.Collections.Immutable;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Core.Tests.Tariffs;

/// <summary>Series of prices as they come, and as they are kept.</summary>
public sealed class SpotSeriesTests
{
    private const string Noon = "2026-11-28T12:00Z";

    public static TheoryData<string, ImmutableArray<PtuSpot>, string> Bad => new()
    {
        { "nothing", [], "there are no prices in it" },
        { "EUR/MWh taken for EUR/kWh", Priced.Series(Noon, 85.3m), "85.3 EUR/kWh at 2026-11-28T12:00Z cannot be: prices are from -10 to 10 EUR/kWh; is it EUR/MWh?" },
        { "far below zero", Priced.Series(Noon, 0.1m, -500m), "is it EUR/MWh?" },
        { "not on a quarter", Priced.Series("2026-11-28T12:10Z", 0.1m), "2026-11-28T12:10:00Z is not the start of a quarter" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_no_price_is_told(string what, ImmutableArray<PtuSpot> rows, string told) =>
        Assert.True(SpotSeries.WhyNot(rows)?.Contains(told, StringComparison.Ordinal) == true, $"{what}: {SpotSeries.WhyNot(rows)}");

    [Fact]
    public void A_negative_price_is_a_price() => Assert.Null(SpotSeries.WhyNot(Priced.Series(Noon, -0.5m)));

    [Fact]
    public void What_comes_twice_and_out_of_order_is_put_in_order_and_the_last_counts()
    {
        ImmutableArray<PtuSpot> said = [.. Priced.Series("2026-11-28T12:30Z", 0.3m), .. Priced.Series(Noon, 0.1m, 0.2m), .. Priced.Series(Noon, 0.9m)];

        Assert.Equal([0.9m, 0.2m, 0.3m], SpotSeries.InOrder(said).Select(r => r.EurPerKwh));
    }

    [Fact]
    public void A_price_is_kept_to_the_millionth_and_in_utc()
    {
        PtuSpot row = Assert.Single(SpotSeries.InOrder([new PtuSpot(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.FromHours(1)), 0.12345678m)]));

        Assert.Equal((0.123457m, TimeSpan.Zero, 11), (row.EurPerKwh, row.Start.Offset, row.Start.Hour));
    }

    [Fact]
    public void A_corrected_series_counts_where_it_overlaps()
    {
        ImmutableArray<PtuSpot> older = Priced.Series(Noon, 0.1m, 0.2m, 0.3m);
        ImmutableArray<PtuSpot> newer = Priced.Series("2026-11-28T12:15Z", 0.2m, 0.9m, 0.4m);

        Assert.Equal([0.1m, 0.2m, 0.9m, 0.4m], SpotSeries.Over(older, newer).Select(r => r.EurPerKwh));
        Assert.Equal([0.9m, 0.4m], SpotSeries.Changed(older, newer).Select(r => r.EurPerKwh));
    }

    [Fact]
    public void Prices_are_known_until_the_first_hole()
    {
        PriceBook book = Priced.Book([.. Priced.Series(Noon, 0.1m, 0.1m), .. Priced.Series("2026-11-28T13:00Z", 0.1m)]);

        Assert.Equal(Priced.At("2026-11-28T12:30Z"), book.SpotKnownUntil(Priced.At("2026-11-28T12:07Z")));
        Assert.Equal(Priced.At("2026-11-28T12:30Z"), book.SpotKnownUntil(Priced.At("2026-11-28T12:31Z")));
        Assert.Equal(Priced.At("2026-11-28T13:15Z"), book.SpotKnownUntil(Priced.At("2026-11-28T13:00Z")));
    }

    [Fact]
    public void Another_areas_prices_are_of_no_use()
    {
        PriceBook book = Priced.Book(Priced.Series(Noon, 0.1m)) with { Imbalance = Priced.Series(Noon, 0.2m) };

        Assert.Equal((1, 1), (book.For("nl").Spot.Length, book.For(null).Spot.Length));
        Assert.Equal((0, 1, "BE"), (book.For("BE").Spot.Length, book.For("BE").Imbalance.Length, book.For("BE").Area));
    }
}
