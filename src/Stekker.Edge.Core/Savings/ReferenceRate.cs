using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Savings;

/// <summary>
/// The average kWh rate that a session is held against, for its country and period: what the site's configuration names; else the plain mean
/// over time of the all-in import price of the tariff's area, over the calendar month (in the site's zone) of the plug-in, as far as it is
/// known; else the price the tariff reckons with where none is known.
/// </summary>
/// <param name="MissingPtus">Quarters of the month whose price is not known (yet).</param>
public sealed record ReferenceRate(decimal EurPerKwh, int MissingPtus)
{
    /// <returns>Null where nothing is known to reckon with.</returns>
    public static ReferenceRate? For(SiteConfiguration configuration, PriceBook prices, TimeZoneInfo zone, DateTimeOffset pluggedIn)
    {
        if (configuration.Savings.ReferenceEurPerKwh is { } configured)
        {
            return new ReferenceRate(configured, MissingPtus: 0);
        }

        DateOnly month = Periods.First(Period.Month, SiteZone.DayOf(zone, pluggedIn));
        DateTimeOffset until = SiteZone.At(zone, month.AddMonths(1), TimeOnly.MinValue);
        decimal sum = 0;
        int known = 0;
        int all = 0;
        for (DateTimeOffset ptu = Ptu.StartOf(SiteZone.At(zone, month, TimeOnly.MinValue)); ptu < until; ptu += Ptu.Length)
        {
            all++;
            if (BilledPrice.At(configuration, prices, ptu) is { Source: PriceSource.Known } price)
            {
                sum += price.ImportEurPerKwh;
                known++;
            }
        }

        return known > 0 ? new ReferenceRate(sum / known, all - known)
            : BilledPrice.At(configuration, prices, Ptu.StartOf(pluggedIn)) is { } reckoned ? new ReferenceRate(reckoned.ImportEurPerKwh, all)
            : null;
    }
}
