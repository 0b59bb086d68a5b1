using System.Globalization;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>
/// Which number comes next. Never one that was handed out before: a charger that was offline may still hold a transaction of a ledger
/// that has since been set aside, so a fresh ledger begins far away from where any other began.
/// </summary>
internal static class LedgerNumbers
{
    /// <summary>More transactions than an appliance sees in its life: two ledgers with different beginnings do not meet.</summary>
    private const int Block = 100_000;

    /// <summary>The last beginning is at a thousand million, well below int's end (OCPP 1.6 transaction ids are 32 bits).</summary>
    private const int Blocks = 10_000;

    private const string FirstSession = "first_session_id";
    private const string FirstTransaction = "first_transaction_id";
    private const string CardsVersion = "cards_version";

    /// <summary>Gives a file its beginnings where it has none yet.</summary>
    public static void Begin(SqliteConnection connection, Random random)
    {
        string session = Number((long)Block * random.Next(1, Blocks + 1));
        string transaction = Number((long)Block * random.Next(1, Blocks + 1));
        LedgerFile.Execute(
            connection,
            $"INSERT OR IGNORE INTO meta (name, value) VALUES ('{FirstSession}', {session}), ('{FirstTransaction}', {transaction}), ('{CardsVersion}', 0);");

        // Reports of a ledger that was set aside are known to the cloud by their numbers.
        string report = Number((long)Block * Block * random.Next(1, Block));
        LedgerFile.Execute(connection, $"INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox', {report} WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'outbox');");
    }

    public static void RaiseCardsVersion(SqliteConnection connection, int least) =>
        LedgerFile.Execute(connection, $"UPDATE meta SET value = max(value, {Number(least)}) WHERE name = '{CardsVersion}';");

    public static (long NextSessionId, int NextTransactionId, int CardsVersion) Read(SqliteConnection connection)
    {
        long session = Above(connection, "SELECT max(session_id) + 1 FROM session", FirstSession);
        long transaction = Above(connection, "SELECT max(transaction_id) + 1 FROM session", FirstTransaction);
        long cards = Above(connection, "SELECT max(version) FROM card", CardsVersion);
        Invariant.Holds(transaction <= int.MaxValue, "transaction ids fit OCPP's 32 bits");
        return (session, (int)transaction, (int)Math.Min(cards, int.MaxValue));
    }

    private static long Above(SqliteConnection connection, string used, string floor)
    {
        using Statement ask = new(connection, $"SELECT max(coalesce(({used}), 0), coalesce((SELECT value FROM meta WHERE name = $0), 1))", 1);
        return ask.Bind(floor).All(row => row.Long())[0];
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
