using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>
/// The ledger as the loop that writes it and the people who ask of it share it. Where the file can be read beside its writer, they do not
/// meet; where it cannot (jffs2 has no shared memory), they take turns on the one connection, so the loop writes through this too.
/// </summary>
public sealed class LedgerRecords(Ledger ledger) : ILedger, ISiteRecords
{
    private readonly Lock turn = new();
    private readonly string dataDirectory = Path.GetDirectoryName(Path.GetFullPath(ledger.Connection.DataSource))!;

    public LedgerContents Load()
    {
        lock (turn)
        {
            return ledger.Load();
        }
    }

    public void Commit(IReadOnlyList<Effect.LedgerWrite> writes)
    {
        lock (turn)
        {
            ledger.Commit(writes);
        }
    }

    public ImmutableArray<Session> Sessions(SessionFilter filter) => Read(reader => reader.Sessions(filter), () => LedgerQueries.List(ledger.Connection, filter));

    public Session? Session(long id) => Read(reader => reader.Session(id), () => LedgerQueries.Find(ledger.Connection, id));

    public ImmutableArray<PtuSpot> Prices(string area, DateTimeOffset from, DateTimeOffset until) =>
        Read(reader => reader.Prices(area, from, until), () => PriceTables.Prices(ledger.Connection, area, from, until));

    public ImmutableArray<PtuSpot> Imbalance(DateTimeOffset from, DateTimeOffset until) =>
        Read(reader => reader.Imbalance(from, until), () => PriceTables.Imbalance(ledger.Connection, from, until));

    public int Settlements(DateTimeOffset? from, DateTimeOffset? until, Action<Settlement> each) =>
        Read(reader => reader.Settlements(from, until, each), () => SettlementQueries.Each(ledger.Connection, from, until, each));

    public Settlement? Settlement(long sessionId) => Read(reader => reader.Settlement(sessionId), () => SettlementQueries.Find(ledger.Connection, sessionId));

    public ImmutableArray<OutboxEntry> Outbox(long after, int most) =>
        Read(reader => reader.Outbox(after, most), () => OutboxTable.Read(ledger.Connection, after, most));

    public OutboxStanding OutboxStanding() => Read(reader => reader.OutboxStanding(), () => OutboxTable.Standing(ledger.Connection));

    public void BackUpTo(string path)
    {
        if (ledger.CanBeReadByOthers)
        {
            ledger.Backup(path);
            return;
        }

        lock (turn)
        {
            ledger.Backup(path);
        }
    }

    public void Dispose() => ledger.Dispose();

    private T Read<T>(Func<LedgerReader, T> beside, Func<T> inTurn)
    {
        if (ledger.CanBeReadByOthers)
        {
            using LedgerReader reader = LedgerReader.Open(dataDirectory);
            return beside(reader);
        }

        lock (turn)
        {
            try
            {
                return inTurn();
            }
            catch (Microsoft.Data.Sqlite.SqliteException e)
            {
                throw new LedgerUnavailableException(LedgerTrouble.Io, $"The ledger in {dataDirectory} cannot be read: {e.Message}", e);
            }
        }
    }
}
