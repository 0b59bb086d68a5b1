using System.Collections.Immutable;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Prices;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>Day-ahead prices of one area, or the imbalance signal: per quarter of an hour, also where they are told by the hour.</summary>
/// <param name="Version">Null for the signal.</param>
internal sealed record PriceDocument(long? Version, ImmutableArray<PtuSpot> Prices)
{
    /// <summary>A document of prices is of some days; history is not brought this way.</summary>
    private const int MostPrices = 40 * 96;

    /// <summary>"DE-LU", "DE_LU" and its EIC code are one.</summary>
    public static bool IsSameArea(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || (BiddingZones.EicOf(one) is { } eic && eic == BiddingZones.EicOf(other));

    /// <param name="area">The topic's.</param>
    public static PriceDocument DayAhead(DocumentObject root, string area, SiteTimes times)
    {
        long version = DocumentSyntax.Version(root);
        if (root.Text("area") is { } said && !IsSameArea(said, area))
        {
            root.Error("area", $"the topic is of {area}; a document holds the prices of one area");
        }

        long? minutes = root.Whole("resolutionMinutes", 15, 60, "minutes", required: true);
        if (minutes is not (null or 15 or 60))
        {
            root.Error("resolutionMinutes", "it is 15 or 60");
            minutes = null;
        }

        List<PriceEntry> rows = Rows(root);
        TimeSpan length = TimeSpan.FromMinutes(minutes ?? 15);
        for (int i = 1; i < rows.Count && minutes is not null; i++)
        {
            if (!rows[i].Follows)
            {
                continue;
            }

            TimeSpan apart = rows[i].Start - rows[i - 1].Start;
            if (apart > length)
            {
                rows[i].From.Error("start", $"there is no price for {times.Write(rows[i - 1].Start + length)}, between the one before and this; with {minutes} minutes each they follow without a hole");
            }
            else if (apart > TimeSpan.Zero && apart < length)
            {
                rows[i].From.Error("start", $"the price before holds for {minutes} minutes (resolutionMinutes), until {times.Write(rows[i - 1].Start + length)}");
            }
        }

        return new PriceDocument(version, [.. rows.SelectMany(r => SpotSeries.Quarters(r.Start, length, r.EurPerKwh))]);
    }

    /// <summary>A signal may come for single quarters: what is between them is as it was.</summary>
    public static PriceDocument Imbalance(DocumentObject root) => new(null, [.. Rows(root).Select(r => new PtuSpot(r.Start, r.EurPerKwh))]);

    private static List<PriceEntry> Rows(DocumentObject root)
    {
        List<PriceEntry> rows = [];
        bool follows = false;
        foreach (DocumentObject from in root.Objects("prices", MostPrices))
        {
            int read = rows.Count;
            DateTimeOffset? start = from.Moment("start");
            decimal? price = from.Number("eurPerKwh", -SpotSeries.MostEurPerKwh, SpotSeries.MostEurPerKwh, "EUR/kWh (not EUR/MWh)", required: true);
            if (start is not { } at)
            {
                // Told already.
            }
            else if (at != Ptu.StartOf(at))
            {
                from.Error("start", "a price begins at :00, :15, :30 or :45");
            }
            else if (rows.Count > 0 && at <= rows[^1].Start)
            {
                from.Error("start", at == rows[^1].Start ? "it is there already, in the price before; each moment has one price" : "it is before the one before; prices are in the order of time");
            }
            else
            {
                rows.Add(new PriceEntry(from, at, price ?? 0, follows));
            }

            follows = rows.Count > read;
        }

        return rows;
    }

    /// <param name="Follows">The one before it in the document could be read, so that nothing between them is unsaid.</param>
    private readonly record struct PriceEntry(DocumentObject From, DateTimeOffset Start, decimal EurPerKwh, bool Follows);
}
