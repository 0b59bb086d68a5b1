using System.Runtime.InteropServices;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Hosting;

/// <summary>
/// Judges the machine's wall clock. A router has no battery clock: it wakes in the past until a time server answers. Trusted is a time
/// after the newest thing this site has written down, on a machine that either keeps time over a power cut or has been set since.
/// </summary>
/// <param name="keepsTime">Whether this machine's clock can be right by now; see the other constructor.</param>
public sealed partial class HostClock(DateTimeOffset newestKnown, bool always, Func<bool> keepsTime)
{
    /// <summary>No edge ran before this.</summary>
    private static readonly DateTimeOffset Birth = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>adjtimex(2): the kernel's clock is not synchronised.</summary>
    private const int TimeError = 5;

    /// <summary>A battery clock, or no OpenWrt router: elsewhere the clock comes from the hardware or the host. Looked up once: while the clock is not trusted, each event asks.</summary>
    private static readonly Lazy<bool> KeepsTime = new(() => Directory.Exists("/sys/class/rtc/rtc0") || !File.Exists("/etc/openwrt_release"));

    /// <summary>A charger's own stamps are believed so far ahead of our clock, and are among what was written down.</summary>
    private readonly DateTimeOffset floor = newestKnown > Birth + Stamp.MaxAhead ? newestKnown - Stamp.MaxAhead : Birth;

    private bool settled;

    public HostClock(DateTimeOffset newestKnown, bool always)
        : this(newestKnown, always, () => KeepsTime.Value || IsSynchronised())
    {
    }

    public bool IsTrusted(DateTimeOffset utc)
    {
        if (always || settled)
        {
            return true;
        }

        settled = utc >= floor && keepsTime();
        return settled;
    }

    private static bool IsSynchronised()
    {
        // struct timex is at most 208 bytes with any libc; only the return value is read, so its layout does not matter.
        Span<byte> timex = stackalloc byte[512];
        timex.Clear();
        return AdjTimex(ref MemoryMarshal.GetReference(timex)) is >= 0 and not TimeError;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTimex(ref byte timex);
}
