using System.Collections.Immutable;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tariffs;

/// <summary>Prices per PTU, in order of time and each quarter once.</summary>
public static class SpotSeries
{
    /// <summary>Twice the most the European day-ahead market allows: beyond it EUR per MWh were taken for EUR per kWh, or a point is missing.</summary>
    public const decimal MostEurPerKwh = 10;

    /// <summary>A millionth of a euro, as the ledger keeps it.</summary>
    private const int Decimals = 6;

    /// <summary>What keeps rows from being prices, in words; null where nothing does. Negative prices are prices.</summary>
    public static string? WhyNot(ImmutableArray<PtuSpot> rows)
    {
        if (rows.IsDefaultOrEmpty)
        {
            return "there are no prices in it";
        }

        foreach (ref readonly PtuSpot row in rows.AsSpan())
        {
            if (Math.Abs(row.EurPerKwh) > MostEurPerKwh)
            {
                return FormattableString.Invariant($"{row.EurPerKwh} EUR/kWh at {row.Start:yyyy-MM-dd'T'HH:mm}Z cannot be: prices are from -{MostEurPerKwh} to {MostEurPerKwh} EUR/kWh; is it EUR/MWh?");
            }

            if (row.Start != Ptu.StartOf(row.Start))
            {
                return FormattableString.Invariant($"{row.Start:yyyy-MM-dd'T'HH:mm:ss}Z is not the start of a quarter of an hour; a price begins at :00, :15, :30 or :45");
            }
        }

        return null;
    }

    /// <summary>A price that holds for longer than a quarter of an hour holds in each of its quarters.</summary>
    public static IEnumerable<PtuSpot> Quarters(DateTimeOffset start, TimeSpan length, decimal eurPerKwh)
    {
        for (TimeSpan into = TimeSpan.Zero; into < length; into += Ptu.Length)
        {
            yield return new PtuSpot(start + into, eurPerKwh);
        }
    }

    /// <summary>Sorted, to the millionth; of several for one quarter the last one said counts.</summary>
    public static ImmutableArray<PtuSpot> InOrder(ImmutableArray<PtuSpot> said)
    {
        List<PtuSpot> sorted = [.. said];
        for (int i = 0; i < sorted.Count; i++)
        {
            sorted[i] = new PtuSpot(sorted[i].Start.ToUniversalTime(), decimal.Round(sorted[i].EurPerKwh, Decimals));
        }

        // A stable order: what was said later stays later.
        sorted = [.. sorted.OrderBy(static r => r.Start.UtcTicks)];
        ImmutableArray<PtuSpot>.Builder rows = ImmutableArray.CreateBuilder<PtuSpot>(sorted.Count);
        for (int i = 0; i < sorted.Count; i++)
        {
            if (i + 1 == sorted.Count || sorted[i + 1].Start != sorted[i].Start)
            {
                rows.Add(sorted[i]);
            }
        }

        return rows.DrainToImmutable();
    }

    /// <summary>Both together; where both have a quarter, <paramref name="newer"/> counts.</summary>
    public static ImmutableArray<PtuSpot> Over(ImmutableArray<PtuSpot> older, ImmutableArray<PtuSpot> newer)
    {
        ImmutableArray<PtuSpot>.Builder rows = ImmutableArray.CreateBuilder<PtuSpot>(older.Length + newer.Length);
        int o = 0;
        int n = 0;
        while (o < older.Length || n < newer.Length)
        {
            int compared = o == older.Length ? 1 : n == newer.Length ? -1 : older[o].Start.CompareTo(newer[n].Start);
            rows.Add(compared < 0 ? older[o] : newer[n]);
            o += compared <= 0 ? 1 : 0;
            n += compared >= 0 ? 1 : 0;
        }

        return rows.DrainToImmutable();
    }

    /// <summary>The rows of <paramref name="newer"/> that <paramref name="older"/> does not have just so.</summary>
    public static ImmutableArray<PtuSpot> Changed(ImmutableArray<PtuSpot> older, ImmutableArray<PtuSpot> newer)
    {
        ImmutableArray<PtuSpot>.Builder rows = ImmutableArray.CreateBuilder<PtuSpot>();
        foreach (ref readonly PtuSpot row in newer.AsSpan())
        {
            if (Find(older, row.Start) != row.EurPerKwh)
            {
                rows.Add(row);
            }
        }

        return rows.DrainToImmutable();
    }

    public static ImmutableArray<PtuSpot> From(ImmutableArray<PtuSpot> rows, DateTimeOffset from)
    {
        int at = IndexOf(rows, from);
        return rows[(at >= 0 ? at : ~at)..];
    }

    public static decimal? Find(ImmutableArray<PtuSpot> rows, DateTimeOffset ptu)
    {
        int at = IndexOf(rows, ptu);
        return at >= 0 ? rows[at].EurPerKwh : null;
    }

    /// <summary>The end of what is known without a hole from this PTU on; its start where it is not known itself.</summary>
    public static DateTimeOffset KnownUntil(ImmutableArray<PtuSpot> rows, DateTimeOffset ptu)
    {
        DateTimeOffset until = ptu;
        for (int at = IndexOf(rows, ptu); at >= 0 && at < rows.Length && rows[at].Start == until; at++)
        {
            until += Ptu.Length;
        }

        return until;
    }

    /// <summary>Where it is; else the complement of where it would be.</summary>
    internal static int IndexOf(ImmutableArray<PtuSpot> rows, DateTimeOffset ptu)
    {
        int low = 0;
        int high = rows.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int compared = rows[middle].Start.CompareTo(ptu);
            if (compared == 0)
            {
                return middle;
            }

            (low, high) = compared < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
