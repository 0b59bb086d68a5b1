using Microsoft.Data.Sqlite;

namespace Stekker.Edge.Storage;

/// <summary>A copy of the ledger as it is at one moment, by SQLite itself (VACUUM INTO), so that writes go on meanwhile.</summary>
internal static class LedgerBackup
{
    /// <summary>On disk when it returns, readable by its owner alone. What was half written is removed again.</summary>
    /// <exception cref="LedgerUnavailableException">The target is there already, or cannot be written.</exception>
    public static void Write(SqliteConnection connection, string source, string target)
    {
        Reserve(target);
        bool done = false;
        try
        {
            using Statement copy = new(connection, "VACUUM INTO $0", 1);
            copy.Bind(Path.GetFullPath(target)).Run();
            using FileStream written = new(target, FileMode.Open, FileAccess.ReadWrite);
            written.Flush(flushToDisk: true);
            Posix.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            done = true;
        }
        catch (SqliteException e)
        {
            LedgerUnavailableException why = Troubles.From(e, source);
            throw new LedgerUnavailableException(why.Trouble, $"The backup {target} was not made: {why.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Troubles.From(e, target, "the backup cannot be written");
        }
        finally
        {
            if (!done)
            {
                File.Delete(target);
            }
        }
    }

    /// <summary>Takes the name, with the owner's rights only, before anything is in it; SQLite fills an empty file.</summary>
    private static void Reserve(string target)
    {
        if (Path.Exists(target))
        {
            throw new LedgerUnavailableException(LedgerTrouble.Io, $"{target} is there already; a backup never overwrites, name another file.");
        }

        try
        {
            using FileStream made = OwnerOnly.Open(target, FileMode.CreateNew, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Troubles.From(e, target, "the backup cannot be written");
        }
    }
}
