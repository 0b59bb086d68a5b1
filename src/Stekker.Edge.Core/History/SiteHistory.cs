using System.Collections.Immutable;

namespace Stekker.Edge.Core.History;

/// <summary>The site's energy per PTU over the last weeks, in order: what forecasts are made of and what sun in a car is told by.</summary>
/// <param name="Ptus">Quarters that are over; those that nobody saw are missing.</param>
public sealed record SiteHistory(ImmutableArray<SitePtu> Ptus)
{
    /// <summary>Five weeks: what tells a Tuesday from a Sunday.</summary>
    public const int MostKept = 5 * 7 * 96;

    public static readonly SiteHistory Empty = new([]);

    public SitePtu? At(DateTimeOffset ptu)
    {
        int low = 0;
        int high = Ptus.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int compared = Ptus[middle].Start.CompareTo(ptu);
            if (compared == 0)
            {
                return Ptus[middle];
            }

            (low, high) = compared < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
