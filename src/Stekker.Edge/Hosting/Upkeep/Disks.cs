using Stekker.Edge.Core.Upkeep;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Hosting.Upkeep;

internal static class Disks
{
    /// <summary>Null where the system does not tell.</summary>
    public static DiskRoom? RoomOf(string directory)
    {
        try
        {
            DriveInfo disk = new(Path.GetFullPath(directory));
            return new DiskRoom(disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The ledger with its log.</summary>
    public static long LedgerBytes(string dataDirectory)
    {
        string path = DataDirectory.LedgerPath(dataDirectory);
        return Length(path) + Length(path + "-wal");
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
