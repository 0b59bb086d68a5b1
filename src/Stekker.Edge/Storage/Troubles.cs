using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Storage;

/// <summary>Turns what SQLite and the operating system report into our own few troubles, in words.</summary>
internal static class Troubles
{
    // Result codes of SQLite (sqlite.org/rescode.html), primary ones but for the last three.
    private const int Perm = 3;
    private const int Busy = 5;
    private const int LockedTable = 6;
    private const int NoMemory = 7;
    private const int ReadOnlyFile = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int Constraint = 19;
    private const int NotADatabase = 26;
    private const int IoErrorShmOpen = IoError | (18 << 8);
    private const int IoErrorShmSize = IoError | (19 << 8);
    private const int IoErrorShmMap = IoError | (21 << 8);

    // errno
    private const int NotPermitted = 13;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int OverQuota = 122;

    /// <summary>
    /// Shared memory for the WAL's index cannot be had here: jffs2 has no writable shared mapping. What of these has another cause fails
    /// without WAL just the same, and is told then.
    /// </summary>
    public static bool IsWithoutSharedMemory(SqliteException e) =>
        e.SqliteErrorCode is CannotOpen or ReadOnlyFile || e.SqliteExtendedErrorCode is IoErrorShmOpen or IoErrorShmMap;

    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is Corrupt or NotADatabase;

    /// <exception cref="InvariantBrokenException">What SQLite refused was our own statement.</exception>
    public static LedgerUnavailableException From(SqliteException e, string path)
    {
        (LedgerTrouble trouble, string words)? known = e.SqliteErrorCode switch
        {
            _ when e.SqliteExtendedErrorCode == IoErrorShmSize => Room(path),
            Full => Room(path),
            ReadOnlyFile or Perm => (LedgerTrouble.ReadOnly, $"{path} cannot be written: the file or its directory is read-only for this user; the daemon's user needs to write there."),
            Busy or LockedTable or Protocol => (LedgerTrouble.Locked, $"{path} is held by another program; it is free again when that ends."),
            Corrupt or NotADatabase => (LedgerTrouble.Damaged, $"{path} is damaged ({e.Message}); a restart of the daemon sets it aside and begins a new one."),
            CannotOpen => (LedgerTrouble.Io, $"{path} cannot be opened; is its directory there, and may this user read and write in it?"),
            IoError or NoMemory => (LedgerTrouble.Io, $"{path} cannot be read or written: {e.Message.TrimEnd('.')}."),
            _ => null,
        };
        Invariant.Holds(known is not null, $"the ledger's statements fit its tables: {e.Message} (SQLite {(e.SqliteErrorCode == Constraint ? "constraint " : "")}{e.SqliteExtendedErrorCode})");
        return new LedgerUnavailableException(known.Value.trouble, known.Value.words, e);
    }

    /// <param name="doing">What was tried, as in "the data directory cannot be made".</param>
    public static LedgerUnavailableException From(Exception e, string path, string doing)
    {
        // .NET keeps errno in the low bits of HResult on Unix.
        LedgerTrouble trouble = e is UnauthorizedAccessException ? LedgerTrouble.ReadOnly : (e.HResult & 0xFFFF) switch
        {
            NoSpace or OverQuota => LedgerTrouble.DiskFull,
            ReadOnlyFileSystem or NotPermitted => LedgerTrouble.ReadOnly,
            _ => LedgerTrouble.Io,
        };
        string right = trouble switch
        {
            LedgerTrouble.DiskFull => "; the disk is full: make room",
            LedgerTrouble.ReadOnly => "; the daemon's user needs to read and write there, or --data names a place where it can",
            _ => "",
        };
        return new LedgerUnavailableException(trouble, $"{path}: {doing} ({e.Message.TrimEnd('.')}){right}.", e);
    }

    private static (LedgerTrouble Trouble, string Words) Room(string path) =>
        (LedgerTrouble.DiskFull, $"{path} cannot grow: the disk is full; nothing is lost while the daemon runs, and it is written as soon as there is room.");
}
