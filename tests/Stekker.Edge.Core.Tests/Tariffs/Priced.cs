using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Tariffs;

/// <summary>Short hands for the tests of prices: a site with a tariff, and series.</summary>
internal static class Priced
{
    public static readonly TariffSettings Dynamic = new();

    public static SiteConfiguration Site(TariffSettings? tariff, bool imbalance = false) =>
        new() { SiteId = "here", Tariff = tariff, Imbalance = new ImbalanceSettings(imbalance) };

    public static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();

    /// <summary>One price after the other, a quarter of an hour each.</summary>
    public static ImmutableArray<PtuSpot> Series(string from, params decimal[] prices) => [.. prices.Select((p, i) => new PtuSpot(At(from) + (Ptu.Length * i), p))];

    /// <summary>Whole days of the site's clocks; the price follows from the local time of each quarter.</summary>
    public static ImmutableArray<PtuSpot> Days(string first, int days, Func<DateTime, decimal> price)
    {
        TimeZoneInfo zone = SiteZone.Of("Europe/Amsterdam");
        DateOnly day = DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture);
        List<PtuSpot> rows = [];
        for (DateTimeOffset at = SiteZone.At(zone, day, default); at < SiteZone.At(zone, day.AddDays(days), default); at += Ptu.Length)
        {
            rows.Add(new PtuSpot(at, price(SiteZone.LocalOf(zone, at))));
        }

        return [.. rows];
    }

    public static PriceBook Book(ImmutableArray<PtuSpot> spot) => new(spot, []) { Area = "NL" };

    public static UInt128 Hours(int from, int until)
    {
        UInt128 set = UInt128.Zero;
        for (int quarter = from * 4; quarter < until * 4; quarter++)
        {
            set |= UInt128.One << quarter;
        }

        return set;
    }
}
