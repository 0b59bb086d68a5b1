using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>What the charge detail records said that were queued, and through which day savings were. Money is whole millionths of a euro.</summary>
internal sealed class CdrTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE cdr_told (
          session_id INTEGER PRIMARY KEY, energy_wh INTEGER NOT NULL, cost_micro_eur INTEGER NOT NULL, unpriced_ptus INTEGER NOT NULL,
          started_utc_ms INTEGER NOT NULL, ended_utc_ms INTEGER NOT NULL) STRICT;
        """;

    private const string Columns = "session_id, energy_wh, cost_micro_eur, unpriced_ptus, started_utc_ms, ended_utc_ms";

    /// <summary>A row of meta; days since 0001-01-01.</summary>
    private const string SavingsDay = "savings_told_through";

    private const decimal Micro = 1_000_000;

    private readonly Statement put = Upsert.Into(connection, "cdr_told", Columns, "session_id");

    private readonly Statement trim = new(
        connection, "DELETE FROM cdr_told WHERE session_id <= (SELECT session_id FROM cdr_told ORDER BY session_id DESC LIMIT 1 OFFSET $0)", 1);

    private readonly Statement putDay = new(
        connection, $"INSERT INTO meta (name, value) VALUES ('{SavingsDay}', $0) ON CONFLICT (name) DO UPDATE SET value = excluded.value", 1);

    public void Write(CdrTold told)
    {
        put.Bind(told.SessionId).Bind(told.Energy.Value).Bind((long)(told.CostEur * Micro)).Bind((long)told.UnpricedPtus).Bind(told.Started).Bind(told.Ended).Run();
        trim.Bind((long)CdrTold.MostKept).Run();
    }

    public void Write(DateOnly savingsThrough) => putDay.Bind((long)savingsThrough.DayNumber).Run();

    public static ImmutableArray<CdrTold> Read(SqliteConnection connection)
    {
        using Statement ask = new(connection, $"SELECT {Columns} FROM cdr_told ORDER BY session_id DESC LIMIT $0", 1);
        return
        [
            .. ask.Bind((long)CdrTold.MostKept).All(row => new CdrTold(
                row.Long(), new WattHours(row.Long()), row.Long() / Micro, row.Int(), row.Time(), row.Time())),
        ];
    }

    public static DateOnly? SavingsThrough(SqliteConnection connection)
    {
        using Statement ask = new(connection, $"SELECT value FROM meta WHERE name = '{SavingsDay}'", 0);
        return ask.All(row => row.Long()).FirstOrDefault() is > 0 and var days && days <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)days)
            : null;
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[put, trim, putDay])
        {
            statement.Dispose();
        }
    }
}
