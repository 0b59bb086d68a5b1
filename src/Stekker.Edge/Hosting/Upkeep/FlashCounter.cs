using System.Globalization;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>What this process had written to disks since it started. Files in memory (tmpfs) do not count.</summary>
internal static class FlashCounter
{
    private const string Own = "/proc/self/io";
    private const string Line = "write_bytes: ";

    /// <summary>The kernel's own count (proc(5)), in bytes; null where the kernel was built without one.</summary>
    public static long? Bytes()
    {
        try
        {
            string? line = File.ReadLines(Own).FirstOrDefault(l => l.StartsWith(Line, StringComparison.Ordinal));
            return long.TryParse(line?[Line.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
