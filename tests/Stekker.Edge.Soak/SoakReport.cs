using System.Globalization;

namespace Stekker.Edge.Soak;

/// <summary>The figures of a run, for people.</summary>
internal static class SoakReport
{
    public static string Write(SoakRun run)
    {
        Sample last = run.Samples[^1];
        double hours = last.AtS / 3600;
        double writtenMb = (run.After.WrittenBytes - run.Before.WrittenBytes) / 1e6;
        string mishaps = string.Join(", ", run.Mishaps.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key} {m.Value}x"));
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            soak of {last.AtS / 60:F1} minutes, seed {run.Settings.Seed}: {SoakSettings.Chargers} chargers, 3 meters, cloud over TLS, {run.Lived.Count} sessions, {run.WrongCardsRefused} wrong cards refused
            what went wrong: {mishaps}
            {Flatness.OfHeap(run.Samples)}
            {Flatness.OfHandles(run.Samples)}
            {Flatness.OfThreads(run.Samples)}
            resident: {run.Before.ResidentKb / 1000:F1} MB before, {run.Samples.Max(s => s.ResidentKb) / 1000:F1} MB at most, {run.After.ResidentKb / 1000:F1} MB after; heaps and stacks {run.Before.HeapKb / 1000:F1}, {run.Samples.Max(s => s.HeapKb) / 1000:F1}, {run.After.HeapKb / 1000:F1} MB
            slope over the last two thirds: {Flatness.PerHour(run.Samples, s => s.HeapKb):+0;-0;0} kB of heap, {Flatness.PerHour(run.Samples, s => s.Handles):+0.0;-0.0;0} handles, {Flatness.PerHour(run.Samples, s => s.Threads):+0.0;-0.0;0} threads an hour
            handles {run.Before.Handles} before, {run.Samples.Max(s => s.Handles)} at most, {run.After.Handles} after; threads {run.Before.Threads}, {run.Samples.Max(s => s.Threads)}, {run.After.Threads}
            written: {writtenMb:F1} MB, {writtenMb / hours:F0} MB an hour at {run.Lived.Count / hours:F0} sessions an hour, {1000 * writtenMb / Math.Max(1, run.Lived.Count):F0} kB a session
            CPU: {(last.CpuS - run.Before.CpuS) / last.AtS:P2} of a core
            fuse of {SoakSettings.FuseA} A: highest {run.Fuse.HighestA:F1} A, longest above it {run.Fuse.Longest.TotalSeconds:F1} s
            {(run.NotMended is { } why ? $"NOT MENDED: {why}" : "all mended at the end")}

            """);
        File.WriteAllText(Path.Combine(run.Settings.Results, "report.txt"), text);
        return text;
    }
}
