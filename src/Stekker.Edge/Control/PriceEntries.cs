using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Control;

/// <summary>A price as it is brought.</summary>
/// <param name="Start">Of a quarter of an hour: a moment with its offset, or by the site's clocks.</param>
public sealed record PriceRow(string Start, decimal EurPerKwh)
{
    public static PriceRow Of(PtuSpot spot) => new(spot.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture), spot.EurPerKwh);

    internal IEnumerable<string> Faults(SiteTimes times) => Start is null || times.Begin(Start) is null ? [$"it is {SiteTimes.Expected}"] : [];

    internal PtuSpot Spot(SiteTimes times) => new(times.Begin(Start)!.Value, EurPerKwh);
}

/// <param name="Area">Their bidding zone; null is the one of the site's tariff.</param>
public sealed record PricesAsked(string? Area, ImmutableArray<PriceRow> Prices);

/// <summary>What a kWh costs and earns on one day of the site's clocks.</summary>
/// <param name="Tariff">dynamic, fixed, timeOfUse; null where the site has none.</param>
/// <param name="Area">The bidding zone of its market prices.</param>
/// <param name="KnownUntil">Until when market prices are known from now on without a hole; null where none plays a part or not even now's is known.</param>
public sealed record PriceDay(string Day, string TimeZone, string? Tariff, string? Area, string? KnownUntil, ImmutableArray<PriceQuarter> Quarters);

/// <param name="ImportEurPerKwh">All in: with surcharge, tax and VAT, and the imbalance signal where the site follows it. Null where nothing is known to reckon with.</param>
/// <param name="FeedInEurPerKwh">What one exported kWh earns.</param>
/// <param name="SpotEurPerKwh">The bare market price; null where it plays no part or is not known.</param>
/// <param name="ImbalanceEurPerKwh">What of both is the imbalance signal's adjustment.</param>
/// <param name="Source">known, or usual: reckoned with until the price is known; null where there is none.</param>
public sealed record PriceQuarter(
    string Start, decimal? ImportEurPerKwh, decimal? FeedInEurPerKwh, decimal? SpotEurPerKwh, decimal? ImbalanceEurPerKwh, string? Source);
