using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Stekker.Edge.Storage;

/// <summary>What .NET's files cannot do: make a directory's entries durable, read a file that someone has locked, and be nobody else's business by default.</summary>
internal static class Posix
{
    private const int ReadOnly = 0;

    // Octal 027.
    private const uint GroupWriteAndOthers = 0b000_010_111;

    // O_CLOEXEC has this value on x86 and ARM alike.
    private const int CloseOnExec = 0x80000;

    /// <summary>A renamed or new file survives a power cut only when its directory is on disk too. Best effort: some file systems refuse it.</summary>
    public static void SyncDirectory(string path)
    {
        using SafeFileHandle? directory = OpenToRead(path);
        if (directory is not null)
        {
            _ = fsync((int)directory.DangerousGetHandle());
        }
    }

    /// <summary>Without .NET's own lock, which would be refused beside an exclusive one. Null where it cannot be opened.</summary>
    public static SafeFileHandle? OpenToRead(string path)
    {
        int file = open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly | CloseOnExec);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : null;
    }

    /// <summary>From now on what this process makes can be read by its user and its group, written by its user, and neither by others: log files, sockets.</summary>
    public static void KeepOthersOut() => _ = umask(GroupWriteAndOthers);

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint umask(uint mask);

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int file);
}
