namespace Stekker.Edge.Bench;

internal static class Machine
{
    public static string Describe()
    {
        string model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown CPU";
        long totalKb = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, string kb, ..] ? long.Parse(kb) : 0;
        return $"{Environment.ProcessorCount} cores, {model}, {totalKb / 1_000_000} GB, {Environment.OSVersion.VersionString}";
    }

    /// <summary>Over one, five and fifteen minutes.</summary>
    public static string LoadAverage() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
