using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Cloud.Reports;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>A report as it goes out.</summary>
/// <param name="ReportId">Counts up, never used twice; it is in the payload too.</param>
/// <param name="Topic">Below the site.</param>
/// <param name="QueuedAt">UTC.</param>
public sealed record OutboxEntry(long ReportId, string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset QueuedAt);

/// <summary>What waits to be reported.</summary>
/// <param name="Oldest">Null where nothing waits.</param>
/// <param name="DroppedUpdates">Updates of running sessions that were dropped for age or number, ever. Nothing else is dropped.</param>
public sealed record OutboxStanding(long Waiting, long Bytes, DateTimeOffset? Oldest, long DroppedUpdates)
{
    public static readonly OutboxStanding Empty = new(0, 0, null, 0);
}

/// <summary>
/// What the cloud has not acknowledged yet, in the order in which it happened. An update of a session that is still running gives way to
/// what is newer of it; starts, ends and outcomes are kept until they are acknowledged, however long that takes.
/// </summary>
internal sealed class OutboxTable(SqliteConnection connection) : IDisposable
{
    public const string Schema = """
        CREATE TABLE outbox (
          report_id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL, topic TEXT NOT NULL, payload BLOB,
          queued_utc_ms INTEGER NOT NULL) STRICT;
        CREATE INDEX outbox_by_subject ON outbox (kind, subject);
        CREATE TABLE cloud_command (command_id TEXT PRIMARY KEY, ended INTEGER NOT NULL, at_utc_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    /// <summary>As many running sessions as no site has; beyond it the oldest update goes.</summary>
    private const int MostUpdates = 2_000;

    private const string Dropped = "outbox_dropped_updates";

    /// <summary>Nobody asks any more how a session stood then.</summary>
    private static readonly TimeSpan OldestUpdate = TimeSpan.FromDays(30);

    private readonly Statement supersede = new(connection, "DELETE FROM outbox WHERE kind = $0 AND subject = $1", 2);
    private readonly Statement insert = new(connection, "INSERT INTO outbox (kind, subject, topic, payload, queued_utc_ms) VALUES ($0, $1, $2, $3, $4)", 5);
    private readonly Statement forget = new(connection, "DELETE FROM outbox WHERE report_id = $0", 1);

    private readonly Statement trim = new(
        connection,
        "DELETE FROM outbox WHERE kind = $0 AND (queued_utc_ms < $1 OR report_id <= (SELECT report_id FROM outbox WHERE kind = $0 ORDER BY report_id DESC LIMIT 1 OFFSET $2))",
        3);

    private readonly Statement count = new(
        connection, $"INSERT INTO meta (name, value) VALUES ('{Dropped}', $0) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value", 1);

    public void Write(Effect.QueueReport queued)
    {
        OutboxRow row = ReportRenderer.Render(queued);
        if (row.Supersedes is { } older)
        {
            supersede.Bind(older).Bind(row.Subject).Run();
        }

        insert.Bind(row.Kind).Bind(row.Subject).Bind(row.Topic).Bind(row.Payload).Bind(queued.At).Run();
        if (row.Kind == OutboxRow.UpdateKind)
        {
            int dropped = trim.Bind(OutboxRow.UpdateKind).Bind(queued.At - OldestUpdate).Bind((long)MostUpdates).Run();
            if (dropped > 0)
            {
                count.Bind((long)dropped).Run();
            }
        }
    }

    public void Write(Effect.ForgetReports sent)
    {
        foreach (long id in sent.ReportIds)
        {
            forget.Bind(id).Run();
        }
    }

    /// <summary>In order; each payload with its reportId.</summary>
    public static ImmutableArray<OutboxEntry> Read(SqliteConnection connection, long after, int most)
    {
        using Statement ask = new(
            connection, "SELECT report_id, topic, payload, queued_utc_ms, kind, subject FROM outbox WHERE report_id > $0 ORDER BY report_id LIMIT $1", 2);
        return [.. ask.Bind(after).Bind((long)most).All(row => (Id: row.Long(), Topic: row.Text(), Payload: row.Bytes(), At: row.Time(), Kind: row.Text(), Subject: row.Text()))
            .Select(r => new OutboxEntry(r.Id, r.Topic, WithId(Payload(connection, r.Kind, r.Subject, r.Payload, r.At), r.Id, OutboxRow.IdNameOf(r.Kind)), r.At))];
    }

    public static OutboxStanding Standing(SqliteConnection connection)
    {
        using Statement ask = new(
            connection, $"SELECT count(*), coalesce(sum(length(payload)), 0), min(queued_utc_ms), (SELECT value FROM meta WHERE name = '{Dropped}') FROM outbox", 0);
        return ask.All(row => new OutboxStanding(row.Long(), row.Long(), row.TimeOrNull(), row.Long()))[0];
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[supersede, insert, forget, trim, count])
        {
            statement.Dispose();
        }
    }

    /// <summary>A day's savings are reckoned from the ledger as it is now; all else is as it was queued.</summary>
    private static byte[] Payload(SqliteConnection connection, string kind, string subject, byte[] kept, DateTimeOffset at) =>
        kind == OutboxRow.SavingsKind && SiteTimes.DayOf(subject) is { } day
            ? SavingsMessage.Render(day, Encoding.UTF8.GetString(kept), at, (from, until, each) => SettlementQueries.Each(connection, from, until, each))
            : kept;

    /// <summary>The number is known only once the row is there, so it is put in front when the row is read.</summary>
    private static byte[] WithId(byte[] payload, long id, string name) =>
        payload is [(byte)'{', .. var rest] ? [.. Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"{name}\":{id},")), .. rest] : payload;
}
