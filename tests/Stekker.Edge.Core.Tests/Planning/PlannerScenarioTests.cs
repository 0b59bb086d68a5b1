using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Core.Tests.Planning;

public sealed class PlannerScenarioTests
{
    [Fact]
    public void Cheap_hour_last_charges_in_the_last_hour() =>
        new PlanScene(0.30, 0.25, 0.20, 0.10).With(PlanScene.Car("a", 10)).Expect("a", 0, 0, 0, 10);

    [Fact]
    public void Need_of_two_hours_takes_the_two_cheapest() =>
        new PlanScene(0.10, 0.30, 0.20, 0.40).With(PlanScene.Car("a", 20)).Expect("a", 10, 0, 10, 0);

    [Fact]
    public void Car_gone_before_the_cheap_hour_does_not_wait_for_it() =>
        new PlanScene(0.30, 0.25, 0.01).With(PlanScene.Car("a", 10) with { DepartureStep = 2 }).Expect("a", 0, 10, 0);

    [Fact]
    public void Direct_phase_goes_first_whatever_the_price() =>
        new PlanScene(0.90, 0.80, 0.10, 0.10).With(PlanScene.Car("a", 20) with { DirectKwh = 10 }).Expect("a", 10, 0, 10, 0);

    [Fact]
    public void Own_sun_comes_before_the_grid_where_it_would_earn_less() =>
        new PlanScene(0.30, 0.25) { SunKw = [10, 0], FeedInEur = [0.05, 0.05] }.With(PlanScene.Car("a", 10)).Expect("a", 10, 0);

    [Fact]
    public void Own_sun_is_sold_where_the_grid_is_cheaper_later() =>
        new PlanScene(0.30, 0.05) { SunKw = [10, 0], FeedInEur = [0.20, 0.01] }.With(PlanScene.Car("a", 10)).Expect("a", 0, 10);

    [Fact]
    public void Building_takes_the_sun_before_the_cars() =>
        new PlanScene(0.30, 0.25) { SunKw = [10, 0], BuildingKw = [10, 0], FeedInEur = [0.05, 0.05] }.With(PlanScene.Car("a", 10)).Expect("a", 0, 10);

    [Fact]
    public void High_priority_gets_the_capacity_there_is()
    {
        PlanScene scene = new PlanScene(0.30, 0.20) { GtvKw = 10 }.With(PlanScene.Car("normal", 20)).With(PlanScene.Car("high", 20) with { IsHighPriority = true });

        Assert.Equal(0, scene.Unmet("high"));
        Assert.Equal(20, scene.Unmet("normal"));
    }

    [Fact]
    public void High_priority_does_not_take_more_than_it_needs()
    {
        PlanScene scene = new PlanScene(0.30, 0.20, 0.10) { GtvKw = 10 }.With(PlanScene.Car("normal", 20)).With(PlanScene.Car("high", 10) with { IsHighPriority = true });

        Assert.Equal(0, scene.Unmet("high"));
        Assert.Equal(0, scene.Unmet("normal"));
    }

    [Fact]
    public void Negative_price_does_not_charge_above_the_target() =>
        new PlanScene(-0.10, -0.50, 0.20).With(PlanScene.Car("a", 10)).Expect("a", 0, 10, 0);

    [Fact]
    public void Least_power_is_kept_but_in_one_step()
    {
        PlanScene scene = new PlanScene(0.30, 0.20, 0.10, 0.11) { BuildingKw = [97, 97, 97, 94] }.With(PlanScene.Car("a", 8));

        // 3 kW in the cheapest hours would be below 4 kW twice: checked by the rules in Plan().
        Assert.Equal(0, scene.Unmet("a"));
    }

    [Fact]
    public void Full_line_sends_cars_on_it_to_other_hours()
    {
        PlanScene scene = new PlanScene(0.10, 0.30) { FuseKw = 8 }
            .With(PlanScene.Car("a", 7) with { Line = 0, MinChargeKw = 1.4, MaxChargeKw = 7 })
            .With(PlanScene.Car("b", 7) with { Line = 0, MinChargeKw = 1.4, MaxChargeKw = 7 })
            .With(PlanScene.Car("c", 7) with { Line = 1, MinChargeKw = 1.4, MaxChargeKw = 7 });

        Plan plan = scene.Plan();

        Assert.Equal(15, plan.GridKw[0], 3);
        Assert.Equal(6, plan.GridKw[1], 3);
    }

    [Fact]
    public void Feeder_of_the_chargers_limits_them_all() =>
        Assert.Equal(6, Math.Round(new PlanScene(0.10, 0.30) { EvFuseKw = 2 }.With(PlanScene.Car("a", 10)).Plan().GridKw[0], 3));

    [Fact]
    public void Battery_buys_cheap_sells_dear_and_ends_as_it_began()
    {
        PlanScene scene = new(0.10, 0.40, 0.12) { Battery = new PlanningBattery(5, 0.8, 10, 5, 15, 10), FeedInEur = [0.10, 0.40, 0.12] };

        Plan plan = scene.Plan();

        // 5 kWh bought before; the dear hour can give 5 kW, which takes 6.25 kWh; what is then missing is bought after.
        Assert.Equal([5, -5, 1.25], plan.BatteryKw.Select(kw => Math.Round(kw, 3)));
    }

    [Fact]
    public void Battery_does_not_turn_where_the_loss_eats_the_gain() =>
        Assert.All(new PlanScene(0.20, 0.22) { Battery = new PlanningBattery(5, 0.8, 10, 5, 15, 10), FeedInEur = [0.20, 0.22] }.Plan().BatteryKw, kw => Assert.Equal(0, kw, 3));

    [Fact]
    public void Battery_keeps_what_it_must_hold_at_the_end() =>
        Assert.Equal(5, Math.Round(new PlanScene(0.10, 0.40) { Battery = new PlanningBattery(5, 1, 10, 5, 20, 15) }.Plan().BatteryKw.Sum(), 3));

    [Fact]
    public void V2g_gives_back_down_to_its_floor_and_is_full_in_time()
    {
        PlanScene scene = new PlanScene(0.50, 0.10, 0.11) { BuildingKw = [20, 0, 0] }
            .With(PlanScene.Car("a", 5) with { VehicleToGrid = new VehicleToGrid(10, 1, 6) });

        scene.Expect("a", -6, 10, 1);
    }

    [Fact]
    public void V2g_above_its_target_sells_only_down_to_it() =>
        new PlanScene(0.50, 0.40) { BuildingKw = [20, 20] }
            .With(PlanScene.Car("a", -4) with { VehicleToGrid = new VehicleToGrid(10, 0.75, 30) })
            .Expect("a", -3, 0);

    [Fact]
    public void Congestion_window_is_left_alone() =>
        new PlanScene(0.30, 0.10, 0.20) { LimitKw = [100, 0, 100] }.With(PlanScene.Car("a", 10)).Expect("a", 0, 0, 10);

    [Fact]
    public void Building_above_the_limit_leaves_the_cars_nothing_and_harms_nothing() =>
        new PlanScene(0.10, 0.30) { BuildingKw = [120, 0] }.With(PlanScene.Car("a", 10)).Expect("a", 0, 10);

    [Fact]
    public void Unreachable_target_gets_what_can_be_had_and_tells_the_rest()
    {
        PlanScene scene = new PlanScene(0.30, 0.10).With(PlanScene.Car("a", 35));

        scene.Expect("a", 10, 10);
        Assert.Equal(15, scene.Unmet("a"));
    }

    [Fact]
    public void Car_that_has_what_it_wants_does_nothing() => new PlanScene(0.30, -0.10).With(PlanScene.Car("a", -3)).Expect("a", 0, 0);

    [Fact]
    public void Inflexible_car_gets_the_hour_a_flexible_one_can_do_without()
    {
        PlanScene scene = new PlanScene(0.10, 0.20) { GtvKw = 10 }.With(PlanScene.Car("stays", 10)).With(PlanScene.Car("leaves", 10) with { DepartureStep = 1 });

        scene.Expect("leaves", 10, 0);
        scene.Expect("stays", 0, 10);
    }

    [Fact]
    public void No_car_and_no_battery_is_a_plan_too() => Assert.Equal([3, 4], [.. new PlanScene(0.1, 0.2) { BuildingKw = [3, 4] }.Plan().GridKw]);
}
