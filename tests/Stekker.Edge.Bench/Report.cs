using Stekker.Edge.Bench.Steering;

namespace Stekker.Edge.Bench;

internal static class Report
{
    public static void Print(StartUp s)
    {
        Console.WriteLine($"""

            native binary                    {s.BinaryMb,7:F1} MB   (budget 14)
            start to first OCPP handshake    {s.HandshakeSeconds,7:F3} s    (median of 10, slowest {s.SlowestSeconds:F3}; budget 0.3)
            resident, just started           {s.IdleMb,7:F1} MB
            resident, 20 chargers charging   {s.With20ChargersMb,7:F1} MB   (budget 40, with meters and web)

            """);
    }

    public static void Print(List<Run> runs, Options options)
    {
        Console.WriteLine($"\n{options.Clients} chargers, MeterValues; each round starts both servers anew, ours with its ledger on disk\n");
        Table($"once a second, {options.EachSecond.TotalSeconds:F0} s", runs, r => r.EachSecond);
        Table($"flat out, {options.FlatOut.TotalSeconds:F0} s", runs, r => r.FlatOut);
    }

    public static void Print(UrgentCuts cuts)
    {
        Console.WriteLine($"""

            {cuts.FirstMs.Length} jumps of the building over the fuse, each with limits to {cuts.FewestLimits} to {cuts.MostLimits} of {UrgentCuts.Chargers} chargers; after {cuts.Late} others nobody was told within the meter's second
            from the meter's answer      p50 ms   p99 ms  slowest
            to the first limit         {UrgentCuts.Share(cuts.FirstMs, 0.5),8:F2} {UrgentCuts.Share(cuts.FirstMs, 0.99),8:F2} {cuts.FirstMs[^1],8:F2}   (budget p99 20)
            to the last limit          {UrgentCuts.Share(cuts.LastMs, 0.5),8:F2} {UrgentCuts.Share(cuts.LastMs, 0.99),8:F2} {cuts.LastMs[^1],8:F2}

            """);
    }

    public static void Print(CpuShare cpu) => Console.WriteLine($"""
        {CpuShare.Chargers} chargers charging (a sample each 10 s), a grid meter each 1 s, two meters each 5 s, over {cpu.Seconds:F0} s
        CPU                {cpu.CpuPerSecond,7:P2} of a core   ({cpu.CpuPerSecond * cpu.Seconds:F2} s)
        resident           {cpu.ResidentMb,7:F1} MB   ({cpu.AnonymousMb:F1} heaps and stacks, the rest files' pages; highest {cpu.PeakMb:F1}; budget 40)

        """);

    private static void Table(string title, List<Run> runs, Func<Run, LoadFigures> phase)
    {
        Console.WriteLine($"{title,-22} {"answers/s",10} {"p50 ms",8} {"p99 ms",8} {"CPU s",7} {"answers/CPU s",14} {"RSS MB",8} {"generator CPU s",16}");
        foreach (Run run in runs)
        {
            Row(run.Server, phase(run));
        }

        string[] servers = [.. runs.Select(r => r.Server).Distinct()];
        LoadFigures[] medians = [.. servers.Select(s => Median([.. runs.Where(r => r.Server == s).Select(phase)]))];
        Console.WriteLine(
            $"{"first / second",-22} {medians[0].PerSecond / medians[1].PerSecond,10:F2} {medians[0].P50Ms / medians[1].P50Ms,8:F2} {medians[0].P99Ms / medians[1].P99Ms,8:F2} " +
            $"{medians[0].CpuSeconds / medians[1].CpuSeconds,7:F2} {medians[0].PerCpuSecond / medians[1].PerCpuSecond,14:F2} {medians[0].ResidentMb / medians[1].ResidentMb,8:F2}\n");
    }

    private static void Row(string server, LoadFigures p) => Console.WriteLine(
        $"{server,-22} {p.PerSecond,10:F0} {p.P50Ms,8:F2} {p.P99Ms,8:F2} {p.CpuSeconds,7:F2} {p.PerCpuSecond,14:F0} {p.ResidentMb,8:F1} {p.GeneratorCpuSeconds,16:F2}");

    /// <summary>Each figure's own median over the rounds.</summary>
    private static LoadFigures Median(LoadFigures[] of)
    {
        return new LoadFigures(
            Middle(p => p.PerSecond), Middle(p => p.P50Ms), Middle(p => p.P99Ms), Middle(p => p.CpuSeconds), Middle(p => p.PerCpuSecond),
            Middle(p => p.GeneratorCpuSeconds), Middle(p => p.ResidentMb));

        double Middle(Func<LoadFigures, double> figure)
        {
            double[] sorted = [.. of.Select(figure).Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
