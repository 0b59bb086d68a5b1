namespace Stekker.Edge.Core.Upkeep;

/// <summary>Room on the disk that the ledger is on.</summary>
public readonly record struct DiskRoom(long FreeBytes, long TotalBytes)
{
    private const long Least = 8_000_000;

    /// <summary>A tenth is little on a router's overlay, and plenty on a computer's disk.</summary>
    private const long Plenty = 64_000_000;

    /// <param name="wasShort">It was at the last look: it is over only with a good margin, not with each file that comes and goes.</param>
    public bool IsShort(bool wasShort)
    {
        long free = wasShort ? FreeBytes / 5 * 4 : FreeBytes;
        return free < Least || (free < TotalBytes / 10 && free < Plenty);
    }

    /// <summary>For the installer.</summary>
    public string InWords(string dataDirectory, long ledgerBytes) =>
        $"{Mb(FreeBytes)} MB are left of the {Mb(TotalBytes)} MB of the disk with {dataDirectory}; the ledger there has {Mb(ledgerBytes)} MB and grows. "
        + "Remove what is not needed, keep sessions for fewer years (ledger.keepSessionsYears), or move the data directory to a larger disk.";

    private static long Mb(long bytes) => bytes / 1_000_000;
}
