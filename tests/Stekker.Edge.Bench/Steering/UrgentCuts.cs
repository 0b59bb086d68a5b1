using System.Diagnostics;

namespace Stekker.Edge.Bench.Steering;

/// <summary>From the moment the grid meter answers that a phase is over its fuse to the limits at the chargers, of 64 chargers.</summary>
/// <param name="FirstMs">To the first charger's limit, sorted; so are the others.</param>
/// <param name="LastMs">To the last charger's.</param>
/// <param name="FewestLimits">Chargers told after a jump, at least.</param>
/// <param name="MostLimits">And at most.</param>
/// <param name="Late">Jumps after which nobody was told within the meter's second; they are in no figure.</param>
internal sealed record UrgentCuts(double[] FirstMs, double[] LastMs, int FewestLimits, int MostLimits, int Late)
{
    public const int Chargers = 64;

    /// <summary>Each site's cars go from their most to near their least, an ampere at each jump: no raise in between uses up the day's writes.</summary>
    public const int Sites = 3;
    private const int JumpsEach = 17;

    private const int FuseA = 750;
    private const int BuildingA = 20;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    /// <summary>What comes later answers the meter's next reading.</summary>
    private static readonly TimeSpan Listen = TimeSpan.FromMilliseconds(900);

    public static async Task<UrgentCuts> MeasureAsync(int sites = Sites)
    {
        List<(long ShownAt, long[] LimitsAt)> jumps = [];
        for (int number = 1; number <= sites; number++)
        {
            Console.Write($"site {number} of {sites}, {Chargers} chargers: ");
            await using SteeredSite site = await SteeredSite.StartAsync(
                new SteeredSettings(Chargers, ThreePhase: false, FuseA, BuildingA, NoiseA: 0, PartMeters: false));
            await site.UntilAsync(() => site.LowestLimitA >= SteeredSite.MaxA && site.CalmFor >= Calm, "all cars at their most");
            for (int jump = 0; jump < JumpsEach; jump++)
            {
                jumps.Add(await site.JumpAsync(Listen));
                await site.UntilAsync(() => site.CalmFor >= Calm, "calm after a jump");
            }

            Console.WriteLine($"{JumpsEach} jumps, cars from {SteeredSite.MaxA} to {site.MeanLimitA:F1} A");
        }

        (long ShownAt, long[] LimitsAt)[] told = [.. jumps.Where(j => j.LimitsAt.Length > 0)];
        return told.Length == 0
            ? throw new InvalidOperationException("No charger was told anything after any jump.")
            : new UrgentCuts(
                [.. told.Select(j => Ms(j.ShownAt, j.LimitsAt[0])).Order()],
                [.. told.Select(j => Ms(j.ShownAt, j.LimitsAt[^1])).Order()],
                told.Min(j => j.LimitsAt.Length),
                told.Max(j => j.LimitsAt.Length),
                jumps.Count - told.Length);
    }

    /// <param name="sorted">Of <see cref="FirstMs"/> or <see cref="LastMs"/>.</param>
    public static double Share(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static double Ms(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
