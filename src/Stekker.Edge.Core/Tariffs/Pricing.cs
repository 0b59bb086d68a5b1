using Stekker.Edge.Core.Configuration;

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

        decimal? spot = tariff.Kind == TariffKind.Dynamic ? book.SpotAt(ptu) : null;
        if ((spot ?? tariff.PriceEurPerKwh) is not { } bare)
        {
            return null;
        }

        decimal import = (bare + tariff.SurchargeEurPerKwh + tariff.TaxEurPerKwh) * (1 + tariff.VatFraction);
        decimal feedIn = tariff.FeedIn switch { FeedInKind.DayAhead => bare, FeedInKind.Fixed => tariff.FeedInEurPerKwh ?? 0, _ => 0 };
        return new PtuPrice(import, Math.Min(feedIn, import), spot is null && tariff.Kind == TariffKind.Dynamic ? PriceSource.Fallback : PriceSource.Known, spot)
        {
            ImbalanceEurPerKwh = configuration.Imbalance.Enabled ? book.ImbalanceAt(ptu) ?? 0 : 0,
        };
    }
}
