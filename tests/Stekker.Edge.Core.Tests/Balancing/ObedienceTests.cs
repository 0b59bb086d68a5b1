using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

/// <summary>Accepted is not obeyed.</summary>
public sealed class ObedienceTests
{
    [Fact]
    public void A_charger_without_a_meter_is_believed_after_a_minute()
    {
        Scene scene = CutWithoutMeter(out SceneCar second);

        Assert.Equal(0, scene.Run(50).Of(second.Id));
        Assert.Equal(16, scene.Run(30).Of(second.Id));
    }

    [Fact]
    public void A_composite_schedule_that_shows_the_limit_is_believed_at_once()
    {
        Scene scene = CutWithoutMeter(out SceneCar second);
        scene.Run(5);
        Assert.Equal(0, scene.Of(second.Id));

        scene.Cars[0].Composite = Amperes.FromWhole(16);

        Assert.Equal(16, scene.Run(3).Of(second.Id));
    }

    [Fact]
    public void A_composite_schedule_that_shows_more_is_no_comfort()
    {
        Scene scene = CutWithoutMeter(out SceneCar second);
        scene.Cars[0].Composite = Amperes.FromWhole(17);

        Assert.Equal(0, scene.Run(30).Of(second.Id));
    }

    [Fact]
    public void What_a_charger_is_known_to_have_in_force_stays_reserved_until_another_limit_was_accepted()
    {
        Scene scene = CutWithoutMeter(out SceneCar second);
        scene.Cars[0].InForce = new InForce(Amperes.FromWhole(30), scene.Now.Elapsed, scene.Now.Elapsed + TimeSpan.FromHours(1));

        Assert.Equal(0, scene.Run(90).Of(second.Id));
    }

    [Fact]
    public void A_charger_that_reports_seldom_is_found_out_by_the_first_reduction_it_left_aside()
    {
        Scene scene = new(32);
        SceneCar deaf = scene.Car("CP1");
        SceneCar other = scene.Car("CP2");
        deaf.SampleEveryS = 12;
        scene.Run(90);
        deaf.StuckAtA = deaf.DrawsA;
        int over = 0;

        // Twice the building rises, so the deaf one is told twice before it reports, in the sixth second.
        scene.BuildingA[0] = 4;
        scene.Run(5);
        scene.BuildingA[0] = 9;
        scene.Run(12, () => over += scene.GridA(0) > 32 ? 1 : 0);

        Assert.InRange(over, 1, 2);
        Assert.True(other.DrawsA < 16);
    }

    [Fact]
    public void What_a_charger_draws_above_its_limit_is_set_aside_long_before_it_is_called_a_fault()
    {
        Scene scene = new(40);
        SceneCar deaf = scene.Car("CP1");
        scene.Car("CP2");
        scene.Run(60);
        deaf.StuckAtA = 25;

        scene.Run(8);

        Assert.False(scene.Finds("ignores-limit:CP1/1"));
        Assert.InRange(scene.Of("CP2"), 13, 15);
    }

    [Fact]
    public void The_ampere_that_is_forgiven_as_inexact_comes_from_the_common_room()
    {
        Scene scene = new(41);
        SceneCar one = scene.Car("CP1");
        SceneCar two = scene.Car("CP2");
        scene.Run(60);
        one.DrawsMoreA = two.DrawsMoreA = 0.9;

        scene.Run(60);

        Assert.False(scene.Finds("ignores-limit:CP1/1"));
        Assert.InRange(scene.GridA(0), 37, 41);
    }

    [Fact]
    public void A_deaf_charger_is_told_less_too_where_that_is_needed_for_it_may_listen_again()
    {
        Scene scene = new(40);
        SceneCar deaf = scene.Car("CP1");
        scene.Run(60);
        deaf.StuckAtA = 36;
        scene.Run(60);
        Assert.True(scene.Finds("ignores-limit:CP1/1"));
        Assert.Equal(32, scene.Of("CP1"));

        Array.Fill(scene.BuildingA, 20);

        Assert.InRange(scene.Run(5).Of("CP1"), 10, 20);
        Assert.True(scene.Grant("CP1").Urgent);
    }

    private static Scene CutWithoutMeter(out SceneCar second)
    {
        Scene scene = new(33);
        SceneCar first = scene.Car("CP1");
        first.Metered = false;
        scene.Run(120);
        Assert.Equal(32, scene.Of("CP1"));
        second = scene.Car("CP2");
        return scene.Run(1);
    }
}
