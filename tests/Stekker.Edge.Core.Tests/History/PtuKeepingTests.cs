using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.History;

/// <summary>What the site takes and gives per quarter, from meters read each second.</summary>
public sealed class PtuKeepingTests
{
    private readonly SiteStory site = new(SiteStory.AtSite() with { Meters = [Meter("main", MeterRole.Grid), Meter("roof", MeterRole.Solar)] });

    private SitePtu Last => site.State.History.Ptus[^1];

    [Fact]
    public void A_quarter_is_what_was_taken_given_and_made_and_the_building_what_follows()
    {
        Pass(300, gridW: 4_000, solarW: 2_000);
        Pass(601, gridW: -1_000, solarW: 5_000);

        Assert.Equal(site.Time.TrueUtc.AddMinutes(-15).AddSeconds(-1), Last.Start);
        Assert.InRange(Last.Import!.Value.Value, 330, 336);
        Assert.InRange(Last.Export!.Value.Value, 164, 169);
        Assert.InRange(Last.Solar!.Value.Value, 995, 1003);
        Assert.InRange(Last.Building!.Value.Value, 1160, 1172);
        Assert.InRange(Last.Measured.TotalSeconds, 898, 900);
    }

    [Fact]
    public void Quarters_survive_a_restart_but_the_running_one_is_known_in_part()
    {
        Pass(901, 2_000, 0);
        site.Restarts();
        Assert.InRange(Last.Import!.Value.Value, 498, 502);

        Pass(500, 2_000, 0);
        site.Restarts();
        Pass(450, 2_000, 0);

        Assert.Single(site.State.History.Ptus);
    }

    [Fact]
    public void A_meter_that_falls_silent_for_minutes_leaves_no_false_quarter()
    {
        Pass(100, 2_000, 0);
        site.AfterMinutes(0);
        for (int s = 0; s < 500; s++)
        {
            site.After(TimeSpan.FromSeconds(1));
        }

        Pass(301, 2_000, 0);

        Assert.Empty(site.State.History.Ptus);
    }

    [Fact]
    public void A_silent_solar_meter_leaves_sun_and_building_unknown_and_the_grid_known()
    {
        for (int s = 0; s < 901; s++)
        {
            Reads("main", MeterRole.Grid, 2_000);
            site.After(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(site.State.History.Ptus);
    }

    [Fact]
    public void Nothing_is_dated_by_a_clock_that_is_not_trusted()
    {
        site.Time.WakeWithout(TimeSpan.FromDays(-700));

        Pass(2000, 2_000, 0);

        Assert.Empty(site.State.History.Ptus);
        Assert.Null(site.State.Running);
    }

    private void Pass(int seconds, int gridW, int solarW)
    {
        for (int s = 0; s < seconds; s++)
        {
            Reads("main", MeterRole.Grid, gridW);
            Reads("roof", MeterRole.Solar, solarW);
            site.After(TimeSpan.FromSeconds(1));
        }
    }

    private void Reads(string id, MeterRole role, int powerW) =>
        site.Happens(new SiteEvent.MeterRead(new MeterMeasurement(id, role, site.Time.Now.Elapsed) { Power = new Watts(powerW) }));

    private static MeterSettings Meter(string id, MeterRole role) =>
        new() { Id = id, Role = role, Device = "sdm630", Line = new MeterLine.Tcp("m", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(1) };
}
