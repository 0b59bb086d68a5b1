using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;

namespace Stekker.Edge.Storage;

/// <summary>What a ledger knows of costs and savings. A session that goes on after all is not over: its settlement does not count until it ends again.</summary>
internal static class SettlementQueries
{
    private const string Ended = "FROM settlement JOIN session ON session.session_id = settlement.session_id AND session.state = 'Ended'";

    private const string AreCostsFinal = "s.grid_micro_eur IS NOT NULL AND s.fallback_ptus = 0 AND s.measured = 1";

    /// <summary>Of sessions plugged in within that time, oldest first; told one by one, because years of them need not fit in memory.</summary>
    /// <returns>How many sessions that took energy are over and have none: their times were never certain.</returns>
    public static int Each(SqliteConnection connection, DateTimeOffset? from, DateTimeOffset? until, Action<Settlement> each)
    {
        const string within = "($0 IS NULL OR session.plugged_in_utc_ms >= $0) AND ($1 IS NULL OR session.plugged_in_utc_ms < $1)";
        using Statement list = new(connection, $"SELECT {SettlementTable.Qualified} {Ended} WHERE {within} ORDER BY session.plugged_in_utc_ms, session.session_id", 2);
        using (SqliteDataReader rows = list.Bind(from).Bind(until).Query())
        {
            while (rows.Read())
            {
                each(SettlementTable.Read(new Row(rows)));
            }
        }

        using Statement count = new(
            connection,
            $"SELECT count(*) FROM session WHERE state = 'Ended' AND counted_wh > 0 AND {within} AND NOT EXISTS (SELECT 1 FROM settlement s WHERE s.session_id = session.session_id)",
            2);
        return count.Bind(from).Bind(until).All(row => row.Int())[0];
    }

    public static Settlement? Find(SqliteConnection connection, long sessionId)
    {
        using Statement find = new(connection, $"SELECT {SettlementTable.Qualified} {Ended} WHERE settlement.session_id = $0", 1);
        return find.Bind(sessionId).All(SettlementTable.Read).FirstOrDefault();
    }

    /// <summary>Of the newest sessions those that are over and not settled for good, or not at all (of an older version, or at an uncertain time).</summary>
    public static ImmutableArray<UnsettledSession> Unsettled(SqliteConnection connection)
    {
        const string newest = "FROM (SELECT * FROM session ORDER BY session_id DESC LIMIT $0) AS session";
        const string over = "session.state = 'Ended' AND session.transaction_id IS NOT NULL";
        using Statement written = new(
            connection, $"SELECT {SettlementTable.Qualified} {newest} JOIN settlement USING (session_id) WHERE {over} AND settlement.state <> 'Settled'", 1);
        using Statement open = new(
            connection,
            $"SELECT {SessionTable.Columns} {newest} WHERE {over} AND NOT EXISTS (SELECT 1 FROM settlement s WHERE s.session_id = session.session_id AND {AreCostsFinal})",
            1);
        using Statement ptus = new(connection, LedgerQueries.Ptus, 1);
        using Statement signed = new(connection, LedgerQueries.Signed, 1);
        Dictionary<long, Session> sessions = [];
        foreach (Session session in open.Bind((long)Core.Savings.Unsettled.Most).All(SessionTable.Read))
        {
            sessions[session.Id] = session with
            {
                Ptus = [.. ptus.Bind(session.Id).All(LedgerQueries.ReadPtu)],
                Signed = [.. signed.Bind(session.Id).All(LedgerQueries.ReadSigned)],
            };
        }

        Dictionary<long, Settlement> settlements = written.Bind((long)Core.Savings.Unsettled.Most).All(SettlementTable.Read).ToDictionary(s => s.SessionId);
        return
        [
            .. sessions.Keys.Union(settlements.Keys).Order()
                .Select(id => new UnsettledSession(id, settlements.GetValueOrDefault(id), sessions.GetValueOrDefault(id))),
        ];
    }
}
