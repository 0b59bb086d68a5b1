namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>What a policy made of the same seeds.</summary>
/// <param name="SecondsAbove">A phase or group above its fuse beyond the time to settle.</param>
/// <param name="PtusAbove">Whole PTUs above the limit that could have been kept.</param>
/// <param name="HeadroomUsed">Of what the PTUs' limit left beside the building, the part that went into cars.</param>
internal sealed record SimOutcome(SimPolicy Policy, double DeliveredKwh, double HeadroomUsed, int SecondsAbove, int PtusAbove);

internal static class SimComparison
{
    public static SimOutcome[] Run(int seeds, int secondsEach) => [.. Enum.GetValues<SimPolicy>().Select(policy => Run(policy, seeds, secondsEach))];

    private static SimOutcome Run(SimPolicy policy, int seeds, int secondsEach)
    {
        SimSite[] sites = [.. Enumerable.Range(1, seeds).AsParallel().AsOrdered().Select(seed =>
        {
            SimSite site = new(seed) { Policy = policy, Counting = true };
            site.Run(secondsEach);
            return site;
        })];
        return new SimOutcome(
            policy,
            sites.Sum(s => s.DeliveredWs) / 3_600_000.0,
            (double)sites.Sum(s => s.Watch.PtuUsedWs) / sites.Sum(s => s.Watch.PtuHeadroomWs),
            sites.Sum(s => s.Watch.SecondsAbove),
            sites.Sum(s => s.Watch.PtusAbove));
    }
}
