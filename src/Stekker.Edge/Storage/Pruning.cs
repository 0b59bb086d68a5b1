using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Storage;

/// <summary>
/// Lets old sessions go, with all that belongs to them. Never one that is open, of which a report still waits for the cloud, or whose day's
/// savings do: those are reckoned from it when they are sent. The pages that become free are used again; where they are many, and the file
/// can (see LedgerFile), it gives them back to the disk.
/// </summary>
internal sealed class Pruning(SqliteConnection connection) : IDisposable
{
    /// <summary>A quarter of the file may lie idle, and a megabyte in any case: what shrinks today grows again tomorrow.</summary>
    private const int MostIdlePercent = 25;

    private const long LeastIdlePages = 256;

    private const int PagesGivenBackAtOnce = 64;

    /// <summary>
    /// A session whose times were never certain goes once a later one that is certain is old enough. The newest stays, and the one with the
    /// highest transaction: their numbers are never given again.
    /// </summary>
    private readonly Statement find = new(
        connection,
        """
        SELECT session_id FROM session AS s
        WHERE state = 'Ended'
          AND session_id <= (SELECT max(session_id) FROM session WHERE plugged_in_utc_ms < $0 AND plugged_in_trusted = 1)
          AND (plugged_in_trusted = 0 OR plugged_in_utc_ms < $0)
          AND session_id < (SELECT max(session_id) FROM session)
          AND transaction_id IS NOT (SELECT max(transaction_id) FROM session)
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind IN ('session', 'sessionUpdate', 'cdr') AND subject = CAST(s.session_id AS TEXT))
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'savings' AND subject <= date($0 / 1000, 'unixepoch', '+1 day'))
        ORDER BY session_id LIMIT $1
        """,
        2);

    private readonly Statement[] drop =
    [
        .. ((string[])["session_ptu", "signed_value", "settlement", "cdr_told", "session"]).Select(table => new Statement(connection, $"DELETE FROM {table} WHERE session_id = $0", 1)),
    ];

    private readonly Statement dropOrphans = new(connection, "DELETE FROM orphan_stop WHERE at_trusted = 1 AND at_utc_ms < $0", 1);

    private readonly Statement idle = new(connection, "SELECT freelist_count, page_count FROM pragma_freelist_count, pragma_page_count", 0);

    private readonly Statement giveBack = new(connection, $"PRAGMA incremental_vacuum({PagesGivenBackAtOnce})", 0);

    public void Write(Effect.PruneRecords prune)
    {
        foreach (long session in find.Bind(prune.Before).Bind((long)Retention.MostAtOnce).All(row => row.Long()))
        {
            foreach (Statement statement in drop)
            {
                statement.Bind(session).Run();
            }
        }

        dropOrphans.Bind(prune.Before).Run();
        (long free, long all) = idle.All(row => (row.Long(), row.Long()))[0];
        if (free > LeastIdlePages && free > all / 100 * MostIdlePercent)
        {
            // Each step of it gives back one page.
            giveBack.All(_ => 0);
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[find, .. drop, dropOrphans, idle, giveBack])
        {
            statement.Dispose();
        }
    }
}
