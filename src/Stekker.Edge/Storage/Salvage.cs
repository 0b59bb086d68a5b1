using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>
/// Reads of a damaged file what people typed in (cards, vehicles, which chargers belong here), as far as it can be read: from the first
/// row up to the bad page, and from the last row back to it. The file itself is opened for reading only.
/// </summary>
internal sealed class Salvage
{
    /// <summary>More rows than any site has: a page that points back at itself must end somewhere.</summary>
    private const int MostRows = 100_000;

    private readonly Dictionary<IdTag, Card> cards = [];
    private readonly Dictionary<string, Vehicle> vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChargePointRecord> chargePoints = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Card> Cards => cards.Values;

    public IReadOnlyCollection<Vehicle> Vehicles => vehicles.Values;

    public IReadOnlyCollection<ChargePointRecord> ChargePoints => chargePoints.Values;

    /// <summary>Chargers may hold a card list of this version: the next one has a higher number.</summary>
    public int CardsVersion => cards.Values.Select(c => c.Version).Concat(chargePoints.Values.Select(c => c.LocalListVersion)).DefaultIfEmpty().Max();

    /// <summary>Never fails: what cannot be read is not there.</summary>
    public static Salvage From(string path)
    {
        Salvage found = new();

        // SQLite deletes the log beside an empty file, even when it only reads.
        if (new FileInfo(path).Length == 0)
        {
            return found;
        }

        try
        {
            using SqliteConnection connection = LedgerFile.Connect(path, SqliteOpenMode.ReadOnly);
            Read(connection, "card", CardTable.Columns, found.cards, CardTable.Read, c => c.IdTag);
            Read(connection, "card", CardTable.FormerColumns, found.cards, CardTable.Read, c => c.IdTag);
            Read(connection, "vehicle", VehicleTable.Columns, found.vehicles, VehicleTable.Read, v => v.Id);
            Read(connection, "charge_point", ChargePointTable.Columns, found.chargePoints, ChargePointTable.Read, c => c.Id);
        }
        catch (SqliteException)
        {
            // Not a database at all: nothing to save.
        }

        return found;
    }

    /// <summary>Into a fresh ledger, all at once.</summary>
    public void PutInto(SqliteConnection connection)
    {
        LedgerFile.Execute(connection, "BEGIN IMMEDIATE");
        using RecordWriter records = new(connection);
        foreach (Effect.LedgerWrite write in (IEnumerable<Effect.LedgerWrite>)
            [
                .. Cards.Select(c => new Effect.SaveCard(c)),
                .. Vehicles.Select(v => new Effect.SaveVehicle(v)),
                .. ChargePoints.Select(c => new Effect.SaveChargePoint(c)),
            ])
        {
            records.Write(write);
        }

        LedgerNumbers.RaiseCardsVersion(connection, CardsVersion);
        LedgerFile.Execute(connection, "COMMIT");
    }

    private static void Read<TKey, T>(
        SqliteConnection connection, string table, string columns, Dictionary<TKey, T> found, Func<Row, T?> read, Func<T, TKey> key)
        where TKey : notnull
        where T : class
    {
        foreach (string order in (ReadOnlySpan<string>)["ASC", "DESC"])
        {
            using Statement select = new(connection, $"SELECT {columns} FROM {table} ORDER BY rowid {order} LIMIT {MostRows}", 0);
            try
            {
                using SqliteDataReader reader = select.Query();
                while (reader.Read())
                {
                    if (read(new Row(reader)) is { } item)
                    {
                        found.TryAdd(key(item), item);
                    }
                }
            }
            catch (Exception e) when (e is SqliteException or InvalidCastException or ArgumentException or FormatException)
            {
                // The bad page; what came before it is kept.
            }
        }
    }
}
