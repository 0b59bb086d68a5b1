using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.Tests.Planning;

namespace Stekker.Edge.Bench.Planning;

/// <summary>How long the native binary plans: cases of every kind, and large sites, each in a process of its own.</summary>
/// <param name="Kinds">By kind, the cases with known optima of its tests.</param>
/// <param name="Large">40 cars over 192 steps, one row per site.</param>
/// <param name="GapPercents">By case with a known optimum: how much more the plan costs, of what charging adds to the site's cost.</param>
internal sealed record PlanTimes(PlanTime[] Kinds, PlanTime[] Large, double[] GapPercents)
{
    private const int Runs = 5;
    private const int LargeSites = 10;

    public static async Task<PlanTimes> MeasureAsync()
    {
        string folder = Directory.CreateTempSubdirectory("plan-bench-").FullName;
        try
        {
            List<PlanTime> kinds = [];
            List<double> gaps = [];
            foreach (IGrouping<string, string> kind in Directory.GetFiles(CasesFolder(), "*.json").Order(StringComparer.Ordinal).GroupBy(f => Path.GetFileName(f).Split('-')[0]))
            {
                List<PlanTime> cases = [];
                foreach (string file in kind)
                {
                    cases.Add(await MeasureAsync(kind.Key, file, folder));
                    gaps.Add(KnownOptimum.All.Single(k => k.Case == Path.GetFileNameWithoutExtension(file)).GapPercent(cases[^1].CostEur));
                }

                kinds.Add(new PlanTime(kind.Key, cases.Average(c => c.FirstMs), cases.Average(c => c.AgainMs), (long)cases.Average(c => c.AllocatedBytes), cases.Sum(c => c.CostEur)));
            }

            List<PlanTime> large = [];
            for (int seed = 1; seed <= LargeSites; seed++)
            {
                string file = Path.Combine(folder, "large.json");
                await File.WriteAllTextAsync(file, LargeCase.Of(seed));
                large.Add(await MeasureAsync($"site {seed}", file, folder));
            }

            return new PlanTimes([.. kinds], [.. large], [.. gaps]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static void Print(PlanTimes times)
    {
        Table("cases, by kind", times.Kinds);
        Table("40 cars x 192 steps", times.Large);
    }

    /// <summary>The fastest of some runs: what others on the machine take is no part of planning.</summary>
    private static async Task<PlanTime> MeasureAsync(string name, string file, string folder)
    {
        string output = Path.Combine(folder, "plan.json");
        double first = double.PositiveInfinity;
        double again = double.PositiveInfinity;
        long bytes = 0;
        double costEur = 0;
        for (int run = 0; run < Runs; run++)
        {
            CliResult result = await EndToEnd.Harness.Cli.BareAsync("plan", "--input", file, "--output", output, "--timing");
            Match told = Regex.Match(result.Out, "again in ([0-9.]+) ms .* ([0-9]+) bytes");
            if (result.ExitCode != 0 || !told.Success)
            {
                throw new InvalidOperationException($"{file}: {result}");
            }

            using JsonDocument plan = JsonDocument.Parse(await File.ReadAllTextAsync(output));
            first = Math.Min(first, plan.RootElement.GetProperty("elapsedMs").GetDouble());
            costEur = plan.RootElement.GetProperty("costEur").GetDouble();
            again = Math.Min(again, double.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture));
            bytes = long.Parse(told.Groups[2].Value, CultureInfo.InvariantCulture);
        }

        return new PlanTime(name, first, again, bytes, costEur);
    }

    private static void Table(string title, PlanTime[] rows)
    {
        Console.WriteLine($"{title,-22} {"first ms",9} {"again ms",9} {"allocated kB",13}");
        foreach (PlanTime row in rows)
        {
            Console.WriteLine($"{row.Name,-22} {row.FirstMs,9:F2} {row.AgainMs,9:F2} {row.AllocatedBytes / 1024.0,13:F0}");
        }

        Console.WriteLine();
    }

    private static string CasesFolder([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "Stekker.Edge.Tests", "Planning", "Cases");
}

/// <param name="FirstMs">In a process just started: the plan's own elapsedMs.</param>
/// <param name="AgainMs">Planned once more in the same process, as the daemon replans.</param>
internal sealed record PlanTime(string Name, double FirstMs, double AgainMs, long AllocatedBytes, double CostEur);
