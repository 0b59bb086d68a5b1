namespace Stekker.Edge.Storage;

/// <summary>Cards and sessions are personal data: what is made here can be read by the daemon's user and nobody else (0600, 0700).</summary>
internal static class OwnerOnly
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A new file gets the owner's rights only; one that is there keeps its own.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share) =>
        new(path, new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, UnixCreateMode = ReadWrite });

    /// <summary>Takes the place of the file of that name, or makes it: on disk when it returns, whole or not at all, whenever the power fails.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.new";
        bool done = false;
        try
        {
            using (FileStream file = Open(temporary, FileMode.Create, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            done = true;
        }
        finally
        {
            if (!done)
            {
                File.Delete(temporary);
            }
        }

        Posix.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    public static void MakeDirectory(string path) => Directory.CreateDirectory(path, ReadWrite | UnixFileMode.UserExecute);
}
