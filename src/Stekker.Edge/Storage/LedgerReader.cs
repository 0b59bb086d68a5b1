using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;

namespace Stekker.Edge.Storage;

/// <summary>Reads a ledger beside the daemon that writes it: the command line and the web's history. Not for several threads at once.</summary>
public sealed class LedgerReader : IDisposable
{
    private const int MostListed = 1000;

    private readonly SqliteConnection connection;
    private readonly string path;

    private LedgerReader(SqliteConnection connection, string path)
    {
        this.connection = connection;
        this.path = path;
    }

    /// <exception cref="LedgerUnavailableException">No ledger there, of another version, damaged, or not to be read while the daemon runs.</exception>
    public static LedgerReader Open(string dataDirectory)
    {
        NativeSqlite.Use();
        string path = DataDirectory.LedgerPath(dataDirectory);
        if (!File.Exists(path))
        {
            throw new LedgerUnavailableException(LedgerTrouble.Missing, $"There is no ledger in {dataDirectory}; has the daemon run with this --data directory?");
        }

        SqliteConnection? connection = null;
        try
        {
            connection = LedgerFile.Connect(path, SqliteOpenMode.ReadOnly);
            int application = LedgerFile.AskNumber(connection, "PRAGMA application_id");
            int version = LedgerFile.AskNumber(connection, "PRAGMA user_version");
            if (application != Migrations.ApplicationId || version < Migrations.Latest || !Migrations.CanUse(connection, version))
            {
                throw application != Migrations.ApplicationId
                    ? new LedgerUnavailableException(LedgerTrouble.NotALedger, $"{path} is not a ledger of stekker-edge.")
                    : new LedgerUnavailableException(
                        LedgerTrouble.OtherVersion,
                        $"{path} has schema {version}, this stekker-edge reads {Migrations.Latest}; {(version < Migrations.Latest ? "start its daemon once, which brings it up to date" : "use the version that wrote it")}.");
            }

            return new LedgerReader(connection, path);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw Troubles.From(e, path);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Newest first, without PTUs and signed values.</summary>
    public ImmutableArray<Session> Sessions(SessionFilter filter) => Ask(c => LedgerQueries.List(c, filter));

    /// <summary>With PTUs and signed values; null where there is none of this number.</summary>
    public Session? Session(long id) => Ask(c => LedgerQueries.Find(c, id));

    /// <summary>See <see cref="SettlementQueries.Each"/>.</summary>
    public int Settlements(DateTimeOffset? from, DateTimeOffset? until, Action<Settlement> each) => Ask(c => SettlementQueries.Each(c, from, until, each));

    /// <summary>Null where the session is not over, or not settled.</summary>
    public Settlement? Settlement(long sessionId) => Ask(c => SettlementQueries.Find(c, sessionId));

    public ImmutableArray<Card> Cards() => Ask(LedgerQueries.Cards);

    public ImmutableArray<Vehicle> Vehicles() => Ask(LedgerQueries.Vehicles);

    public ImmutableArray<ChargePointRecord> ChargePoints() => Ask(LedgerQueries.ChargePoints);

    /// <summary>Newest first.</summary>
    public ImmutableArray<Refusal> Refusals() => Ask(c => LedgerQueries.Refusals(c, RefusalTable.Most));

    /// <summary>Newest first.</summary>
    public ImmutableArray<OrphanStop> OrphanStops() => Ask(c => LedgerQueries.OrphanStops(c, MostListed));

    /// <summary>Day-ahead prices of an area from <paramref name="from"/> and before <paramref name="until"/>, in order.</summary>
    public ImmutableArray<PtuSpot> Prices(string area, DateTimeOffset from, DateTimeOffset until) => Ask(c => PriceTables.Prices(c, area, from, until));

    /// <summary>The imbalance signal's adjustments likewise.</summary>
    public ImmutableArray<PtuSpot> Imbalance(DateTimeOffset from, DateTimeOffset until) => Ask(c => PriceTables.Imbalance(c, from, until));

    /// <summary>Reports that wait, after one, in order.</summary>
    public ImmutableArray<OutboxEntry> Outbox(long after, int most) => Ask(c => OutboxTable.Read(c, after, most));

    public OutboxStanding OutboxStanding() => Ask(OutboxTable.Standing);

    /// <summary>A whole, consistent copy, also while the daemon writes.</summary>
    /// <exception cref="LedgerUnavailableException">Something is there already, or it cannot be written.</exception>
    public void Backup(string target) => LedgerBackup.Write(connection, path, target);

    public void Dispose() => connection.Dispose();

    private T Ask<T>(Func<SqliteConnection, T> question)
    {
        try
        {
            return question(connection);
        }
        catch (SqliteException e)
        {
            throw Troubles.From(e, path);
        }
    }
}
