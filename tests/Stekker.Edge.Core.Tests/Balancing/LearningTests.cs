using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class LearningTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_of_a_car_teach_its_phase(int truePhase)
    {
        Scene scene = new(40);
        SceneCar car = scene.Car("CP1", phases: null, uses: 1);
        car.TrueOrder = [truePhase, (truePhase + 1) % 3, (truePhase + 2) % 3];
        Random random = new(3);
        int loaded = (truePhase + 1) % 3;

        Assert.Equal(PhaseWiring.AllPhases, Possible(scene));
        for (int step = 0; step < 6; step++)
        {
            car.CarMaxA = step % 2 == 0 ? 7 : 16;
            scene.Run(20, () => scene.BuildingA[loaded] = 5 + random.NextDouble());
        }

        Assert.Equal(1 << truePhase, Possible(scene));
    }

    [Fact]
    public void Cars_that_are_cut_together_teach_nothing()
    {
        Scene scene = new(25);
        SceneCar one = scene.Car("CP1", phases: null, uses: 1);
        one.TrueOrder = [2, 0, 1];
        one.SampleEveryS = 10;
        scene.Car("CP2", "L1", uses: 1);
        for (int step = 0; step < 20; step++)
        {
            // The building rises on L3 by what both cars, of which one may be on it, are made to leave.
            bool capped = step % 2 == 1;
            scene.BuildingA[2] = capped ? 9 : 0;
            scene.Windows = capped ? [new LimitWindow("the DSO", scene.Now.Utc, scene.Now.Utc.AddHours(1), new Watts(5700))] : [];
            scene.Run(34);
        }

        Assert.NotEqual(0, Possible(scene) & 0b100);
    }

    [Fact]
    public void A_three_phase_car_teaches_nothing_and_needs_to_teach_nothing()
    {
        Scene scene = new(40);
        SceneCar car = scene.Car("CP1", phases: null);
        for (int step = 0; step < 10; step++)
        {
            car.CarMaxA = step % 2 == 0 ? 7 : 16;
            scene.Run(10);
        }

        Assert.True(scene.State.Connectors[0].WiringCosts.IsDefault);
    }

    [Fact]
    public void A_configured_wiring_is_not_questioned()
    {
        Scene scene = new(40);
        SceneCar car = scene.Car("CP1", "L1", uses: 1);
        car.TrueOrder = [2, 0, 1];
        for (int step = 0; step < 10; step++)
        {
            car.CarMaxA = step % 2 == 0 ? 7 : 16;
            scene.Run(10);
        }

        Assert.True(scene.State.Connectors[0].WiringCosts.IsDefault);
    }

    [Theory]
    [InlineData("L1,L2,L3", 0b111, 0b111)]
    [InlineData("L2", 0b111, 0b010)]
    [InlineData("L3,L1", 0b011, 0b101)]
    [InlineData("L3,L1,L2", 0b001, 0b100)]
    public void A_configured_wiring_says_where_the_current_is(string text, int used, int expected)
    {
        PhaseWiring wiring = PhaseWiring.TryParse(text)!.Value;

        Assert.Equal(expected, wiring.Possible(used));
        Assert.Equal(expected, wiring.Certain(used));
    }

    [Theory]
    [InlineData("")]
    [InlineData("L4")]
    [InlineData("L1,L1")]
    [InlineData("L1,L2,L3,L1")]
    public void A_wiring_that_cannot_be_is_none(string text) => Assert.Null(PhaseWiring.TryParse(text));

    [Fact]
    public void A_car_seen_on_one_phase_leaves_the_others_free()
    {
        Scene scene = new(25);
        scene.Car("CP1", uses: 1);
        scene.BuildingA[2] = 18;
        scene.Run(120);

        Assert.Equal(24, scene.Of("CP1"));
    }

    [Fact]
    public void A_car_on_two_phases_leaves_the_third_free()
    {
        Scene scene = new(25);
        scene.Car("CP1", uses: 2);
        scene.BuildingA[2] = 18;
        scene.Run(120);

        Assert.Equal(24, scene.Of("CP1"));
        Assert.Equal(2, scene.Grant("CP1").UsedPhases);
    }

    [Fact]
    public void The_imbalance_is_not_mended_by_cars_that_load_all_phases()
    {
        Scene scene = new(63);
        scene.Limits = scene.Limits with { Imbalance = Amperes.FromWhole(10) };
        scene.Car("CP1");
        scene.BuildingA[0] = 20;

        Assert.Equal(32, scene.Run(60).Of("CP1"));
    }

    [Fact]
    public void A_charger_that_counts_in_watts_and_an_unknown_car_may_put_it_all_on_one_phase()
    {
        Scene scene = new(25);
        SceneCar car = scene.Car("CP1");
        car.Unit = LimitUnit.Watts;
        car.CarMaxA = 0;

        scene.Run(5);

        Assert.InRange(scene.Of("CP1"), 6, 8);
    }

    [Fact]
    public void The_imbalance_between_phases_is_kept()
    {
        Scene scene = new(63);
        scene.Limits = scene.Limits with { Imbalance = Amperes.FromWhole(20) };
        scene.Car("CP1", "L1", uses: 1);
        scene.Car("CP2", "L2,L3,L1");

        scene.Run(120);

        double[] phases = [scene.GridA(0), scene.GridA(1), scene.GridA(2)];
        Assert.InRange(phases.Max() - phases.Min(), 10, 20);
    }

    private static int Possible(Scene scene)
    {
        ConnectorMemory memory = scene.State.Connectors.IsEmpty ? default : scene.State.Connectors[0];
        return (memory.WiringCosts.IsDefault ? PhaseWiring.Unknown : PhaseWiring.Unknown.With(memory.WiringCosts)).Possible(0b001);
    }

    /// <summary>Found by the twin: three times 6 A never fit behind 16 A, so it waited for good.</summary>
    [Fact]
    public void A_charger_in_watts_behind_16_A_begins_though_its_phases_are_not_known_yet()
    {
        Scene site = new(fuseA: 63)
        {
            Topology = Topology.Build([], [new ChargePointPlace("CP01", Amperes.FromWhole(16))]).Tree!,
        };
        SceneCar car = site.Car("CP01", phases: null, maxA: 16);
        car.Unit = LimitUnit.Watts;

        site.Run(300);

        Assert.Equal(16, site.Of("CP01"));
    }
}
