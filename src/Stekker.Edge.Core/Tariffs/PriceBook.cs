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
    public static readonly PriceBook Empty = new([], []);

    public decimal? SpotAt(DateTimeOffset ptu) => Find(Spot, ptu);

    public decimal? ImbalanceAt(DateTimeOffset ptu) => Find(Imbalance, ptu);

    private static decimal? Find(ImmutableArray<PtuSpot> series, DateTimeOffset ptu)
    {
        int low = 0;
        int high = series.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int compared = series[middle].Start.CompareTo(ptu);
            if (compared == 0)
            {
                return series[middle].EurPerKwh;
            }

            (low, high) = compared < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
