using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

internal static class TariffReader
{
    /// <summary>Beyond this a decimal point is in the wrong place: cents were meant, or MWh.</summary>
    private const decimal MostEurPerKwh = 10;

    private const int PriceDecimals = 6;

    public static TariffSettings? Read(ObjectReader from)
    {
        if (!from.IsThere)
        {
            return null;
        }

        TariffSettings defaults = new();
        from.Require("type", "\"dynamic\" for day-ahead prices, \"fixed\" for one price, \"timeOfUse\" for zones of the week");
        TariffSettings tariff = new()
        {
            Kind = from.Choice("type", ("dynamic", TariffKind.Dynamic), ("fixed", TariffKind.Fixed), ("timeOfUse", TariffKind.TimeOfUse)) ?? TariffKind.Dynamic,
            Area = from.Text("area", a => ConfigurationTexts.IsName(a, 16) ? null : "must be a bidding zone, as \"NL\"") ?? defaults.Area,
            PriceEurPerKwh = Price(from, "priceEurPerKwh"),
            Zones = TariffZoneReader.Read(from.List("zones")),
            SurchargeEurPerKwh = Price(from, "surchargeEurPerKwh") ?? 0,
            TaxEurPerKwh = Price(from, "taxEurPerKwh") ?? 0,
            VatFraction = from.Number("vatFraction", 0, 1, "", 4) ?? 0,
            FeedIn = from.Choice("feedIn", ("dayAhead", FeedInKind.DayAhead), ("fixed", FeedInKind.Fixed), ("none", FeedInKind.None)),
            FeedInEurPerKwh = Price(from, "feedInEurPerKwh"),
            SolarGridCostAvoidedEurPerKwh = from.Number("solarGridCostAvoidedEurPerKwh", 0, MostEurPerKwh, " EUR", PriceDecimals) ?? defaults.SolarGridCostAvoidedEurPerKwh,
        };
        if (tariff.Kind == TariffKind.Fixed)
        {
            from.Require("priceEurPerKwh", "a fixed tariff has a price");
        }

        if (tariff.Kind == TariffKind.TimeOfUse)
        {
            from.Require("zones", "a time-of-use tariff has zones, as [ { \"hours\": \"23:00-07:00\", \"priceEurPerKwh\": 0.08 } ]; priceEurPerKwh is the price of all other moments");
            TariffZoneReader.CheckCover(from, tariff);
        }
        else if (from.Has("zones") && from.IsRight("type"))
        {
            from.Warn("zones", "plays no part: the tariff's type is not \"timeOfUse\"");
        }

        if (tariff.FeedIn == FeedInKind.Fixed)
        {
            from.Require("feedInEurPerKwh", "a fixed feed-in has a price");
        }

        from.Finish();
        return tariff;
    }

    /// <summary>Below zero too: a surcharge may be a discount, and feeding in may cost.</summary>
    public static decimal? Price(ObjectReader from, string name) => from.Number(name, -MostEurPerKwh, MostEurPerKwh, " EUR", PriceDecimals);
}
