using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tariffs;

/// <summary>What the site pays and earns per PTU, by its tariff and what is known of the market.</summary>
public static class Pricing
{
    /// <param name="ptu">The PTU's start, UTC.</param>
    /// <returns>Null where the site has no tariff, or nothing is known to reckon with.</returns>
    public static PtuPrice? At(SiteConfiguration configuration, PriceBook book, DateTimeOffset ptu)
    {
        if (configuration.Tariff is not { } tariff)
        {
            return null;
        }

        TimeZoneInfo zone = SiteZone.Of(configuration.TimeZone);
        decimal? spot = tariff.FollowsMarket ? book.SpotAt(ptu) : null;
        decimal? market = spot ?? (tariff.FollowsMarket ? Assumed(tariff, book, zone, ptu) : null);
        decimal? price = tariff.Kind switch
        {
            TariffKind.Dynamic => market,
            TariffKind.TimeOfUse => TariffZones.At(tariff.Zones, SiteZone.LocalOf(zone, ptu))?.PriceEurPerKwh ?? tariff.PriceEurPerKwh,
            _ => tariff.PriceEurPerKwh,
        };
        if (price is not { } bare)
        {
            return null;
        }

        decimal import = (bare + tariff.SurchargeEurPerKwh + tariff.TaxEurPerKwh) * (1 + tariff.VatFraction);
        decimal feedIn = tariff.FeedIn switch
        {
            null => import - tariff.SolarGridCostAvoidedEurPerKwh,
            FeedInKind.DayAhead => market ?? 0,
            FeedInKind.Fixed => tariff.FeedInEurPerKwh ?? 0,
            _ => 0,
        };

        // The planner's cost is convex only where a kWh given away never earns more than one taken costs; a contract that paid for running
        // in circles does not exist for long.
        return new PtuPrice(import, Math.Min(feedIn, import), tariff.FollowsMarket && spot is null ? PriceSource.Fallback : PriceSource.Known, spot)
        {
            ImbalanceEurPerKwh = configuration.Imbalance.Enabled ? book.ImbalanceAt(ptu) ?? 0 : 0,
        };
    }

    private static decimal? Assumed(TariffSettings tariff, PriceBook book, TimeZoneInfo zone, DateTimeOffset ptu) =>
        tariff.Kind == TariffKind.Dynamic && tariff.PriceEurPerKwh is { } configured ? configured : UsualPrice.At(book.Spot, zone, ptu);
}
