using System.Runtime.InteropServices;

namespace Stekker.Edge.Modbus.Serial;

/// <summary>
/// The system calls a serial line needs. No libc structure and no libc constant is used: the terminal's settings go through the kernel's own
/// TCGETS2/TCSETS2, whose layout and numbers are those of Linux's generic ABI (x86, arm, arm64; not MIPS), the same under glibc and musl.
/// (glibc 2.42 changed what speed_t means; the kernel's interface has not changed.)
/// </summary>
internal static partial class Libc
{
    public const int ReadWrite = 2;
    public const int NoControllingTerminal = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollBroken = 8 | 16 | 32;

    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int NoSuchDevice = 6;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int DeviceGone = 19;
    public const int NotATerminal = 25;

    public const int LockExclusiveNow = 2 | 4;

    /// <summary>asm-generic/ioctls.h.</summary>
    public const nuint GetTermios2 = 0x802C542A;
    public const nuint SetTermios2 = 0x402C542B;
    public const nuint Exclusive = 0x540C;
    public const nuint NotExclusive = 0x540D;
    public const nuint Flush = 0x540B;
    public const nuint PtyNumber = 0x80045430;
    public const nuint PtyLock = 0x40045431;

    /// <summary>Both the input and the output queue.</summary>
    public const nint FlushBoth = 2;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Descriptor;
        public short Wanted;
        public short Got;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, ref byte into, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ref readonly byte from, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollFd descriptors, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int descriptor, int operation);

    /// <summary>ioctl is variadic in C; on Linux's ABIs a variadic call passes these arguments as any other does.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, ref byte argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, ref int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, nint argument);
}
