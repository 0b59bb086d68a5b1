using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Core.Tests.Tariffs;

/// <summary>Zones of the week and the year, by the site's clocks.</summary>
public sealed class TimeOfUseTests
{
    private const byte MonToFri = 0b0111110;

    private static readonly TariffZone Night = new(0.10m) { Quarters = Priced.Hours(23, 24) | Priced.Hours(0, 7), Weekdays = MonToFri };

    private static readonly TariffZone Weekend = new(0.12m) { Weekdays = 0b1000001 };

    private static readonly TariffZone WinterPeak = new(0.40m) { Quarters = Priced.Hours(17, 20), Weekdays = MonToFri, Season = new Season(1015, 314) };

    private static readonly TariffSettings Zoned = new()
    {
        Kind = TariffKind.TimeOfUse,
        Zones = [Night, Weekend, WinterPeak],
        PriceEurPerKwh = 0.20m,
        FeedIn = FeedInKind.None,
    };

    public static TheoryData<string, string, decimal> Moments => new()
    {
        { "Friday noon: no zone, the tariff's own price", "2026-11-27T12:00+01:00", 0.20m },
        { "Friday 22:45: not night yet", "2026-11-27T22:45+01:00", 0.20m },
        { "Friday 23:00: night", "2026-11-27T23:00+01:00", 0.10m },
        { "Saturday 02:00: the weekend's, though Friday's night goes on", "2026-11-28T02:00+01:00", 0.12m },
        { "Sunday 23:00: still the weekend", "2026-11-29T23:00+01:00", 0.12m },
        { "Monday 00:00: night", "2026-11-30T00:00+01:00", 0.10m },
        { "Monday 06:45: night", "2026-11-30T06:45+01:00", 0.10m },
        { "Monday 07:00: day", "2026-11-30T07:00+01:00", 0.20m },
        { "Monday 17:00 in November: peak", "2026-11-30T17:00+01:00", 0.40m },
        { "Monday 17:00 in July: no peak", "2026-07-06T17:00+02:00", 0.20m },
        { "15 October: the first day of winter", "2026-10-15T17:00+02:00", 0.40m },
        { "14 October: the day before", "2026-10-14T17:00+02:00", 0.20m },
        { "the last day of winter", "2025-03-14T17:00+01:00", 0.40m },
        { "the day after", "2024-03-15T17:00+01:00", 0.20m },
        { "New Year's Eve, over which the season goes", "2026-12-31T19:45+01:00", 0.40m },
        { "by the site's clocks in summer, not by UTC", "2026-07-07T06:45+02:00", 0.10m },
    };

    [Theory]
    [MemberData(nameof(Moments))]
    public void A_moment_has_the_price_of_its_zone(string what, string moment, decimal price) =>
        Assert.True(price == At(moment), $"{what}: {At(moment)}");

    [Theory]
    [InlineData("2026-03-29", 92, 20, 72)] // 23 hours: the night has one less
    [InlineData("2026-10-25", 100, 28, 72)] // 25 hours: the night has one more
    [InlineData("2026-06-07", 96, 24, 72)]
    public void Days_of_23_and_25_hours_are_priced_whole(string day, int quarters, int cheap, int dear)
    {
        TariffSettings everyNight = Zoned with { Zones = [new TariffZone(0.10m) { Quarters = Priced.Hours(0, 6) }] };
        decimal[] prices = [.. Priced.Days(day, 1, _ => 0).Select(r => Pricing.At(Priced.Site(everyNight), PriceBook.Empty, r.Start)!.ImportEurPerKwh)];

        Assert.Equal((quarters, cheap, dear), (prices.Length, prices.Count(p => p == 0.10m), prices.Count(p => p == 0.20m)));
    }

    [Fact]
    public void Where_zones_overlap_the_first_counts()
    {
        TariffZone dear = new(0.50m);
        Assert.Equal(0.10m, TariffZones.At([Night, dear], new DateTime(2026, 11, 27, 23, 0, 0))!.PriceEurPerKwh);
        Assert.Equal(0.50m, TariffZones.At([dear, Night], new DateTime(2026, 11, 27, 23, 0, 0))!.PriceEurPerKwh);
        Assert.True(TariffZones.IsHidden([dear, Night], 1));
        Assert.False(TariffZones.IsHidden([Night, dear], 1));
    }

    [Fact]
    public void A_moment_without_a_zone_is_found()
    {
        Assert.Equal(new ZoneGap(1, 1, DayOfWeek.Monday, new TimeOnly(7, 0)), TariffZones.FirstGap([Night, Weekend]));
        Assert.Null(TariffZones.FirstGap([Night, Weekend, new TariffZone(0.2m)]));
    }

    [Fact]
    public void A_leap_day_without_a_zone_is_found_too()
    {
        TariffZone[] zones = [new(0.1m) { Season = new Season(301, 228) }];
        Assert.Equal(new ZoneGap(2, 29, DayOfWeek.Sunday, TimeOnly.MinValue), TariffZones.FirstGap([.. zones]));
        Assert.Null(TariffZones.FirstGap([zones[0] with { Season = new Season(301, 229) }]));
    }

    [Fact]
    public void Zones_bring_no_price_of_the_market_and_need_none()
    {
        PtuPrice price = Pricing.At(Priced.Site(Zoned), PriceBook.Empty, Priced.At("2026-11-27T12:00+01:00"))!;
        Assert.Equal((PriceSource.Known, null), (price.Source, price.SpotEurPerKwh));
    }

    private static decimal At(string moment) => Pricing.At(Priced.Site(Zoned), PriceBook.Empty, Priced.At(moment))!.ImportEurPerKwh;
}
