using System.Runtime.InteropServices;

namespace Stekker.Edge.Cloud.Link;

/// <summary>Waits for a socket, and can be woken by another thread meanwhile (eventfd(2), poll(2)).</summary>
internal sealed unsafe partial class WakeUp : IDisposable
{
    private const short PollIn = 1;
    private const short PollOut = 4;

    // O_NONBLOCK and O_CLOEXEC have these values on x86 and ARM alike.
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private readonly int descriptor = eventfd(0, NonBlocking | CloseOnExec);

    public void Wake()
    {
        ulong one = 1;
        _ = write(descriptor, &one, sizeof(ulong));
    }

    /// <summary>Until the socket can be read (or written, where that is wanted), somebody wakes us, or the time is over.</summary>
    public (bool CanRead, bool CanWrite) Wait(int socket, bool wantsWrite, int mostMs)
    {
        Entry* entries = stackalloc Entry[2];
        entries[0] = new Entry { Descriptor = descriptor, Wanted = PollIn };
        entries[1] = new Entry { Descriptor = socket, Wanted = (short)(PollIn | (wantsWrite ? PollOut : 0)) };
        _ = poll(entries, 2, mostMs);
        if ((entries[0].Told & PollIn) != 0)
        {
            ulong ignored;
            _ = read(descriptor, &ignored, sizeof(ulong));
        }

        // An error or a hang-up is found by reading.
        short told = entries[1].Told;
        return ((told & ~PollOut) != 0, (told & PollOut) != 0);
    }

    public void Dispose() => _ = close(descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Descriptor;
        public short Wanted;
        public short Told;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int poll(Entry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint read(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint write(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
}
