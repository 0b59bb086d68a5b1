using System.Globalization;

namespace Stekker.Edge.Bench;

/// <summary>What a process has used so far, as the kernel counts it.</summary>
/// <param name="AnonymousMb">Of what is resident, the part that is no file's: heaps and stacks, not the program's own pages.</param>
internal readonly record struct ProcessUsage(double CpuSeconds, double ResidentMb, double PeakMb, double AnonymousMb)
{
    /// <summary>USER_HZ: fixed at 100 in what Linux shows to programs.</summary>
    private const double TicksPerSecond = 100;

    public static ProcessUsage Of(int processId)
    {
        // The name in parentheses may hold spaces; fields are counted from behind it: utime and stime are the 14th and 15th of all.
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        string[] status = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessUsage(ticks / TicksPerSecond, Megabytes(status, "VmRSS:"), Megabytes(status, "VmHWM:"), Megabytes(status, "RssAnon:"));
    }

    private static double Megabytes(string[] status, string field)
    {
        string line = status.First(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1000;
    }
}
