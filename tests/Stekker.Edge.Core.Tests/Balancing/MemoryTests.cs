using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class MemoryTests
{
    [Fact]
    public void What_was_learned_and_used_is_there_after_a_restart_by_way_of_JSON()
    {
        Scene scene = Learned();
        BalancerMemory saved = scene.State.Memory;
        Assert.NotEmpty(saved.BaseLoads);
        Assert.Single(saved.Wirings);

        BalancerMemory read = JsonSerializer.Deserialize<BalancerMemory>(JsonSerializer.Serialize(saved))!;
        Now later = new(TimeSpan.FromSeconds(2), scene.Now.Utc, true);
        BalancerState restored = BalancerState.Restore(scene.Limits, read, later);

        Assert.Equal(saved.Ptu!.Value.UsedWs, restored.Ptu.UsedWs);
        Assert.Equal(saved.BaseLoads.AsEnumerable(), restored.Memory.BaseLoads);
        Assert.Equal(saved.Wirings[0].Costs.AsEnumerable(), restored.Memory.Wirings[0].Costs);
    }

    [Fact]
    public void A_restored_wiring_leaves_the_other_phases_to_others_from_the_first_second()
    {
        Scene scene = Learned();
        scene.State = BalancerState.Restore(scene.Limits, scene.State.Memory, scene.Now);
        scene.Cars[0].CarMaxA = 32;
        Array.Fill(scene.BuildingA, 0);
        scene.BuildingA[0] = 25;

        Assert.Equal(24, scene.Run(30).Of("CP1"));
        Assert.Equal(3, scene.Grant("CP1").Phases);
    }

    [Fact]
    public void A_restored_base_load_counts_while_the_meter_is_silent()
    {
        BalancerMemory saved = BalancerMemory.Nothing with { BaseLoads = [new SavedHourLoad(Midday(), 100, 100, 100, 6900)] };
        Scene scene = new(25) { MeterLives = false };
        scene.Limits = scene.Limits with { FallbackBaseLoad = null };
        scene.State = BalancerState.Restore(scene.Limits, saved, scene.Now);
        scene.Car("CP1");

        Assert.Equal(15, scene.Run(10).Of("CP1"));
    }

    [Fact]
    public void A_charger_that_is_offline_when_we_come_back_keeps_its_last_grant_for_an_hour_then_its_safe_share()
    {
        Scene scene = new(40);
        SceneCar gone = scene.Car("CP1");
        scene.Car("CP2");
        scene.Run(60);
        gone.Online = false;
        scene.State = BalancerState.Restore(scene.Limits, scene.State.Memory, scene.Now);
        scene.MeterConfigured = false;

        Assert.InRange(scene.Run(60).Of("CP2"), 15, 17);

        Assert.InRange(scene.Run(3600).Of("CP2"), 17, 19);
    }

    [Fact]
    public void A_restart_turns_nobody_off()
    {
        Scene scene = new(20);
        scene.Car("CP1");
        scene.Car("CP2");
        scene.Car("CP3");
        scene.Run(60);
        double[] before = [.. scene.Cars.Select(c => scene.Of(c.Id))];
        scene.State = BalancerState.Restore(scene.Limits, scene.State.Memory, scene.Now);

        scene.Run(1);

        Assert.Equal(before, scene.Cars.Select(c => scene.Of(c.Id)));
    }

    public static TheoryData<string, BalancerMemory> Damaged => new()
    {
        { "no arrays at all", new BalancerMemory(null, default, default, default) },
        { "too few orders of phases", BalancerMemory.Nothing with { Wirings = [new LearnedWiring("CP1", 1, [0, 400])] } },
        { "no order left", BalancerMemory.Nothing with { Wirings = [new LearnedWiring("CP1", 1, [300, 300, 300, 300, 300, 300])] } },
        { "evidence below zero", BalancerMemory.Nothing with { Wirings = [new LearnedWiring("CP1", 1, [0, -1, 300, 300, 300, 300])] } },
        { "evidence beyond what is kept", BalancerMemory.Nothing with { Wirings = [new LearnedWiring("CP1", 1, [0, 401, 300, 300, 300, 300])] } },
        { "no evidence", BalancerMemory.Nothing with { Wirings = [new LearnedWiring("CP1", 1, default)] } },
        { "a grant of a switch that is not there", BalancerMemory.Nothing with { Grants = [new SavedGrant("CP1", 1, 1, 100, 2)] } },
        { "a grant less than a car accepts", BalancerMemory.Nothing with { Grants = [new SavedGrant("CP1", 1, 1, 59, 3)] } },
        { "a grant of a power station", BalancerMemory.Nothing with { Grants = [new SavedGrant("CP1", 1, 1, 10_000, 3)] } },
        { "nobody's grant", BalancerMemory.Nothing with { Grants = [new SavedGrant(null!, 1, 1, 100, 3)] } },
        { "nobody's", BalancerMemory.Nothing with { Wirings = [new LearnedWiring(null!, 1, [0, 300, 300, 300, 300, 300])] } },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_memory_teaches_nothing(string what, BalancerMemory damaged)
    {
        Scene scene = new();

        BalancerState restored = BalancerState.Restore(scene.Limits, damaged, scene.Now);

        Assert.True(restored.Connectors.IsEmpty && restored.Memory.BaseLoads.IsEmpty, what);
    }

    [Fact]
    public void Hours_out_of_order_are_left_out() => Assert.Equal(
        [5, 9],
        BalancerState.Restore(
            new GridLimits(3, Volts.FromDecivolts(2300), Amperes.FromWhole(25)),
            BalancerMemory.Nothing with { BaseLoads = [new(5, 1, 1, 1, 1), new(4, 9, 9, 9, 9), new(5, 9, 9, 9, 9), new(9, 2, 2, 2, 2)] },
            new Now(default, DateTimeOffset.UnixEpoch, true)).Memory.BaseLoads.Select(h => h.Hour));

    private static long Midday() => new Scene().Now.Utc.ToUnixTimeSeconds() / 3600;

    private static Scene Learned()
    {
        Scene scene = new(25);
        SceneCar car = scene.Car("CP1", phases: null, uses: 1);
        car.TrueOrder = [1, 2, 0];
        for (int step = 0; step < 6; step++)
        {
            car.CarMaxA = step % 2 == 0 ? 7 : 16;
            scene.Run(20);
        }

        return scene;
    }
}
