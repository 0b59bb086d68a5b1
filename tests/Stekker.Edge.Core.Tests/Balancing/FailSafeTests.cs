using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class FailSafeTests
{
    [Fact]
    public void Meter_silent_for_5_s_leaves_the_fuse_less_the_configured_base_load()
    {
        Scene scene = new(40);
        scene.Limits = scene.Limits with { FallbackBaseLoad = new Watts(6900) };
        scene.Car("CP1");
        scene.Run(60);
        Assert.Equal(32, scene.Of("CP1"));
        scene.MeterLives = false;

        scene.Run(5);
        Assert.Equal(32, scene.Of("CP1"));

        scene.Run(2);
        Assert.InRange(scene.Of("CP1"), 28, 30);
        Assert.True(scene.Finds("grid-meter-silent"));
    }

    [Fact]
    public void Without_a_configured_base_load_the_highest_seen_at_that_hour_counts()
    {
        Scene scene = new(40);
        scene.Limits = scene.Limits with { FallbackBaseLoad = null };
        scene.Car("CP1");
        Array.Fill(scene.BuildingA, 20);
        scene.Run(60);
        Array.Fill(scene.BuildingA, 2);
        scene.Run(60);
        scene.MeterLives = false;

        scene.Run(10);

        Assert.InRange(scene.Of("CP1"), 18, 20);
    }

    [Fact]
    public void Meter_silent_for_60_s_gives_every_connector_its_safe_share_and_an_alarm()
    {
        Scene scene = new(63);
        scene.Car("CP1");
        scene.Car("CP2");
        SceneCar empty = scene.Car("CP3");
        empty.PluggedIn = false;
        scene.Run(60);
        scene.MeterLives = false;

        scene.Run(62);

        Assert.Equal([19, 19, 0], scene.Cars.Select(c => scene.Of(c.Id)));
        Assert.Equal(TellLevel.Alarm, scene.Findings.Single(f => f.Id == "grid-meter-lost").Level);
    }

    [Theory]
    [InlineData("the fuse is what limits", 40, null)]
    [InlineData("the contracted capacity is", 100, 20_000)]
    public void With_the_meter_just_silent_the_building_is_not_taken_for_less_than_it_was_a_moment_ago(string because, int fuseA, int? gtvW)
    {
        // Without a trusted clock no hour's highest is noted, which else would do the same.
        Scene scene = new(fuseA, gtvW);
        scene.Now = scene.Now with { UtcTrusted = false };
        scene.State = BalancerState.Fresh(scene.Limits, scene.Now);
        scene.Car("CP1");
        Array.Fill(scene.BuildingA, 22);
        scene.Run(60);
        double before = scene.Of("CP1");
        scene.MeterLives = false;

        scene.Run(50);

        Assert.InRange(before, 6, 18);
        Assert.True(scene.Of("CP1") <= before, $"{because}: {before} A before, {scene.Of("CP1")} A after");
    }

    [Fact]
    public void With_the_meter_lost_safe_shares_are_what_an_offline_charger_leaves()
    {
        Scene scene = new(40)
        {
            Topology = Topology.Build(
                [new GroupLimit("hall", Amperes.FromWhole(20))],
                [new ChargePointPlace("CP1", Group: "hall"), new ChargePointPlace("CP2", Group: "hall")]).Tree!,
        };
        SceneCar gone = scene.Car("CP1");
        SceneCar late = scene.Car("CP2");
        late.PluggedIn = false;
        scene.Run(60);
        Assert.Equal(20, scene.Of("CP1"));
        gone.Online = false;
        scene.MeterLives = false;
        scene.Run(60);
        late.PluggedIn = true;

        scene.Run(30);

        Assert.True(scene.Finds("grid-meter-lost"));
        Assert.Equal(10, scene.Grant("CP2").SafeShare.Deciamperes / 10);
        Assert.Equal(0, scene.Of("CP2"));
    }

    [Fact]
    public void With_the_meter_lost_an_offline_charger_counts_in_the_contracted_capacity_too()
    {
        Scene scene = new(63, gtvW: 16_000);
        SceneCar gone = scene.Car("CP1");
        scene.Car("CP2").PluggedIn = false;
        scene.Run(300);
        gone.Online = false;
        scene.MeterLives = false;
        scene.Cars[1].PluggedIn = true;

        scene.Run(90);

        Assert.True(scene.GridW <= 16_000, $"{scene.GridW} W");
    }

    [Fact]
    public void With_the_meter_lost_an_offline_charger_and_the_building_at_its_worst_may_leave_nothing_for_others()
    {
        Scene scene = new(40);
        scene.Limits = scene.Limits with { FallbackBaseLoad = new Watts(22 * 690) };
        scene.Car("CP1");
        scene.Car("CP2");
        scene.Run(60);
        scene.Cars[0].Online = false;
        scene.MeterLives = false;

        Assert.Equal(0, scene.Run(70).Of("CP2"));
        Assert.Equal(8, scene.Grant("CP2").SafeShare.Deciamperes / 10);
    }

    [Fact]
    public void A_phase_that_was_seen_above_the_configured_base_load_counts_as_seen()
    {
        Scene scene = new(40);
        scene.Car("CP1");
        scene.BuildingA[1] = 22;
        scene.Run(90);
        scene.BuildingA[1] = 0;

        Assert.Equal(18, scene.Run(60).Grant("CP1").SafeShare.Deciamperes / 10);
    }

    [Fact]
    public void The_base_load_of_an_hour_is_the_highest_of_it_and_the_one_before_in_a_week()
    {
        static Now At(int day, int hour) => new(default, DateTimeOffset.UnixEpoch.AddDays(day).AddHours(hour), true);
        static PhaseCurrents Each(int deciA) => PhaseCurrents.FromDeciamperes(deciA, deciA, deciA);
        BaseLoadBook book = BaseLoadBook.Empty
            .With(Each(90), new Watts(9), At(1, 9))
            .With(Each(50), new Watts(5), At(6, 8))
            .With(Each(30), new Watts(3), At(6, 9))
            .With(Each(99), new Watts(99), At(6, 10));

        Assert.Equal(90, book.Highest(At(7, 9))!.Value.Currents[0]);
        Assert.Equal(50, book.Highest(At(9, 9))!.Value.Currents[0]);
    }

    [Fact]
    public void Never_a_reading_is_the_same()
    {
        Scene scene = new(63) { MeterLives = false };
        scene.Car("CP1");

        scene.Run(1);

        Assert.Equal(32, scene.Of("CP1"));
        Assert.True(scene.Finds("grid-meter-lost"));
    }

    [Theory]
    [InlineData("four on 63 A beside 10 A", 4, 63, null, 13)]
    [InlineData("too many: none", 9, 63, null, 0)]
    [InlineData("kW limit is tighter than the fuse", 2, 63, 16_000, 9)]
    public void The_safe_share_fits_beside_the_building(string because, int connectors, int fuseA, int? gtvW, int expectedA)
    {
        Scene scene = new(fuseA, gtvW);
        scene.Limits = scene.Limits with { FallbackBaseLoad = new Watts(gtvW is null ? 6831 : 2300) };
        for (int n = 1; n <= connectors; n++)
        {
            scene.Car($"CP{n}");
        }

        scene.Run(1);

        Assert.All(scene.Grants, g => Assert.True(g.SafeShare == Amperes.FromWhole(expectedA), $"{because}: {g.SafeShare}"));
    }

    [Fact]
    public void A_sub_board_limits_the_safe_share_of_its_own()
    {
        Scene scene = new(63)
        {
            Topology = Topology.Build(
                [new GroupLimit("hall", Amperes.FromWhole(16))],
                [new ChargePointPlace("CP1", Group: "hall"), new ChargePointPlace("CP2", Group: "hall")]).Tree!,
        };
        scene.Car("CP1");
        scene.Car("CP2");
        scene.Car("CP3");

        scene.Run(1);

        Assert.Equal([8, 8, 19], scene.Grants.Select(g => g.SafeShare.Deciamperes / 10));
    }

    [Fact]
    public void An_offline_charger_keeps_its_last_grant_reserved_until_its_profile_lapsed_then_its_safe_share()
    {
        Scene scene = new(40);
        SceneCar gone = scene.Car("CP1");
        scene.Car("CP2");
        scene.Run(60);
        Assert.Equal(20, scene.Of("CP1"), 1.0);
        gone.InForce = new InForce(scene.Grant("CP1").Limit, scene.Now.Elapsed, scene.Now.Elapsed + TimeSpan.FromMinutes(10));
        gone.Online = false;
        gone.StuckAtA = 0;

        scene.Run(200);
        Assert.InRange(scene.Of("CP2"), 19, 21);
        Assert.True(scene.Finds("offline-reserved:CP1/1"));

        scene.Run(600);
        Assert.InRange(scene.Of("CP2"), 21, 22);
    }

    [Fact]
    public void A_charger_that_ignores_its_limit_is_told_and_what_it_draws_is_reserved()
    {
        Scene scene = new(40);
        SceneCar deaf = scene.Car("CP1");
        scene.Run(60);
        scene.Car("CP2");
        deaf.StuckAtA = 32;

        scene.Run(90);

        Assert.True(scene.Finds("ignores-limit:CP1/1"));
        Assert.Equal(7, scene.Of("CP2"));
        Assert.Contains("32 A", scene.Findings.Single(f => f.Id == "ignores-limit:CP1/1").Text, StringComparison.Ordinal);

        deaf.StuckAtA = null;
        scene.Run(90);
        Assert.False(scene.Finds("ignores-limit:CP1/1"));
        Assert.InRange(scene.Of("CP2"), 19, 20);
    }

    [Fact]
    public void With_too_little_told_nobody_draws_what_nobody_reserved()
    {
        Scene scene = new(25);
        SceneCar deaf = scene.Car("CP1");
        SceneCar other = scene.Car("CP2");
        scene.Run(60);
        deaf.StuckAtA = deaf.DrawsA;
        Array.Fill(scene.BuildingA, 10);

        scene.Run(6);

        Assert.InRange(scene.GridA(0), 0, 25);
        Assert.Equal(0, other.DrawsA);
    }
}
