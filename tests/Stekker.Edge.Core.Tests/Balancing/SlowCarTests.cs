using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class SlowCarTests
{
    [Theory]
    [InlineData("settling 5 s, follows in 3 s", 5, 2, 30)]
    [InlineData("settling 9 s, follows in 5 s", 9, 4, 30)]
    [InlineData("settling 9 s, follows in 5 s, reports each second", 9, 4, 1)]
    public void A_car_that_follows_late_but_in_time_is_not_cut_twice(string because, int settlingS, int followsAfterS, int sampleEveryS)
    {
        Scene scene = Slow(settlingS, followsAfterS, sampleEveryS);
        Array.Fill(scene.BuildingA, 15);
        double lowest = 32;

        scene.Run(20, () => lowest = Math.Min(lowest, scene.Of("CP1")));

        Assert.True(lowest >= 9, $"{because}: cut to {lowest} A");
    }

    [Fact]
    public void While_no_phase_is_over_its_fuse_a_slow_car_is_not_taken_for_the_building()
    {
        Scene scene = Slow(settlingS: 5, followsAfterS: 4, sampleEveryS: 30);
        SceneCar other = scene.Car("CP2");
        double lowest = 32;

        scene.Run(20, () => lowest = Math.Min(lowest, scene.Of("CP1")));

        Assert.True(lowest >= 12, $"cut to {lowest} A");
        Assert.InRange(scene.Run(60).Of(other.Id), 11, 12);
    }

    [Fact]
    public void Where_the_car_does_not_follow_others_are_cut_within_the_settling_time()
    {
        Scene scene = Deaf(sampleEveryS: 30);
        int over = 0;

        scene.Run(20, () => over += scene.GridA(0) > 33 ? 1 : 0);

        Assert.InRange(over, 1, 5);
    }

    [Theory]
    [InlineData(998, 999)]
    [InlineData(999, 1001)]
    [InlineData(1001, 999)]
    [InlineData(1003, 994)]
    public void A_meter_that_is_not_punctual_costs_no_reading_of_the_settling_time(int oneMs, int otherMs)
    {
        Scene scene = Deaf(sampleEveryS: 30);
        int over = 0;

        scene.Run(20, () => over += scene.GridA(0) > 33 ? 1 : 0, n => TimeSpan.FromMilliseconds(n % 2 == 0 ? oneMs : otherMs));

        Assert.InRange(over, 1, 5);
    }

    [Fact]
    public void Where_a_car_leaves_aside_less_than_an_inexact_one_would_others_are_cut_in_its_place_and_not_itself_again()
    {
        Scene scene = new(21);
        SceneCar deaf = scene.Car("CP1");
        SceneCar other = scene.Car("CP2", maxA: 6).Wants(CardPriority.High);
        other.FollowsAfterS = 1;
        scene.BuildingA[0] = 7.4;
        scene.Run(90);
        Assert.InRange(deaf.DrawsA, 6.5, 7.5);
        Assert.Equal(6, other.DrawsA);
        deaf.StuckAtA = deaf.DrawsA;
        scene.BuildingA[0] = 21.3 - deaf.DrawsA - other.DrawsA;
        int over = 0;

        scene.Run(20, () => over += scene.GridA(0) > 21 ? 1 : 0);

        Assert.InRange(over, 1, 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_sample_that_comes_late_does_not_take_a_raise_back(int secondsLate)
    {
        Scene scene = new(25);
        SceneCar car = scene.Car("CP1");
        car.SampleLateS = secondsLate;
        Array.Fill(scene.BuildingA, 15);
        Assert.InRange(scene.Run(90).Of("CP1"), 8, 10);

        Array.Fill(scene.BuildingA, 2);
        scene.Run(40);
        double lowest = 32;
        scene.Run(120, () => lowest = Math.Min(lowest, scene.Of("CP1")));

        Assert.InRange(lowest, 20, 23);
    }

    /// <summary>One car has just stopped to obey, the other follows within two seconds; the building has just grown over the fuse.</summary>
    private static Scene Deaf(int sampleEveryS)
    {
        Scene scene = new(33);
        SceneCar deaf = scene.Car("CP1");
        SceneCar other = scene.Car("CP2");
        deaf.SampleEveryS = other.SampleEveryS = sampleEveryS;
        other.FollowsAfterS = 1;
        scene.Run(90);
        deaf.StuckAtA = deaf.DrawsA;
        Array.Fill(scene.BuildingA, 10);
        return scene;
    }

    private static Scene Slow(int settlingS, int followsAfterS, int sampleEveryS)
    {
        Scene scene = new(25) { Settings = new BalancerSettings { Settling = TimeSpan.FromSeconds(settlingS) } };
        SceneCar car = scene.Car("CP1");
        car.FollowsAfterS = followsAfterS;
        car.SampleEveryS = sampleEveryS;
        return scene.Run(120);
    }
}
