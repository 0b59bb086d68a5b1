using System.Collections.Immutable;

namespace Stekker.Edge.Core.Tariffs;

/// <param name="Start">The PTU's start, UTC.</param>
/// <param name="EurPerKwh">Without surcharge, tax and VAT; may be negative.</param>
public readonly record struct PtuSpot(DateTimeOffset Start, decimal EurPerKwh);

/// <summary>All market prices and signals the site has been told, per PTU and in order.</summary>
/// <param name="Spot">Day-ahead prices of the tariff's area.</param>
/// <param name="Imbalance">Signed adjustments of the imbalance signal.</param>
public sealed record PriceBook(ImmutableArray<PtuSpot> Spot, ImmutableArray<PtuSpot> Imbalance)
{
    /// <summary>How long prices are at hand. The ledger keeps them longer.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(40);

    public static readonly PriceBook Empty = new([], []);

    /// <summary>The bidding zone of <see cref="Spot"/>; null where nobody said it.</summary>
    public string? Area { get; init; }

    public decimal? SpotAt(DateTimeOffset ptu) => SpotSeries.Find(Spot, ptu);

    public decimal? ImbalanceAt(DateTimeOffset ptu) => SpotSeries.Find(Imbalance, ptu);

    /// <summary>Until when prices are known without a hole, from the PTU of <paramref name="at"/> on; its start where not even its own is.</summary>
    public DateTimeOffset SpotKnownUntil(DateTimeOffset at) => SpotSeries.KnownUntil(Spot, Time.Ptu.StartOf(at));

    /// <summary>This book for a site that is priced by <paramref name="area"/>: another area's prices are of no use to it.</summary>
    public PriceBook For(string? area) =>
        area is null || string.Equals(area, Area, StringComparison.OrdinalIgnoreCase) ? this
        : Area is null ? this with { Area = area }
        : this with { Area = area, Spot = [] };
}
