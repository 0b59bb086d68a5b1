using System.Diagnostics;

namespace Stekker.Edge.Bench.Steering;

/// <summary>What the daemon uses while 20 cars charge on less than they would take, beside a building that moves each second.</summary>
/// <param name="CpuPerSecond">CPU seconds per second: the share of one core.</param>
internal sealed record CpuShare(double Seconds, double CpuPerSecond, double ResidentMb, double AnonymousMb, double PeakMb)
{
    public const int Chargers = 20;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <summary>Commissioning and the first shares are over.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(20);

    public static async Task<CpuShare> MeasureAsync()
    {
        await using SteeredSite site = await SteeredSite.StartAsync(
            new SteeredSettings(Chargers, ThreePhase: true, FuseA: 250, BuildingA: 30, NoiseA: 3, PartMeters: true));
        await site.UntilAsync(() => site.LowestLimitA > 0, "all cars charging");
        long charging = Stopwatch.GetTimestamp();
        await site.UntilAsync(() => Stopwatch.GetElapsedTime(charging) >= Settled, "the site settled");

        ProcessUsage before = ProcessUsage.Of(site.ProcessId);
        long began = Stopwatch.GetTimestamp();
        await site.UntilAsync(() => Stopwatch.GetElapsedTime(began) >= Length, "the measured time");
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        ProcessUsage after = ProcessUsage.Of(site.ProcessId);
        return new CpuShare(seconds, (after.CpuSeconds - before.CpuSeconds) / seconds, after.ResidentMb, after.AnonymousMb, after.PeakMb);
    }
}
