using System.Globalization;

namespace Stekker.Edge.Soak;

/// <summary>What the daemon uses at one moment, as the kernel counts it.</summary>
/// <param name="AtS">Seconds since cars and faults began.</param>
/// <param name="ResidentKb">All that is in memory.</param>
/// <param name="HeapKb">Of it what is no file's: heaps and stacks.</param>
/// <param name="WrittenBytes">To the disk, since it started (pages made dirty).</param>
/// <param name="CpuS">CPU seconds, since it started.</param>
/// <param name="Sessions">Begun so far.</param>
internal readonly record struct Sample(double AtS, double ResidentKb, double HeapKb, int Handles, int Threads, long WrittenBytes, double CpuS, int Sessions)
{
    public const string Heading = "at_s,resident_kb,heap_kb,handles,threads,written_bytes,cpu_s,sessions";

    /// <summary>USER_HZ: fixed at 100 in what Linux shows to programs.</summary>
    private const double TicksPerSecond = 100;

    public static Sample Of(int processId, double atS, int sessions)
    {
        string[] status = File.ReadAllLines($"/proc/{processId}/status");
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        string written = File.ReadLines($"/proc/{processId}/io").First(l => l.StartsWith("write_bytes:", StringComparison.Ordinal)).Split(' ')[1];
        return new Sample(
            atS,
            Field(status, "VmRSS:"),
            Field(status, "RssAnon:"),
            Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length,
            (int)Field(status, "Threads:"),
            long.Parse(written, CultureInfo.InvariantCulture),
            ticks / TicksPerSecond,
            sessions);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{AtS:F1},{ResidentKb},{HeapKb},{Handles},{Threads},{WrittenBytes},{CpuS:F2},{Sessions}");

    private static double Field(string[] status, string name) => double.Parse(
        status.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
