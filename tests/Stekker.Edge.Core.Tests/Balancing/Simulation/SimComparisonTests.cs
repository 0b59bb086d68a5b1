using Xunit.Abstractions;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

public sealed class SimComparisonTests(ITestOutputHelper output)
{
    [Fact]
    public void More_goes_into_cars_than_by_a_safe_static_share_and_no_fuse_or_PTU_pays_for_it()
    {
        Dictionary<SimPolicy, SimOutcome> outcomes = SimComparison.Run(seeds: 60, secondsEach: 2400).ToDictionary(o => o.Policy);
        foreach (SimOutcome outcome in outcomes.Values)
        {
            output.WriteLine($"{outcome}");
        }

        SimOutcome ours = outcomes[SimPolicy.Ours];
        Assert.Equal((0, 0), (ours.SecondsAbove, ours.PtusAbove));
        Assert.True(ours.DeliveredKwh > 1.2 * outcomes[SimPolicy.StaticShareBesideBuilding].DeliveredKwh);
        Assert.True(outcomes[SimPolicy.StaticShare].SecondsAbove > 0);
    }
}
