namespace Stekker.Edge.Core.Tariffs;

/// <summary>Where a price comes from.</summary>
public enum PriceSource
{
    /// <summary>Published, or the contract's own.</summary>
    Known,

    /// <summary>None is known for this quarter (yet): what is reckoned with meanwhile.</summary>
    Fallback,
}

/// <summary>What a kWh costs and earns in one PTU: all in, with surcharge, tax and VAT where they apply. Either may be negative.</summary>
/// <param name="FeedInEurPerKwh">What one exported kWh earns.</param>
/// <param name="SpotEurPerKwh">The bare market price in it; null where the tariff has none.</param>
public sealed record PtuPrice(decimal ImportEurPerKwh, decimal FeedInEurPerKwh, PriceSource Source, decimal? SpotEurPerKwh = null)
{
    /// <summary>The imbalance signal's adjustment, added to both prices where the site follows it; booked apart. Zero where there is none.</summary>
    public decimal ImbalanceEurPerKwh { get; init; }
}
