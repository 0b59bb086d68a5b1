namespace Stekker.Edge.Storage;

/// <summary>Where the appliance keeps what it must not lose.</summary>
internal static class DataDirectory
{
    public const string LedgerName = "edge.db";
    public const string LockName = "edge.lock";

    public static string LedgerPath(string dataDirectory) => Path.Combine(dataDirectory, LedgerName);

    /// <summary>Makes the directory where it is missing.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be made, or something else is there.</exception>
    public static void Prepare(string dataDirectory)
    {
        if (File.Exists(dataDirectory))
        {
            throw new LedgerUnavailableException(LedgerTrouble.Io, $"{dataDirectory} is a file; --data needs a directory.");
        }

        if (Directory.Exists(dataDirectory))
        {
            return;
        }

        try
        {
            OwnerOnly.MakeDirectory(dataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Troubles.From(e, dataDirectory, "the data directory cannot be made");
        }
    }

    /// <summary>
    /// An empty file for the owner alone; SQLite gives its companions the same mode. Leaves a file that is there as it is. Only before
    /// SQLite opens it: closing any handle of a file gives up all POSIX locks this process has on it.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">It cannot be made.</exception>
    public static void MakeLedgerFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new LedgerUnavailableException(LedgerTrouble.Io, $"{path} is a directory where the ledger's file should be; move it away.");
        }

        try
        {
            using FileStream file = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Troubles.From(e, path, "the ledger's file cannot be opened for writing");
        }
    }
}
