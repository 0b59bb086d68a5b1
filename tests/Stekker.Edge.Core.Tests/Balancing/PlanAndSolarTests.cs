using Stekker.Edge.Core.Balancing;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class PlanAndSolarTests
{
    [Theory]
    [InlineData("as planned", 6900, 10.0)]
    [InlineData("nothing planned", 0, 0.0)]
    [InlineData("a little is the minimum", 3000, 6.0)]
    [InlineData("next to nothing is nothing", 1000, 0.0)]
    [InlineData("more than the charger bears", 60000, 32.0)]
    public void A_plan_is_followed(string because, int planW, double expectedA)
    {
        Scene scene = new();
        scene.Car("CP1").Wants(planW: planW);

        scene.Run(60);

        Assert.True(scene.Of("CP1") == expectedA, $"{because}: {scene.Of("CP1")} A");
    }

    [Fact]
    public void The_direct_phase_is_at_once_whatever_the_plan()
    {
        Scene scene = new();
        scene.Car("CP1").Wants(planW: 0, direct: true);

        Assert.Equal(32, scene.Run(60).Of("CP1"));
    }

    [Fact]
    public void Spare_sun_above_the_plan_is_used_after_a_while()
    {
        Scene scene = new();
        scene.Car("CP1").Wants(planW: 0);
        Array.Fill(scene.BuildingA, -12);

        scene.Run(30);
        Assert.Equal(0, scene.Of("CP1"));

        scene.Run(120);
        Assert.InRange(scene.Of("CP1"), 10, 12);
        Assert.True(scene.GridW <= 0);
    }

    [Fact]
    public void What_would_be_fed_in_above_the_contracted_export_is_taken_at_once()
    {
        Scene scene = new();
        scene.Limits = scene.Limits with { Export = new Stekker.Edge.Core.Units.Watts(5_000) };
        scene.Car("CP1").Wants(planW: 0);
        Array.Fill(scene.BuildingA, -12);

        scene.Run(30);

        Assert.InRange(scene.Of("CP1"), 10, 12);
    }

    [Fact]
    public void A_plan_too_small_for_three_phases_is_followed_on_one_where_the_charger_can()
    {
        Scene scene = new();
        SceneCar car = scene.Car("CP1");
        car.CanSwitch = true;
        car.Wants(planW: 2300);

        scene.Run(60);

        Assert.Equal((1, 10), (scene.Grant("CP1").Phases, scene.Of("CP1")));
    }

    [Fact]
    public void A_passing_cloud_leaves_the_car_at_its_minimum_and_a_long_one_stops_it()
    {
        Scene scene = new();
        scene.Car("CP1").Wants(planW: 0);
        Array.Fill(scene.BuildingA, -12);
        scene.Run(300);
        Array.Fill(scene.BuildingA, -1);

        scene.Run(150);
        Assert.Equal(6, scene.Of("CP1"));

        scene.Run(200);
        Assert.Equal(0, scene.Of("CP1"));
    }

    [Fact]
    public void Clamps_without_direction_tell_no_surplus()
    {
        Scene scene = new() { IsEstimate = true };
        scene.Car("CP1").Wants(planW: 0);
        Array.Fill(scene.BuildingA, -20);

        Assert.Equal(0, scene.Run(600).Of("CP1"));
    }

    [Fact]
    public void A_charger_that_can_follows_little_sun_on_one_phase()
    {
        Scene scene = new();
        SceneCar car = scene.Car("CP1");
        car.CanSwitch = true;
        car.Wants(planW: 0);
        Array.Fill(scene.BuildingA, -4);

        scene.Run(300);

        Assert.Equal(1, scene.Grant("CP1").Phases);
        Assert.InRange(scene.Of("CP1"), 10, 12);
    }

    [Fact]
    public void It_goes_back_to_three_phases_when_there_is_clearly_more_sun_but_not_at_once()
    {
        Scene scene = new();
        SceneCar car = scene.Car("CP1");
        car.CanSwitch = true;
        car.Wants(planW: 0);
        Array.Fill(scene.BuildingA, -4);
        scene.Run(300);
        int switches = 0;
        int was = scene.Grant("CP1").Phases;
        Array.Fill(scene.BuildingA, -12);

        scene.Run(1500, () =>
        {
            switches += scene.Grant("CP1").Phases != was ? 1 : 0;
            was = scene.Grant("CP1").Phases;
        });

        Assert.Equal(3, was);
        Assert.Equal(1, switches);
    }

    [Fact]
    public void Sun_for_just_three_phases_is_not_yet_enough_to_go_back_to_them()
    {
        Scene scene = new();
        SceneCar car = scene.Car("CP1");
        car.CanSwitch = true;
        car.Wants(planW: 0);
        Array.Fill(scene.BuildingA, -4);
        scene.Run(300);
        Array.Fill(scene.BuildingA, -6.5);

        scene.Run(1500);

        Assert.Equal(1, scene.Grant("CP1").Phases);
    }

    [Fact]
    public void Between_two_switches_are_ten_minutes()
    {
        Scene scene = new();
        SceneCar car = scene.Car("CP1");
        car.CanSwitch = true;
        car.Wants(planW: 0);
        Array.Fill(scene.BuildingA, -4);
        scene.Run(300);
        Array.Fill(scene.BuildingA, -12);
        scene.Run(150);
        Assert.Equal(3, scene.Grant("CP1").Phases);
        Array.Fill(scene.BuildingA, -4);

        Assert.Equal(3, scene.Run(400).Grant("CP1").Phases);
        Assert.Equal(1, scene.Run(500).Grant("CP1").Phases);
    }

    [Fact]
    public void With_less_than_three_times_six_amperes_of_room_it_charges_on_one_phase()
    {
        Scene scene = new(25);
        SceneCar car = scene.Car("CP1");
        car.CanSwitch = true;
        scene.BuildingA[1] = 22;

        scene.Run(60);

        Assert.Equal(1, scene.Grant("CP1").Phases);
        Assert.Equal(24, scene.Of("CP1"));
    }
}
