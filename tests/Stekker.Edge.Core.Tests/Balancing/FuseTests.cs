using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class FuseTests
{
    [Theory]
    [InlineData("fuse 25 A, building 5 A: what is left, whole amperes", 25, 5, 19)]
    [InlineData("fuse 63 A, empty building: what the charger bears", 63, 0, 32)]
    [InlineData("fuse 25 A, building 20 A: less than a car accepts is nothing", 25, 20, 0)]
    [InlineData("fuse 25 A, building 30 A: nothing", 25, 30, 0)]
    [InlineData("fuse 25 A, sun 10 A: the fuse is in the grid connection", 25, -10, 32)]
    public void One_car_gets(string because, int fuseA, int buildingA, int expectedA)
    {
        Scene scene = new(fuseA);
        scene.Car("CP1");
        Array.Fill(scene.BuildingA, buildingA);

        scene.Run(60);

        Assert.True(scene.Of("CP1") == expectedA, $"{because}: {scene.Of("CP1")} A");
    }

    [Fact]
    public void A_building_that_jumps_cuts_the_cars_in_the_same_second_and_says_it_is_urgent()
    {
        Scene scene = new(40);
        scene.Car("CP1");
        scene.Run(60);
        Array.Fill(scene.BuildingA, 20);

        scene.Run(1);

        Assert.InRange(scene.Of("CP1"), 18, 20);
        Assert.True(scene.Grant("CP1").Urgent);
    }

    [Fact]
    public void A_one_phase_car_on_L1_is_not_stopped_because_L3_is_loaded()
    {
        Scene scene = new(25);
        scene.Car("CP1", "L1", uses: 1);
        scene.BuildingA[2] = 25;

        scene.Run(60);

        Assert.Equal(24, scene.Of("CP1"));
    }

    [Fact]
    public void A_car_on_an_unknown_phase_counts_on_every_phase()
    {
        Scene scene = new(25);
        scene.Car("CP1", phases: null, uses: 1);
        scene.BuildingA[2] = 10;

        scene.Run(60);

        Assert.Equal(14, scene.Of("CP1"));
    }

    [Fact]
    public void On_a_single_phase_connection_only_L1_counts()
    {
        Scene scene = new(25, phases: 1);
        scene.Car("CP1", phases: null, uses: 1);
        scene.BuildingA[0] = 5;

        scene.Run(60);

        Assert.Equal(19, scene.Of("CP1"));
    }

    [Fact]
    public void Noise_of_the_building_does_not_change_grants_every_second()
    {
        Scene scene = new(40);
        scene.Car("CP1");
        Random random = new(4);
        double last = -1;
        int changes = 0;
        scene.Run(60);
        scene.Run(600, () =>
        {
            Array.Fill(scene.BuildingA, 15 + random.NextDouble());
            changes += Math.Abs(scene.Of("CP1") - last) > 0.01 ? 1 : 0;
            last = scene.Of("CP1");
        });

        Assert.InRange(changes, 1, 5);
    }

    [Theory]
    [InlineData("CP1", 10)]
    [InlineData("CP2", 10)]
    [InlineData("CP3", 20)]
    public void Each_fuse_of_the_tree_holds(string chargePoint, int expectedA)
    {
        Scene scene = new(100)
        {
            Topology = Topology.Build(
                [new GroupLimit("cable", Amperes.FromWhole(20), "board"), new GroupLimit("board", Amperes.FromWhole(40))],
                [new ChargePointPlace("CP1", Group: "cable"), new ChargePointPlace("CP2", Group: "cable"), new ChargePointPlace("CP3", Group: "board")]).Tree!,
        };
        scene.Car("CP1");
        scene.Car("CP2");
        scene.Car("CP3");

        scene.Run(120);

        Assert.Equal(expectedA, scene.Of(chargePoint));
    }

    [Fact]
    public void The_installation_limit_of_a_charge_point_holds()
    {
        Scene scene = new(100) { Topology = Topology.Build([], [new ChargePointPlace("CP1", Amperes.FromWhole(13))]).Tree! };
        scene.Car("CP1");

        Assert.Equal(13, scene.Run(60).Of("CP1"));
    }

    [Fact]
    public void A_building_above_the_fuse_by_itself_is_told()
    {
        Scene scene = new(25);
        scene.Car("CP1");
        scene.BuildingA[1] = 30;

        Assert.True(scene.Run(10).Finds("building-over-fuse:L2"));
    }
}
