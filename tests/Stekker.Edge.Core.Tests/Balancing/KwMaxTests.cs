using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class KwMaxTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_average_of_each_PTU_stays_under_the_contracted_capacity_and_uses_it()
    {
        Scene scene = new(63, gtvW: 20_000);
        scene.Car("CP1");
        scene.Car("CP2");
        Array.Fill(scene.BuildingA, 8);
        List<double> averages = [];
        double ws = 0;
        scene.Run(4 * 900, () =>
        {
            ws += scene.GridW;
            if (scene.Now.Utc == Ptu.StartOf(scene.Now.Utc))
            {
                averages.Add(ws / 900);
                ws = 0;
            }
        });

        Assert.All(averages.Skip(1), a => Assert.InRange(a, 18_000, 20_000));
    }

    [Fact]
    public void A_short_spike_of_the_building_does_not_cut_cars_while_the_PTU_can_make_it_good()
    {
        Scene scene = new(63, gtvW: 20_000);
        scene.Car("CP1");
        scene.Run(240);
        double before = scene.Of("CP1");
        Array.Fill(scene.BuildingA, 6);

        scene.Run(3);

        Assert.True(scene.Of("CP1") >= before - 1, $"{before} A before, {scene.Of("CP1")} A after");
    }

    [Fact]
    public void What_was_not_used_early_in_the_PTU_may_be_used_above_the_limit_later()
    {
        Scene scene = new(63, gtvW: 10_000);
        SceneCar car = scene.Car("CP1");
        car.PluggedIn = false;
        scene.Run(450);
        car.PluggedIn = true;

        scene.Run(60);

        Assert.InRange(scene.GridW, 12_000, 22_000);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 6)]
    public void Where_the_building_alone_exceeds_it_cars_get(bool minimumAllowed, int expectedA)
    {
        Scene scene = new(63, gtvW: 10_000) { Settings = new BalancerSettings { MinimumWhenOverloaded = minimumAllowed } };
        scene.Car("CP1");
        Array.Fill(scene.BuildingA, 20);

        scene.Run(120);

        Assert.Equal(expectedA, scene.Of("CP1"));
        Assert.True(scene.Finds("building-over-limit"));
    }

    [Fact]
    public void Without_a_trusted_clock_nothing_is_borrowed()
    {
        Scene scene = new(63, gtvW: 10_000);
        scene.Now = scene.Now with { UtcTrusted = false };
        scene.State = BalancerState.Fresh(scene.Limits, scene.Now);
        SceneCar car = scene.Car("CP1");
        car.PluggedIn = false;
        scene.Run(450);
        car.PluggedIn = true;
        double highest = 0;

        scene.Run(900, () => highest = Math.Max(highest, scene.GridW));

        Assert.InRange(highest, 7_000, 10_000);
    }

    [Fact]
    public void The_account_survives_a_restart_in_mid_quarter_and_counts_the_gap_in_full()
    {
        PtuAccount before = new(Noon, 3_000_000, 0, TimeSpan.FromSeconds(500), Noon.AddSeconds(300));

        PtuAccount after = PtuAccount.Resume(before, 10_000, new Now(TimeSpan.FromSeconds(4), Noon.AddSeconds(310), true));

        Assert.Equal(3_000_000 + 100_001, after.UsedWs);
    }

    [Fact]
    public void An_account_of_an_earlier_PTU_is_not_resumed()
    {
        PtuAccount before = new(Noon.AddMinutes(-15), 1, 0, default, Noon.AddMinutes(-1));

        PtuAccount after = PtuAccount.Resume(before, 10_000, new Now(default, Noon.AddSeconds(100), true));

        Assert.Equal(Noon, after.Start);
        Assert.Equal(1_000_001, after.UsedWs);
    }

    [Fact]
    public void Without_a_trusted_clock_a_restart_does_not_forgive_what_was_taken_above_the_limit()
    {
        PtuAccount before = new(null, 0, 600_000, TimeSpan.FromSeconds(500), Noon);

        PtuAccount after = PtuAccount.Resume(before, 10_000, new Now(default, Noon, false));

        Assert.Equal(600_000, after.OverWs);
        Assert.True(after.AllowedW(10_000, new Now(default, Noon, false)) < 0);
    }

    [Fact]
    public void Energy_across_the_boundary_falls_in_the_PTU_it_was_taken_in()
    {
        PtuAccount before = new(Noon, 5, 0, TimeSpan.FromSeconds(0), Noon.AddSeconds(898));

        PtuAccount after = before.Advance(1000, 10_000, new Now(TimeSpan.FromSeconds(3), Noon.AddSeconds(901), true));

        Assert.Equal(Noon.AddMinutes(15), after.Start);
        Assert.Equal(1001, after.UsedWs);
    }

    [Fact]
    public void Feeding_in_does_not_pay_back()
    {
        PtuAccount before = new(Noon, 500, 0, default, Noon);

        Assert.Equal(500, before.Advance(-9000, 10_000, new Now(TimeSpan.FromSeconds(10), Noon.AddSeconds(10), true)).UsedWs);
    }

    [Fact]
    public void Half_a_percent_of_a_cap_is_kept_for_what_a_reading_cannot_tell()
    {
        Scene scene = new();
        scene.Car("CP1");

        // 7000 W less 35 W, and less the cushion of 100 W, is just no 10 A on three phases.
        scene.Windows = [new LimitWindow("the DSO", scene.Now.Utc, scene.Now.Utc.AddHours(1), new Watts(7_000))];

        Assert.InRange(scene.Run(60).Of("CP1"), 9, 9.9);
    }

    [Fact]
    public void In_the_last_minute_a_spike_of_the_building_is_not_smoothed_for_nothing_can_make_it_good()
    {
        Scene scene = new(63, gtvW: 20_000);
        scene.Car("CP1");
        scene.Run((14 * 60) + 10);
        Assert.True(scene.Of("CP1") > 6);
        Array.Fill(scene.BuildingA, 20);

        scene.Run(2);

        Assert.Equal(0, scene.Of("CP1"));
    }

    [Fact]
    public void Without_a_trusted_clock_a_known_window_holds_for_it_may_be_now()
    {
        Scene scene = new(63, gtvW: 30_000);
        scene.Now = scene.Now with { UtcTrusted = false };
        scene.State = BalancerState.Fresh(scene.Limits, scene.Now);
        scene.Car("CP1");
        scene.Windows = [new LimitWindow("GOPACS", scene.Now.Utc.AddHours(5), scene.Now.Utc.AddHours(6), new Watts(8_000))];

        scene.Run(60);

        Assert.InRange(scene.GridW, 6_500, 7_960);
    }

    [Fact]
    public void An_account_saved_by_a_clock_that_was_ahead_is_not_resumed()
    {
        PtuAccount before = new(Noon, 1, 0, default, Noon.AddSeconds(400));

        PtuAccount after = PtuAccount.Resume(before, 10_000, new Now(default, Noon.AddSeconds(100), true));

        Assert.Equal(1_000_001, after.UsedWs);
    }

    [Fact]
    public void What_is_left_is_not_spent_in_the_last_seconds()
    {
        PtuAccount account = new(Noon, 8_000_000, 0, default, Noon.AddSeconds(890));

        Assert.InRange(account.AllowedW(10_000, new Now(default, Noon.AddSeconds(890), true)), 7_000, 8_000);
    }

    [Fact]
    public void A_grid_signal_caps_import_while_it_lasts_also_when_it_came_late()
    {
        Scene scene = new(63, gtvW: 30_000);
        scene.Car("CP1");
        scene.Run(120);
        Assert.Equal(32, scene.Of("CP1"));
        scene.Windows = [new LimitWindow("GOPACS", scene.Now.Utc.AddMinutes(-5), scene.Now.Utc.AddMinutes(5), new Watts(8_000))];

        scene.Run(10);
        Assert.InRange(scene.GridW, 6_500, 8_000);

        scene.Run(360);
        Assert.Equal(32, scene.Of("CP1"));
    }
}
