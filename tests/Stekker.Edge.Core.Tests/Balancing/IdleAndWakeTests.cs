using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class IdleAndWakeTests
{
    [Fact]
    public void A_grant_that_has_not_reached_the_charger_is_not_held_against_the_car()
    {
        Scene scene = new(63);
        SceneCar car = scene.Car("CP1");
        car.Obeys = false;
        car.InForce = new InForce(Amperes.Zero, TimeSpan.Zero, TimeSpan.MaxValue);

        scene.Run(600);

        Assert.False(scene.State.Connectors[0].Parked);
        Assert.Equal(0, scene.State.Connectors[0].IdleCapDeciA);
        Assert.Equal(32, scene.Of("CP1"));
    }

    [Fact]
    public void A_car_that_draws_less_gives_the_rest_to_others_and_gets_it_back_when_it_asks()
    {
        Scene scene = new(33);
        SceneCar tapering = scene.Car("CP1");
        scene.Car("CP2");
        scene.Run(60);
        Assert.Equal([16, 16], scene.Cars.Select(c => scene.Of(c.Id)));

        tapering.CarMaxA = 8;
        scene.Run(150);
        Assert.Equal([9, 23], scene.Cars.Select(c => scene.Of(c.Id)));

        tapering.CarMaxA = 32;
        scene.Run(60);
        Assert.Equal([16, 16], scene.Cars.Select(c => scene.Of(c.Id)));
    }

    [Fact]
    public void A_full_car_gives_way_to_one_that_waits()
    {
        Scene scene = new(8);
        SceneCar full = scene.Car("CP1");
        scene.Car("CP2");
        full.CarMaxA = 0;

        scene.Run(700);

        Assert.Equal([0, 7], scene.Cars.Select(c => scene.Of(c.Id)));
    }

    [Fact]
    public void A_sleeping_car_is_woken_a_few_times_and_then_a_person_is_told()
    {
        Scene scene = new(33);
        SceneCar car = scene.Car("CP1").Wants(needsWh: 10_000);
        car.CarMaxA = 0;
        int tries = 0;
        bool was = false;

        scene.Run(1800, () =>
        {
            bool waking = scene.Grant("CP1").WakeUp;
            tries += waking && !was ? 1 : 0;
            was = waking;
        });

        Assert.Equal(3, tries);
        Assert.True(scene.Finds("asleep:CP1/1"));
    }

    [Fact]
    public void A_car_that_wants_no_more_is_left_asleep()
    {
        Scene scene = new(33);
        SceneCar car = scene.Car("CP1").Wants(needsWh: 10_000);
        car.CarMaxA = 0;
        car.WantsEnergy = false;

        scene.Run(1800, () => Assert.False(scene.Grant("CP1").WakeUp));
    }

    [Fact]
    public void A_woken_car_keeps_its_plan_and_its_session()
    {
        Scene scene = new(33);
        SceneCar car = scene.Car("CP1").Wants(needsWh: 10_000, planW: 6900);
        car.CarMaxA = 0;
        scene.Run(90);
        car.CarMaxA = 32;

        scene.Run(120);

        Assert.Equal(10, scene.Of("CP1"));
        Assert.False(scene.Grant("CP1").WakeUp);
    }
}
