using Stekker.Edge.Control;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Tests.Control;

public sealed class PowerViewTests
{
    private static readonly SiteTimes Times = new(TimeZoneInfo.Utc);

    /// <summary>Ten minutes into a quarter.</summary>
    private static readonly Now Now = new(TimeSpan.FromHours(1), new DateTimeOffset(2027, 3, 21, 14, 10, 0, TimeSpan.Zero), UtcTrusted: true);

    private static readonly GridReading Reading = new(PhaseCurrents.FromDeciamperes(250, -30, 125), new Watts(8_000), Now.Elapsed - TimeSpan.FromSeconds(0.4));

    [Theory]
    [InlineData(0.4, "heard")]
    [InlineData(5, "heard")]
    [InlineData(5.1, "late")]
    [InlineData(61, "silent")]
    public void The_grid_meter_is_late_after_5_s_and_silent_after_60(double ageS, string meter)
    {
        GridEntry grid = PowerView.Grid(Site(Reading with { At = Now.Elapsed - TimeSpan.FromSeconds(ageS) }), Now);

        Assert.Equal((meter, (decimal)ageS), (grid.Meter, grid.AgeS));
    }

    [Fact]
    public void A_meter_that_never_answered_is_another_matter_than_none()
    {
        Assert.Equal("none", PowerView.Grid(Site(null), Now).Meter);
        SiteConfiguration metered = Configuration with { Meters = [new MeterSettings { Id = "grid", Role = MeterRole.Grid, Device = "sdm630", Line = new MeterLine.Tcp("m", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(1) }] };

        Assert.Equal("notHeardYet", PowerView.Grid(Site(null, metered), Now).Meter);
    }

    [Fact]
    public void Phases_stand_against_the_fuse()
    {
        GridEntry grid = PowerView.Grid(Site(Reading), Now);

        Assert.Equal(new PhaseValues(25, -3, 12.5m), grid.CurrentA);
        Assert.Equal((25m, 12_000L, 8_000L), (grid.FuseA, grid.GtvW, grid.PowerW));
    }

    [Fact]
    public void A_meter_without_power_has_it_reckoned_from_its_currents() =>
        Assert.Equal(230 * (250 - 30 + 125) / 10, PowerView.Grid(Site(Reading with { Power = null }), Now).PowerW);

    [Fact]
    public void The_quarter_is_projected_to_its_end()
    {
        SiteState site = Site(Reading);
        PtuAccount account = new(Now.Utc - TimeSpan.FromMinutes(10), 6_000L * 600, 0, Now.Elapsed, Now.Utc);

        PtuStatus ptu = PowerView.Ptu(With(site, b => b with { Ptu = account }), Now, Times)!;

        // Ten minutes at 6 kW, five to come at 8 kW.
        Assert.Equal((600L, 1_000L, 6_666L, 12_000L), (ptu.ElapsedS, ptu.UsedWh, ptu.AverageW, ptu.GtvW));
    }

    [Fact]
    public void Feeding_in_pays_nothing_back()
    {
        SiteState site = Site(Reading with { Power = new Watts(-5_000) });
        PtuAccount account = new(Now.Utc - TimeSpan.FromMinutes(10), 6_000L * 600, 0, Now.Elapsed, Now.Utc);

        Assert.Equal(4_000, PowerView.Ptu(With(site, b => b with { Ptu = account }), Now, Times)!.AverageW);
    }

    [Fact]
    public void Without_a_trusted_clock_nobody_knows_the_quarter() => Assert.Null(PowerView.Ptu(Site(Reading), Now with { UtcTrusted = false }, Times));

    [Fact]
    public void A_building_without_a_meter_is_reckoned_with_the_suns_part_put_back()
    {
        SiteState site = With(Site(Reading), b => b with { Building = new BuildingLoad(true, default, 1_500, 1_500, Now.Elapsed) });
        site = site with { Meters = site.Meters.With(new MeterMeasurement("sun", MeterRole.Solar, Now.Elapsed) { Power = new Watts(4_000) }) };

        FlowEntry flows = PowerView.Flows(site);

        Assert.Equal((5_500L, true, 4_000L), (flows.BuildingW, flows.BuildingDerived, flows.SolarW));
    }

    [Fact]
    public void A_building_with_a_meter_is_told_by_it()
    {
        SiteState site = Site(Reading);
        site = site with { Meters = site.Meters.With(new MeterMeasurement("house", MeterRole.Building, Now.Elapsed) { Power = new Watts(2_200) }) };

        Assert.Equal((2_200L, false), (PowerView.Flows(site).BuildingW, PowerView.Flows(site).BuildingDerived));
    }

    [Fact]
    public void Meters_are_listed_with_their_age()
    {
        SiteState site = Site(Reading);
        MeterMeasurement sun = new("sun", MeterRole.Solar, Now.Elapsed - TimeSpan.FromSeconds(3)) { Current = new PerPhase<Amperes>(Amperes.FromWhole(5), null, null), IsEstimate = true };

        MeterStatus meter = Assert.Single(PowerView.Meters(site with { Meters = site.Meters.With(sun) }, Now));

        Assert.Equal(new MeterStatus("sun", "solar", null, new PhaseValues(5, null, null), null, 3, Estimated: true), meter);
    }

    private static SiteConfiguration Configuration { get; } = new() { SiteId = "here", Grid = new GridSettings { Gtv = new Watts(12_000) } };

    private static SiteState Site(GridReading? reading, SiteConfiguration? configuration = null)
    {
        SiteState fresh = SiteState.Restore(configuration ?? Configuration, LedgerContents.Empty, Now);
        return fresh with { Steering = fresh.Steering with { Grid = reading } };
    }

    private static SiteState With(SiteState site, Func<BalancerState, BalancerState> change) =>
        site with { Steering = site.Steering with { Balancer = change(site.Steering.Balancer) } };
}
