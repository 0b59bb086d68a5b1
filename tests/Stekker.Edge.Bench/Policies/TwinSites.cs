using System.Globalization;

namespace Stekker.Edge.Bench.Policies;

/// <summary>The twin's scenarios: how fast they run, and the product against the simple policies on the same seeds.</summary>
internal static class TwinSites
{
    private const string Ours = "balancer";

    private static readonly string[] PolicyNames = [Ours, "equal-share", "first-come"];

    public static async Task<TwinRun[]> MeasureSpeedAsync(int days)
    {
        Console.WriteLine($"{"scenario",-10} {"simulated",10} {"wall s",8} {"times real",11} {"a year in s",12}");
        List<TwinRun> runs = [];
        foreach (string scenario in TwinRun.Scenarios)
        {
            TwinRun run = await TwinRun.MakeAsync(scenario, days, seed: 1, Ours);
            double ratio = run.SimulatedSeconds / run.WallSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{scenario,-10} {$"{days} days",10} {run.WallSeconds,8:F1} {ratio,11:F0} {TimeSpan.FromDays(365).TotalSeconds / ratio,12:F0}"));
            runs.Add(run);
        }

        Console.WriteLine("budget: a simulated year of 10 cars in 60 s");
        return [.. runs];
    }

    public static async Task<TwinRun[]> CompareAsync(int days, int seeds)
    {
        (string Scenario, int Seed, string Policy)[] wanted =
            [.. from scenario in TwinRun.Scenarios from policy in PolicyNames from seed in Enumerable.Range(1, seeds) select (scenario, seed, policy)];
        TwinRun[] runs = new TwinRun[wanted.Length];
        await Parallel.ForAsync(0, wanted.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (i, _) =>
            runs[i] = await TwinRun.MakeAsync(wanted[i].Scenario, days, wanted[i].Seed, wanted[i].Policy));

        Console.WriteLine($"\nthe twin's sites with their faults: {days} days each, seeds 1 to {seeds}\n");
        Console.WriteLine($"{"scenario",-10} {"policy",-12} {"kWh",9} {"ours/this",10} {"unmet kWh",10} {"headroom",9} {"ours/this",10} {"violations",11}");
        foreach (string scenario in TwinRun.Scenarios)
        {
            TwinRun[] ours = Of(runs, scenario, Ours);
            foreach (string policy in PolicyNames)
            {
                Row(scenario, policy, Of(runs, scenario, policy), ours);
            }
        }

        return runs;
    }

    private static TwinRun[] Of(TwinRun[] runs, string scenario, string policy) => [.. runs.Where(r => r.Scenario == scenario && r.Policy == policy)];

    private static void Row(string scenario, string policy, TwinRun[] runs, TwinRun[] ours)
    {
        double kwh = runs.Sum(r => r.DeliveredKwh);
        double headroom = runs.Average(r => r.HeadroomUsed);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{scenario,-10} {policy,-12} {kwh,9:F0} {ours.Sum(r => r.DeliveredKwh) / kwh,10:F2} {runs.Sum(r => r.UnmetKwh),10:F0} "
                + $"{headroom,9:P1} {ours.Average(r => r.HeadroomUsed) / headroom,10:F2} {runs.Sum(r => r.Violations),11}"));
    }
}
