using System.Collections.Immutable;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tariffs;

/// <summary>
/// What the market price of a quarter is taken to be where none is known: the mean of the same quarter of the site's day over the last
/// seven days that are known before it; where no such quarter is known, the mean of all of those days.
/// </summary>
internal static class UsualPrice
{
    private const int Days = 7;

    /// <summary>Null where nothing at all is known.</summary>
    public static decimal? At(ImmutableArray<PtuSpot> spot, TimeZoneInfo zone, DateTimeOffset ptu)
    {
        if (spot.IsEmpty)
        {
            return null;
        }

        DateTimeOffset known = spot[^1].Start + Ptu.Length;
        DateTimeOffset until = ptu < known ? ptu : known;
        if (until <= spot[0].Start)
        {
            // Before all that is known: the first days say more than nothing.
            until = spot[0].Start.AddDays(Days) < known ? spot[0].Start.AddDays(Days) : known;
        }

        return SameQuarter(spot, zone, ptu, until) ?? Mean(spot, until);
    }

    private static decimal? SameQuarter(ImmutableArray<PtuSpot> spot, TimeZoneInfo zone, DateTimeOffset ptu, DateTimeOffset until)
    {
        TimeSpan offset = zone.GetUtcOffset(ptu);
        int back = (int)Math.Ceiling((ptu - until) / TimeSpan.FromDays(1));
        decimal sum = 0;
        int count = 0;
        for (int day = back; day < back + Days + 2; day++)
        {
            DateTimeOffset then = ptu.AddDays(-day);
            then += offset - zone.GetUtcOffset(then);
            if (then < until && then >= until.AddDays(-Days) && SpotSeries.Find(spot, then) is { } price)
            {
                sum += price;
                count++;
            }
        }

        return count == 0 ? null : sum / count;
    }

    private static decimal? Mean(ImmutableArray<PtuSpot> spot, DateTimeOffset until)
    {
        decimal sum = 0;
        int count = 0;
        ImmutableArray<PtuSpot> week = SpotSeries.From(spot, until.AddDays(-Days));
        for (int i = 0; i < week.Length && week[i].Start < until; i++)
        {
            sum += week[i].EurPerKwh;
            count++;
        }

        return count == 0 ? null : sum / count;
    }
}
