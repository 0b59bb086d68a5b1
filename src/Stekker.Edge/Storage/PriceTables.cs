using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Storage;

/// <summary>
/// Market prices and the imbalance signal, in millionths of a euro per kWh. A row that is there just so is not written again: flash wears.
/// Kept for more than a year, so that a session can be settled again.
/// </summary>
internal sealed class PriceTables(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE price (
          area TEXT NOT NULL, start_utc_ms INTEGER NOT NULL, micro_eur_per_kwh INTEGER NOT NULL,
          PRIMARY KEY (area, start_utc_ms)) STRICT, WITHOUT ROWID;
        CREATE TABLE imbalance (start_utc_ms INTEGER PRIMARY KEY, micro_eur_per_kwh INTEGER NOT NULL) STRICT;
        """;

    private const decimal Micro = 1_000_000;

    private const string Changed = " DO UPDATE SET micro_eur_per_kwh = excluded.micro_eur_per_kwh WHERE micro_eur_per_kwh <> excluded.micro_eur_per_kwh";

    private const string Range = "start_utc_ms >= $0 AND start_utc_ms < $1 ORDER BY start_utc_ms";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private readonly Statement putPrice = new(
        connection, "INSERT INTO price (area, start_utc_ms, micro_eur_per_kwh) VALUES ($0, $1, $2) ON CONFLICT (area, start_utc_ms)" + Changed, 3);

    private readonly Statement trimPrices = new(
        connection, "DELETE FROM price WHERE area = $0 AND start_utc_ms < (SELECT max(start_utc_ms) FROM price WHERE area = $0) - $1", 2);

    private readonly Statement putImbalance = new(
        connection, "INSERT INTO imbalance (start_utc_ms, micro_eur_per_kwh) VALUES ($0, $1) ON CONFLICT (start_utc_ms)" + Changed, 2);

    private readonly Statement trimImbalance = new(connection, "DELETE FROM imbalance WHERE start_utc_ms < (SELECT max(start_utc_ms) FROM imbalance) - $0", 1);

    public void Write(Effect.SavePrices prices)
    {
        foreach (PtuSpot row in prices.Rows)
        {
            putPrice.Bind(prices.Area).Bind(row.Start).Bind(Micros(row)).Run();
        }

        trimPrices.Bind(prices.Area).Bind((long)Kept.TotalMilliseconds).Run();
    }

    public void Write(Effect.SaveImbalance imbalance)
    {
        foreach (PtuSpot row in imbalance.Rows)
        {
            putImbalance.Bind(row.Start).Bind(Micros(row)).Run();
        }

        trimImbalance.Bind((long)Kept.TotalMilliseconds).Run();
    }

    /// <summary>What the running site needs: the last weeks of the area whose prices are the newest, and of the signal.</summary>
    public static PriceBook Read(SqliteConnection connection)
    {
        using Statement newest = new(connection, "SELECT area, start_utc_ms FROM price ORDER BY start_utc_ms DESC LIMIT 1", 0);
        using Statement newestSignal = new(connection, "SELECT max(start_utc_ms) FROM imbalance", 0);
        List<(string Area, DateTimeOffset At)> areas = newest.All(row => (row.Text(), row.Time()));
        List<DateTimeOffset?> signals = newestSignal.All(row => row.TimeOrNull());
        return new PriceBook(
            areas is [var latest] ? Prices(connection, latest.Area, latest.At - PriceBook.Kept, DateTimeOffset.MaxValue) : [],
            signals is [{ } at] ? Imbalance(connection, at - PriceBook.Kept, DateTimeOffset.MaxValue) : [])
        {
            Area = areas is [var (area, _)] ? area : null,
        };
    }

    public static ImmutableArray<PtuSpot> Prices(SqliteConnection connection, string area, DateTimeOffset from, DateTimeOffset until)
    {
        using Statement ask = new(connection, $"SELECT start_utc_ms, micro_eur_per_kwh FROM price WHERE area = $2 AND {Range}", 3);
        return [.. ask.Bind(from).Bind(until).Bind(area).All(Spot)];
    }

    public static ImmutableArray<PtuSpot> Imbalance(SqliteConnection connection, DateTimeOffset from, DateTimeOffset until)
    {
        using Statement ask = new(connection, $"SELECT start_utc_ms, micro_eur_per_kwh FROM imbalance WHERE {Range}", 2);
        return [.. ask.Bind(from).Bind(until).All(Spot)];
    }

    public void Dispose()
    {
        putPrice.Dispose();
        trimPrices.Dispose();
        putImbalance.Dispose();
        trimImbalance.Dispose();
    }

    private static PtuSpot Spot(Row row) => new(row.Time(), row.Long() / Micro);

    private static long Micros(PtuSpot row) => (long)decimal.Round(row.EurPerKwh * Micro);
}
