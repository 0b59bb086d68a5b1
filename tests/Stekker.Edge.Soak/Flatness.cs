using System.Globalization;

namespace Stekker.Edge.Soak;

/// <summary>
/// Whether something stayed flat: the median of the last third of a run beside that of the middle third. The first third is for what grows once
/// (caches, pools, the first of everything), and medians do not mind what a burst takes and gives back.
/// </summary>
/// <param name="What">In words.</param>
/// <param name="Middle">Median of the middle third.</param>
/// <param name="Last">Median of the last third.</param>
/// <param name="MostGrowth">From one to the other.</param>
internal sealed record Flatness(string What, double Middle, double Last, double MostGrowth)
{
    /// <summary>
    /// What the collector's heap comes and goes by between two thirds of a run of minutes. A leak that is smaller than this in a third of the run is
    /// found by a longer one.
    /// </summary>
    public const double MostHeapGrowthKb = 1_500;

    public const double MostHandleGrowth = 6;
    public const double MostThreadGrowth = 3;

    public double Growth => Last - Middle;

    public bool Holds => Growth <= MostGrowth;

    public static Flatness OfHeap(IReadOnlyList<Sample> samples) => Of("heaps and stacks, kB", samples, s => s.HeapKb, MostHeapGrowthKb);

    public static Flatness OfHandles(IReadOnlyList<Sample> samples) => Of("handles", samples, s => s.Handles, MostHandleGrowth);

    public static Flatness OfThreads(IReadOnlyList<Sample> samples) => Of("threads", samples, s => s.Threads, MostThreadGrowth);

    /// <summary>What it would have been, had each session left so much behind.</summary>
    public static Sample[] WithLeak(IReadOnlyList<Sample> samples, double kbPerSession) =>
        [.. samples.Select(s => s with { HeapKb = s.HeapKb + (kbPerSession * s.Sessions), ResidentKb = s.ResidentKb + (kbPerSession * s.Sessions) })];

    /// <summary>By the median of all slopes between two samples (Theil and Sen), which no burst bends; of the last two thirds.</summary>
    public static double PerHour(IReadOnlyList<Sample> samples, Func<Sample, double> of)
    {
        Sample[] taken = [.. samples.Skip(samples.Count / 3)];
        int step = Math.Max(1, taken.Length / MostPoints);
        Sample[] points = [.. taken.Where((_, i) => i % step == 0)];
        List<double> slopes = [];
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = i + 1; j < points.Length; j++)
            {
                slopes.Add((of(points[j]) - of(points[i])) / (points[j].AtS - points[i].AtS));
            }
        }

        return slopes.Count == 0 ? 0 : Median(slopes) * SecondsPerHour;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{What}: {Middle:F0} in the middle third, {Last:F0} in the last, {Growth:+0;-0;0} (at most {MostGrowth:+0}): {(Holds ? "flat" : "GROWS")}");

    private const int MostPoints = 400;
    private const double SecondsPerHour = 3600;

    private static Flatness Of(string what, IReadOnlyList<Sample> samples, Func<Sample, double> of, double mostGrowth)
    {
        int third = samples.Count / 3;
        return third == 0
            ? throw new ArgumentException("too few samples to have three thirds", nameof(samples))
            : new Flatness(what, Median([.. samples.Skip(third).Take(third).Select(of)]), Median([.. samples.Skip(2 * third).Select(of)]), mostGrowth);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
