using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Stekker.Edge.Storage;

/// <summary>What .NET's files cannot do: make a directory's entries durable, read a file that someone has locked, add to a file with nothing but one write, ask for rights, keep others out, share one heap.</summary>
internal static class Posix
{
    private const int ReadOnly = 0;

    private const int WriteOnly = 1;

    // O_APPEND likewise.
    private const int Appending = 0x400;

    private const int MayRead = 4;
    private const int MayWrite = 2;

    // M_ARENA_MAX of glibc's malloc.h.
    private const int MostArenas = -8;

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

    /// <summary>Negative where it cannot be opened. To be closed with <see cref="Close"/>.</summary>
    public static int OpenToAppend(string path) => open(Encoding.UTF8.GetBytes(path + '\0'), WriteOnly | Appending | CloseOnExec);

    /// <summary>Best effort: what is not written is not told.</summary>
    public static void Write(int file, byte[] bytes) => _ = write(file, bytes, (nuint)bytes.Length);

    public static void Close(int file) => _ = close(file);

    /// <summary>Whether this process's user may read there, and write.</summary>
    public static bool MayReadAndWrite(string path) => access(Encoding.UTF8.GetBytes(path + '\0'), MayRead | MayWrite) == 0;

    /// <summary>From now on what this process makes can be read by its user and its group, written by its user, and neither by others: log files, sockets.</summary>
    public static void KeepOthersOut() => _ = umask(GroupWriteAndOthers);

    /// <summary>
    /// glibc gives threads heaps of their own, each of which keeps what it once had: about a megabyte in all. This box has few threads and little
    /// memory; one heap will do. musl has no more than one, and no such call.
    /// </summary>
    public static void ShareOneHeap()
    {
        try
        {
            _ = mallopt(MostArenas, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mallopt(int option, int value);

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint umask(uint mask);

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int file);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint write(int file, byte[] bytes, nuint count);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int file);

    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int access(byte[] path, int mode);
}
