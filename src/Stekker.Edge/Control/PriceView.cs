using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>A day's prices as people see them.</summary>
internal static class PriceView
{
    public static Answer<PriceDay> Of(SiteState state, ISiteRecords records, string? asked, Now now)
    {
        TimeZoneInfo zone = SiteZone.Of(state.Configuration.TimeZone);
        if (asked is not null && SiteTimes.DayOf(asked) is null)
        {
            return new No(Denial.NotUnderstood, $"day '{asked}': it is a date such as 2027-01-31");
        }

        DateOnly day = asked is null ? SiteZone.DayOf(zone, now.Utc) : SiteTimes.DayOf(asked)!.Value;
        try
        {
            return OfDay(state, records, day, zone, now);
        }
        catch (LedgerUnavailableException e)
        {
            return new No(Denial.NotPossible, e.Message);
        }
    }

    /// <summary>"known until 2026-11-28 24:00", to go on a sentence with.</summary>
    public static string KnownInWords(SiteState state, Now now)
    {
        TimeZoneInfo zone = SiteZone.Of(state.Configuration.TimeZone);
        DateTimeOffset until = state.Prices.SpotKnownUntil(now.Utc);
        if (until <= now.Utc)
        {
            return "not known for now";
        }

        DateTime local = SiteZone.LocalOf(zone, until);
        return local.TimeOfDay == TimeSpan.Zero
            ? FormattableString.Invariant($"known until {local.AddDays(-1):yyyy-MM-dd} 24:00")
            : FormattableString.Invariant($"known until {local:yyyy-MM-dd HH:mm}");
    }

    private static PriceDay OfDay(SiteState state, ISiteRecords records, DateOnly day, TimeZoneInfo zone, Now now)
    {
        SiteConfiguration site = state.Configuration;
        SiteTimes times = new(zone);
        DateTimeOffset from = SiteZone.At(zone, day, TimeOnly.MinValue);
        DateTimeOffset until = SiteZone.At(zone, day.AddDays(1), TimeOnly.MinValue);
        PriceBook book = from < now.Utc - PriceBook.Kept && site.Tariff is { } old
            ? new PriceBook(records.Prices(old.Area, from.AddDays(-8), until), records.Imbalance(from, until))
            : state.Prices;
        ImmutableArray<PriceQuarter>.Builder quarters = ImmutableArray.CreateBuilder<PriceQuarter>();
        for (DateTimeOffset at = from; at < until; at += Ptu.Length)
        {
            quarters.Add(Quarter(Pricing.At(site, book, at), times.Write(at)));
        }

        bool follows = site.Tariff is { FollowsMarket: true };
        DateTimeOffset known = state.Prices.SpotKnownUntil(now.Utc);
        return new PriceDay(
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            site.TimeZone,
            site.Tariff?.Kind switch { TariffKind.Dynamic => "dynamic", TariffKind.Fixed => "fixed", TariffKind.TimeOfUse => "timeOfUse", _ => null },
            site.Tariff?.Area,
            follows && known > now.Utc ? times.Write(known) : null,
            quarters.DrainToImmutable());
    }

    private static PriceQuarter Quarter(PtuPrice? price, string start) => price is null
        ? new PriceQuarter(start, null, null, null, null, null)
        : new PriceQuarter(
            start,
            Rounded(price.ImportEurPerKwh + price.ImbalanceEurPerKwh),
            Rounded(price.FeedInEurPerKwh + price.ImbalanceEurPerKwh),
            price.SpotEurPerKwh,
            price.ImbalanceEurPerKwh,
            price.Source == PriceSource.Known ? "known" : "usual");

    /// <summary>A millionth of a euro: VAT makes endless decimals of it.</summary>
    private static decimal Rounded(decimal price) => decimal.Round(price, 6);
}
