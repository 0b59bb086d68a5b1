using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.Market;
using Stekker.Edge.Twin.Reporting;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.Virtual;

namespace Stekker.Edge.Twin.Tests.Virtual;

/// <summary>Sites with day-ahead prices: what planning is worth, and that it breaks nothing.</summary>
public sealed class PricedScenariosTests
{
    [Theory]
    [InlineData("garage")]
    [InlineData("office")]
    [InlineData("depot")]
    [InlineData("public")]
    public void With_faults_and_prices_fuse_and_PTU_hold_and_no_session_is_lost(string scenario)
    {
        VirtualSite site = Run(scenario, days: 3, Foresight.Own, plansByPrice: true);

        Assert.Empty(site.Violations.InWords.Select(v => v.ToString()));
        Assert.True(site.PlansMade > 100, $"{site.PlansMade} plans");
    }

    [Fact]
    public void Cars_that_stay_overnight_charge_for_clearly_less_than_at_once_and_leave_as_full()
    {
        CostReport planned = Cost(Run("garage", 5, Foresight.Own, plansByPrice: true, faults: 0, directPermille: 0));
        CostReport atOnce = Cost(Run("garage", 5, Foresight.Own, plansByPrice: false, faults: 0, directPermille: 0));

        Assert.True(planned.CtPerKwh < atOnce.CtPerKwh * 0.93, $"{planned} beside {atOnce}");
        Assert.True(planned.ChargingEur < planned.BestEur * 1.1, $"{planned}");

        // Four cars of this garage (two older ones, two hybrids) fall asleep in their first pause; from the second visit on they are not paused.
        Assert.True(planned.DeadlinesMet >= atOnce.DeadlinesMet - 4, $"{planned} beside {atOnce}");
    }

    [Fact]
    public void The_cheapest_there_is_without_a_direct_phase_costs_no_more_than_with_one()
    {
        CostReport cost = Cost(Run("garage", 3, Foresight.Perfect, plansByPrice: true, faults: 0));

        Assert.True(cost.BestWithoutDirectEur <= cost.BestEur + 0.01);
        Assert.True(cost.BestEur <= cost.ChargingEur * 1.01, $"{cost}");
    }

    [Fact]
    public void The_same_seed_costs_the_same() =>
        Assert.Equal(Cost(Run("garage", 1, Foresight.Imperfect, true)), Cost(Run("garage", 1, Foresight.Imperfect, true)));

    [Fact]
    public void Prices_are_the_same_for_a_day_whenever_they_are_asked_and_cheapest_around_a_summer_noon()
    {
        DateTimeOffset day = new(2025, 6, 15, 0, 0, 0, TimeSpan.FromHours(1));

        Assert.Equal([.. DayAhead.Of(7, day)], DayAhead.Of(7, day).ToArray());
        Assert.NotEqual(DayAhead.Of(8, day)[40], DayAhead.Of(7, day)[40]);
        double[] mean = [.. Enumerable.Range(0, 96).Select(t => Enumerable.Range(0, 60).Average(d => (double)DayAhead.Of(7, day.AddDays(d))[t].EurPerKwh))];
        Assert.InRange(Array.IndexOf(mean, mean.Min()) / 4, 11, 15);
        Assert.InRange(Array.IndexOf(mean, mean.Max()) / 4, 18, 21);
    }

    private static VirtualSite Run(string scenario, double days, Foresight foresight, bool plansByPrice, double faults = 1, int directPermille = 200)
    {
        Scenario story = ((ScenarioReading.Read)ScenarioReader.Read(scenario, ScenarioLibrary.Text(scenario)!)).Scenario;
        story = story.WithFaults(faults) with { Duration = TimeSpan.FromDays(days), Site = story.Site with { Preferences = story.Site.Preferences with { Direct = StateOfCharge.FromPermille(directPermille)!.Value } } };
        VirtualSite site = new(MarketStall.Priced(story), foresight: foresight, plansByPrice: plansByPrice);
        site.Run();
        return site;
    }

    private static CostReport Cost(VirtualSite site) => TwinReport.Of(site, LimitPolicy.Balancer, TimeSpan.FromSeconds(1)).Cost!;
}
