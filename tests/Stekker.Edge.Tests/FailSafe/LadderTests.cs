using Stekker.Edge.Core.Units;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.FailSafe;

/// <summary>Each rung of the fail-safe ladder, on real sockets.</summary>
public class LadderTests
{
    private static readonly Amperes SafeShare = Amperes.FromWhole(Garage.SafeShareA);

    [Fact]
    public async Task Both_cars_share_what_the_building_leaves_and_a_kettle_cuts_them_in_time()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PlugInAsync(1);
        await garage.PassAsync(60);
        Assert.InRange(garage.FlowingA, 22, Garage.FuseA);

        garage.BuildingA = 10;
        await garage.PassAsync(30);

        Assert.InRange(garage.FlowingA, 20, Garage.FuseA);
        Assert.InRange(garage.MostSecondsOver, 1, 5);
        Assert.InRange(garage.OfferedA(0) - garage.OfferedA(1), -1, 1);
    }

    [Fact]
    public async Task Every_charger_keeps_its_safe_share_as_default_from_the_moment_it_connects()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.UntilAsync(() => garage.Steering.Fallbacks.Count(f => f.Default == SafeShare) == 2);

        // The charger itself, before anybody limited its transaction.
        Assert.Equal(Garage.SafeShareA, garage.OfferedA(0));
        Assert.Equal(Garage.SafeShareA, garage.OfferedA(1));
    }

    [Fact]
    public async Task When_the_edge_dies_each_limit_lapses_to_the_safe_share_and_charging_goes_on()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);
        Assert.InRange(garage.OfferedA(0), 18, 23);

        await garage.KillSiteAsync();
        garage.Time.Advance(Garage.Lasts / 2);
        Assert.InRange(garage.OfferedA(0), 18, 23);
        garage.Time.Advance(Garage.Lasts);

        Assert.Equal(Garage.SafeShareA, garage.OfferedA(0));
        Assert.Equal(Garage.SafeShareA, garage.DrawnA(garage.Chargers[0]));
    }

    [Fact]
    public async Task A_charger_whose_cable_is_pulled_keeps_what_it_was_granted_and_others_get_only_the_rest()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);
        decimal kept = garage.OfferedA(0);

        garage.Cables[0].Pull();
        await garage.UntilAsync(() => !garage.Site.Find("CP01")!.IsConnected);
        await garage.PlugInAsync(1);
        await garage.PassAsync(40);

        Assert.Equal(kept, garage.OfferedA(0));
        Assert.True(garage.HasAlert("offline-reserved:CP01/1"));
        Assert.True(garage.Grant(1).Limit.Value + kept + garage.BuildingA <= Garage.FuseA);
        Assert.InRange(garage.MostSecondsOver, 0, 5);

        // Back on line, both share again.
        garage.Cables[0].PutBack();
        await garage.UntilReconnectedAsync(0);
        await garage.PassAsync(400);
        Assert.InRange(garage.OfferedA(0) - garage.OfferedA(1), -1, 1);
        Assert.False(garage.HasAlert("offline-reserved:CP01/1"));
    }

    [Fact]
    public async Task Once_its_profile_lapsed_only_the_safe_share_of_a_lost_charger_stays_reserved()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);
        garage.Cables[0].Pull();
        await garage.UntilAsync(() => !garage.Site.Find("CP01")!.IsConnected);
        await garage.PassAsync((int)Garage.Lasts.TotalSeconds + 60);
        Assert.Equal(Garage.SafeShareA, garage.OfferedA(0));

        await garage.PlugInAsync(1);
        await garage.PassAsync(200);

        // With its last grant of 22 A still reserved there would be nothing to give.
        Assert.InRange(garage.Grant(1).Limit.Value, 6, Garage.FuseA - Garage.SafeShareA - garage.BuildingA);
        Assert.InRange(garage.FlowingA, 18, Garage.FuseA);
    }

    [Fact]
    public async Task A_half_open_line_is_no_licence_the_silent_chargers_grant_stays_reserved()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);
        decimal kept = garage.OfferedA(0);

        garage.Cables[0].GoDead();
        garage.Deaf.Add("CP01");
        await garage.PlugInAsync(1);
        await garage.PassAsync(90);

        Assert.True(garage.Site.Find("CP01")!.IsConnected);
        Assert.Equal(kept, garage.OfferedA(0));
        Assert.InRange(garage.FlowingA, 0, Garage.FuseA);
        Assert.InRange(garage.MostSecondsOver, 0, 5);
    }

    [Fact]
    public async Task A_grid_meter_silent_for_5_s_leaves_the_fuse_less_the_base_load()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);

        garage.SilenceMeter(true);
        await garage.PassAsync(10);

        Assert.True(garage.HasAlert("grid-meter-silent"));
        Assert.True(garage.HasAlert("meter-silent:grid"));
        Assert.InRange(garage.OfferedA(0), 15, Garage.FuseA - 5);

        garage.SilenceMeter(false);
        await garage.UntilMeterIsHeardAsync();
        await garage.PassAsync(3);
        Assert.False(garage.HasAlert("grid-meter-silent"));
        Assert.False(garage.HasAlert("meter-silent:grid"));
    }

    [Fact]
    public async Task A_grid_meter_silent_for_60_s_gives_every_car_its_safe_share()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);

        garage.SilenceMeter(true);
        await garage.PassAsync(70);

        Assert.True(garage.HasAlert("grid-meter-lost"));
        Assert.Equal(Garage.SafeShareA, garage.OfferedA(0));
    }

    [Fact]
    public async Task A_restart_in_mid_quarter_forgets_neither_the_account_nor_the_sessions()
    {
        await using Garage garage = await Garage.OpenAsync();
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);
        long used = garage.Steering.Balancer.Ptu.UsedWs;

        await garage.KillSiteAsync();
        await garage.StartSiteAsync();

        Assert.True(garage.Steering.Balancer.Ptu.UsedWs >= used);
        Assert.True(garage.Connector(0).Session is { HasOpenTransaction: true });
    }

    [Fact]
    public async Task Without_a_trusted_clock_cars_charge_within_the_fuse_and_when_time_comes_the_limits_go_on()
    {
        await using Garage garage = await Garage.OpenAsync(wakesAt: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.False(garage.Site.Loop.Snapshot.UtcTrusted);
        await garage.PlugInAsync(0);
        await garage.PassAsync(60);
        Assert.InRange(garage.OfferedA(0), 18, 23);

        garage.Time.SetUtc(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

        // Its samples are years old until it has fetched the time.
        garage.Deaf.Add("CP01");
        await garage.PassAsync(3);
        garage.Deaf.Clear();
        await garage.PassAsync(5);
        Assert.True(garage.Site.Loop.Snapshot.UtcTrusted);
        Assert.Equal(2026, garage.Connector(0).Session!.Transaction!.Started.Utc.Year);

        // The charger has its new time; limits still reach the car.
        garage.BuildingA = 15;
        await garage.PassAsync(30);
        Assert.InRange(garage.FlowingA, 15, Garage.FuseA);
        Assert.InRange(garage.MostSecondsOver, 0, 5);
        garage.BuildingA = 2;
        await garage.PassAsync(60);
        Assert.InRange(garage.OfferedA(0), 18, 23);
    }

    [MountFact]
    public async Task With_a_full_disk_limits_are_kept_as_ever()
    {
        await using Garage garage = await Garage.OpenAsync(smallDisk: true);
        garage.Disk.Fill();
        await garage.PlugInAsync(0);
        await garage.PassAsync(30);
        Assert.True(garage.HasAlert("ledger"));

        garage.BuildingA = 15;
        await garage.PassAsync(30);

        Assert.InRange(garage.FlowingA, 20, Garage.FuseA);
        Assert.InRange(garage.MostSecondsOver, 0, 5);
        garage.Disk.Free();
        await garage.PassAsync(10);
        Assert.False(garage.HasAlert("ledger"));
    }
}
