using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Stekker.Edge.Storage;

/// <summary>An open, checked and migrated ledger file.</summary>
/// <param name="SharesMemory">True in WAL mode, where others may read while we write. False on file systems that cannot map shared memory (jffs2).</param>
/// <param name="From">The schema number it had; 0 is a file just made.</param>
internal sealed record LedgerFile(SqliteConnection Connection, bool SharesMemory, int From)
{
    /// <summary>How long a statement waits for a reader or a curious sqlite3 shell to let go. The loop waits with it, so it is short.</summary>
    private const int BusySeconds = 1;

    /// <summary>
    /// 1 MB of WAL before it is folded into the file: small beside a router's overlay, and enough that a page written at each
    /// checkpoint of the site reaches its place once in many times.
    /// </summary>
    private const string ForFlash = """
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 256;
        PRAGMA journal_size_limit = 1048576;
        PRAGMA cache_size = -1024;
        PRAGMA temp_store = MEMORY;
        PRAGMA cell_size_check = ON;
        PRAGMA trusted_schema = OFF;
        """;

    /// <exception cref="LedgerUnavailableException">Damaged, not ours, of another version, or not to be opened at all.</exception>
    public static LedgerFile Open(string path)
    {
        NativeSqlite.Use();
        DataDirectory.MakeLedgerFile(path);
        if (new FileInfo(path).Length == 0 && new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new LedgerUnavailableException(LedgerTrouble.Damaged, $"{path} is empty while its -wal beside it is not.");
        }

        try
        {
            try
            {
                return Open(path, sharesMemory: true);
            }
            catch (SqliteException e) when (Troubles.IsWithoutSharedMemory(e))
            {
                return Open(path, sharesMemory: false);
            }
        }
        catch (SqliteException e)
        {
            throw Troubles.From(e, path);
        }
    }

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(path),
            Mode = mode,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static string Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    public static int AskNumber(SqliteConnection connection, string sql) =>
        int.TryParse(Ask(connection, sql), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static LedgerFile Open(string path, bool sharesMemory)
    {
        SqliteConnection connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            // Before the first read: only then the WAL's index never needs shared memory.
            Execute(connection, sharesMemory ? "PRAGMA page_size = 4096;" : "PRAGMA page_size = 4096; PRAGMA locking_mode = EXCLUSIVE;");
            Execute(connection, ForFlash);
            int version = Identify(connection, path);
            if (version == 0)
            {
                // Can be had only before anything is in the file; an older one keeps its idle pages, and uses them again.
                Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL;");
            }

            Check(connection, path);
            string journal = Ask(connection, sharesMemory ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = TRUNCATE");
            Execute(connection, "BEGIN IMMEDIATE; COMMIT;");
            if (sharesMemory && journal != "wal")
            {
                connection.Dispose();
                return Open(path, sharesMemory: false);
            }

            Migrations.Run(connection, version);
            return new LedgerFile(connection, sharesMemory, version);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whose file, and of which version, before anything is written to it.</summary>
    private static int Identify(SqliteConnection connection, string path)
    {
        int application = AskNumber(connection, "PRAGMA application_id");
        int version = AskNumber(connection, "PRAGMA user_version");
        bool empty = AskNumber(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (empty && application == 0 && version == 0)
        {
            return 0;
        }

        if (application != Migrations.ApplicationId)
        {
            throw new LedgerUnavailableException(
                LedgerTrouble.NotALedger, $"{path} is a database of another program; it is left as it is. Move it away, or name another --data directory.");
        }

        return Migrations.CanUse(connection, version)
            ? version
            : throw new LedgerUnavailableException(
                LedgerTrouble.OtherVersion,
                $"{path} was written by a newer stekker-edge (schema {version}, this one knows up to {Migrations.Latest}); it is left as it is. Install that version again, or restore a backup from before.");
    }

    private static void Check(SqliteConnection connection, string path)
    {
        string verdict = Ask(connection, "PRAGMA quick_check(1)");
        if (verdict != "ok")
        {
            throw new LedgerUnavailableException(LedgerTrouble.Damaged, $"{path} is damaged: {verdict.ReplaceLineEndings(" ")}.");
        }
    }
}
