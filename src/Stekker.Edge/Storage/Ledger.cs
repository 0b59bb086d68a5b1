using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>The site's ledger in one SQLite file. One connection writes, one thread at a time calls; the directory is locked against other daemons.</summary>
public sealed class Ledger : ILedger
{
    private readonly DataDirectoryLock held;
    private readonly LedgerFile file;
    private readonly string path;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement rollback;
    private readonly SessionWriter sessions;
    private readonly RecordWriter records;

    private Ledger(DataDirectoryLock held, LedgerFile file, string path)
    {
        this.held = held;
        this.file = file;
        this.path = path;
        begin = new Statement(file.Connection, "BEGIN IMMEDIATE", 0);
        commit = new Statement(file.Connection, "COMMIT", 0);
        rollback = new Statement(file.Connection, "ROLLBACK", 0);
        sessions = new SessionWriter(file.Connection);
        records = new RecordWriter(file.Connection);
    }

    /// <summary>False on a file system without shared memory, where nobody else can read while this is open.</summary>
    public bool CanBeReadByOthers => file.SharesMemory;

    internal SqliteConnection Connection => file.Connection;

    /// <summary>
    /// Opens the ledger in the directory, making both where they are missing. A damaged file is set aside, never deleted, and a new one
    /// is begun with what could be saved of it.
    /// </summary>
    /// <param name="random">Where the numbers of a fresh ledger begin.</param>
    /// <exception cref="LedgerUnavailableException">The directory cannot be used, another daemon has it, or the file is not ours to open.</exception>
    public static LedgerOpening Open(string dataDirectory, TimeProvider time, Random random)
    {
        DataDirectoryLock held = DataDirectoryLock.Take(dataDirectory);
        LedgerFile? file = null;
        try
        {
            string path = DataDirectory.LedgerPath(dataDirectory);
            DamagedLedger? damaged = null;
            try
            {
                file = LedgerFile.Open(path);
                LedgerNumbers.Begin(file.Connection, random);
            }
            catch (LedgerUnavailableException e) when (e.Trouble == LedgerTrouble.Damaged)
            {
                string aside = DamagedLedger.SetAside(path, time.GetUtcNow());
                Salvage saved = Salvage.From(aside);
                file = LedgerFile.Open(path);
                LedgerNumbers.Begin(file.Connection, random);
                saved.PutInto(file.Connection);
                damaged = new DamagedLedger(aside, e.Message, saved.Cards.Count, saved.Vehicles.Count, saved.ChargePoints.Count);
            }

            return new LedgerOpening(new Ledger(held, file, path), file.From == 0, damaged, LedgerOpening.NotesOn(file, path, damaged));
        }
        catch (SqliteException e)
        {
            file?.Connection.Dispose();
            held.Dispose();
            throw Troubles.From(e, DataDirectory.LedgerPath(dataDirectory));
        }
        catch
        {
            file?.Connection.Dispose();
            held.Dispose();
            throw;
        }
    }

    public LedgerContents Load()
    {
        try
        {
            ImmutableArray<Session> recent = LedgerQueries.Recent(file.Connection);
            foreach (Session session in recent)
            {
                sessions.Remember(session);
            }

            (long nextSessionId, int nextTransactionId, int cardsVersion) = LedgerNumbers.Read(file.Connection);
            return new LedgerContents(
                LedgerQueries.ChargePoints(file.Connection),
                recent,
                LedgerQueries.Cards(file.Connection),
                LedgerQueries.Vehicles(file.Connection),
                LedgerQueries.Refusals(file.Connection, SiteState.MostRefusals),
                cardsVersion,
                nextSessionId,
                nextTransactionId)
            {
                Balancer = BalancerTables.Read(file.Connection),
                Unsettled = SettlementQueries.Unsettled(file.Connection),
                Prices = PriceTables.Read(file.Connection),
                History = SitePtuTable.Read(file.Connection),
                Cdrs = CdrTable.Read(file.Connection),
                SavingsToldThrough = CdrTable.SavingsThrough(file.Connection),
                Commands = CommandTable.Read(file.Connection),
                Weather = CloudTables.Weather(file.Connection),
                Windows = CloudTables.Limits(file.Connection),
                CloudDocuments = CloudTables.Documents(file.Connection),
            };
        }
        catch (SqliteException e)
        {
            throw Troubles.From(e, path);
        }
    }

    public void Commit(IReadOnlyList<Effect.LedgerWrite> writes)
    {
        try
        {
            EndWhatIsOpen();
            bool begun = false;
            foreach (Effect.LedgerWrite write in writes)
            {
                if (write is Effect.SaveSession known && sessions.IsOnDisk(known.Session))
                {
                    continue;
                }

                if (!begun)
                {
                    begin.Run();
                    begun = true;
                }

                Write(write);
            }

            if (begun)
            {
                commit.Run();
                sessions.Committed();
            }
        }
        catch (SqliteException e)
        {
            RollBack();
            throw Troubles.From(e, path);
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>A whole, consistent copy. From any thread where <see cref="CanBeReadByOthers"/>; else from the one that commits.</summary>
    /// <exception cref="LedgerUnavailableException">Something is there already, or it cannot be written.</exception>
    public void Backup(string target)
    {
        try
        {
            if (!file.SharesMemory)
            {
                LedgerBackup.Write(file.Connection, path, target);
                return;
            }

            using SqliteConnection beside = LedgerFile.Connect(path, SqliteOpenMode.ReadOnly);
            LedgerBackup.Write(beside, path, target);
        }
        catch (SqliteException e)
        {
            throw Troubles.From(e, path);
        }
    }

    public void Dispose()
    {
        begin.Dispose();
        commit.Dispose();
        rollback.Dispose();
        sessions.Dispose();
        records.Dispose();
        file.Connection.Dispose();
        held.Dispose();
    }

    private void Write(Effect.LedgerWrite write)
    {
        if (write is Effect.SaveSession session)
        {
            sessions.Write(session.Session);
        }
        else
        {
            records.Write(write);
        }
    }

    private void RollBack()
    {
        sessions.RolledBack();
        try
        {
            EndWhatIsOpen();
        }
        catch (SqliteException)
        {
            // The disk does not even take this; the next commit tries it again before anything else.
        }
    }

    /// <summary>SQLite itself rolls back on some failures (disk full, I/O) and not on others.</summary>
    private void EndWhatIsOpen()
    {
        if (raw.sqlite3_get_autocommit(file.Connection.Handle) == 0)
        {
            rollback.Run();
        }
    }
}
