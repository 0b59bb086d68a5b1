namespace Stekker.Edge.Storage;

/// <summary>Cards and sessions are personal data: what is made here can be read by the daemon's user and nobody else (0600, 0700).</summary>
internal static class OwnerOnly
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A new file gets the owner's rights only; one that is there keeps its own.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share) =>
        new(path, new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, UnixCreateMode = ReadWrite });

    public static void MakeDirectory(string path) => Directory.CreateDirectory(path, ReadWrite | UnixFileMode.UserExecute);
}
