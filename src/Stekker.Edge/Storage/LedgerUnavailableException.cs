namespace Stekker.Edge.Storage;

/// <summary>Why the ledger cannot be opened, read or written.</summary>
public enum LedgerTrouble
{
    /// <summary>Room may come back: the same writes succeed then.</summary>
    DiskFull,

    /// <summary>The data directory, its file or its file system does not take writes.</summary>
    ReadOnly,

    /// <summary>Another process holds it.</summary>
    Locked,

    /// <summary>The file is not whole. Opening it again sets it aside.</summary>
    Damaged,

    /// <summary>The disk, or the way to it, failed.</summary>
    Io,

    /// <summary>There is none yet where one was to be read.</summary>
    Missing,

    /// <summary>Written by a newer (or, for a reader, an older) version than this.</summary>
    OtherVersion,

    /// <summary>A database, but not ours; left as it is.</summary>
    NotALedger,

    /// <summary>The system has no SQLite library, or one that is too old.</summary>
    NoSqlite,
}

/// <summary>The ledger cannot do what was asked. The message is for people: what, where, and what would be right.</summary>
public sealed class LedgerUnavailableException(LedgerTrouble trouble, string message, Exception? cause = null) : Exception(message, cause)
{
    public LedgerTrouble Trouble { get; } = trouble;
}
