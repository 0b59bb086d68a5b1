using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.V16;
using static Stekker.Edge.Ocpp.V16.ChargingProfilePurposeType;
using static Stekker.Edge.Ocpp.V16.ChargingRateUnitType;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

public class SmartChargingTests
{
    [Theory]
    [InlineData(A, 10, 10, 6900)]
    [InlineData(W, 6900, 10, 6900)]
    [InlineData(A, 6, 6, 4140)]
    [InlineData(A, 50, 32, 11040)]
    public async Task A_limit_in_either_unit_bounds_the_power(ChargingRateUnitType unit, int limit, int offeredA, int powerW)
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        Assert.Equal(ChargingProfileStatus.Accepted, (await bench.LimitAsync(ChargePointBench.Profile(TxProfile, unit, (0, limit)))).Status);
        Assert.Equal((offeredA, powerW), (bench.Connector.OfferedA, bench.Connector.Power.TotalW));
    }

    [Fact]
    public async Task Below_6_A_the_car_is_suspended()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        await bench.LimitAsync(ChargePointBench.Profile(TxProfile, A, (0, 5.9m)));
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.SuspendedEVSE);
        Assert.Equal(PhasePower.None, bench.Connector.Power);
    }

    [Fact]
    public async Task A_TxProfile_goes_before_the_default_and_the_charge_point_s_own_caps_both()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        await bench.LimitAsync(ChargePointBench.Profile(TxDefaultProfile, A, (0, 7)), 0);
        Assert.Equal(7, bench.Connector.OfferedA);
        await bench.LimitAsync(ChargePointBench.Profile(TxProfile, A, (0, 12)));
        Assert.Equal(12, bench.Connector.OfferedA);
        await bench.LimitAsync(ChargePointBench.Profile(ChargePointMaxProfile, A, (0, 9)), 0);
        Assert.Equal(9, bench.Connector.OfferedA);
        var cleared = await bench.CentralSystem.CallAsync(ClearChargingProfile.Action, new ClearChargingProfileRequest(ChargingProfilePurpose: ChargePointMaxProfile));
        Assert.Equal((ClearChargingProfileStatus.Accepted, 12m), (cleared.Status, bench.Connector.OfferedA));
        var nothing = await bench.CentralSystem.CallAsync(ClearChargingProfile.Action, new ClearChargingProfileRequest(Id: 77));
        Assert.Equal(ClearChargingProfileStatus.Unknown, nothing.Status);
    }

    [Fact]
    public async Task The_charge_point_s_cap_is_shared_by_the_connectors_that_charge()
    {
        await using var bench = await ChargePointBench.ChargingAsync(new() { Connectors = 2 });
        await bench.LimitAsync(ChargePointBench.Profile(ChargePointMaxProfile, A, (0, 20)), 0);
        Assert.Equal(20, bench.Connector.OfferedA);
        await bench.StartAsync(2);
        Assert.Equal([10m, 10m], bench.ChargePoint.Connectors.Select(connector => connector.OfferedA));
    }

    [Fact]
    public async Task A_schedule_s_periods_follow_the_clock_and_its_end_gives_way_to_the_default()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        await bench.LimitAsync(ChargePointBench.Profile(TxDefaultProfile, A, (0, 6)), 0);
        var profile = ChargePointBench.Profile(TxProfile, A, (0, 16), (600, 0), (1200, 10));
        await bench.LimitAsync(profile with { ChargingSchedule = profile.ChargingSchedule with { Duration = 1800 } });
        List<decimal> offered = [bench.Connector.OfferedA];
        for (var i = 0; i < 3; i++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(10));
            offered.Add(bench.Connector.OfferedA);
        }
        Assert.Equal([16, 0, 10, 6], offered);
        // Ten minutes at 16 A, none, ten at 10 A: the meter counted each at its own power.
        Assert.Equal((11040 + 6900) / 6, bench.Connector.EnergyWh);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.SuspendedEVSE);
        await bench.CentralSystem.ExpectStatusAsync(ChargePointStatus.Charging);
    }

    [Fact]
    public async Task A_physics_outside_decides_what_flows_and_the_limit_only_what_is_offered()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        bench.ChargePoint.SetFlow(1, PhasePower.Of(3, 14), ChargePointBench.Car16A3);
        await bench.LimitAsync(ChargePointBench.Profile(TxProfile, A, (0, 10)));
        Assert.Equal((10m, 3, 14 * 3 * 230), (bench.Connector.OfferedA, bench.Connector.OfferedPhases, bench.Connector.Power.TotalW));
        bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(14 * 3 * 230, bench.Connector.EnergyWh);
        bench.ChargePoint.Unplug(1);
        Assert.Equal(PhasePower.None, bench.Connector.Power);
    }

    [Fact]
    public async Task A_TxProfile_ends_with_its_transaction()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        await bench.LimitAsync(ChargePointBench.Profile(TxProfile, A, (0, 8)));
        bench.ChargePoint.Unplug(1);
        await bench.StartAsync();
        Assert.Equal(32, bench.Connector.OfferedA);
    }

    [Fact]
    public async Task A_higher_level_goes_first_and_a_daily_schedule_comes_back()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        await bench.LimitAsync(ChargePointBench.Profile(TxDefaultProfile, A, (0, 20)));
        var nightly = new ChargingProfile(
            50, 3, TxDefaultProfile, ChargingProfileKindType.Recurring,
            new ChargingSchedule(A, [new ChargingSchedulePeriod(0, 8)], 3600, new DateTimeOffset(2026, 1, 1, 22, 0, 0, TimeSpan.Zero)),
            RecurrencyKind: RecurrencyKindType.Daily);
        await bench.LimitAsync(nightly);
        List<decimal> offered = [];
        // From noon: 22:30 today, 23:30, and 22:30 tomorrow.
        foreach (var hours in new[] { 0, 10.5, 1, 23 })
        {
            bench.Time.Advance(TimeSpan.FromHours(hours));
            offered.Add(bench.Connector.OfferedA);
        }
        Assert.Equal([20, 8, 20, 8], offered);
    }

    [Fact]
    public async Task A_profile_in_the_wrong_place_or_unit_is_rejected()
    {
        await using var bench = await ChargePointBench.ChargingAsync(new() { RateUnits = [W] });
        async Task<ChargingProfileStatus> Set(ChargingProfile profile, int connectorId) => (await bench.LimitAsync(profile, connectorId)).Status;
        Assert.Equal(ChargingProfileStatus.Rejected, await Set(ChargePointBench.Profile(TxProfile, A, (0, 10)), 1));
        Assert.Equal(ChargingProfileStatus.Accepted, await Set(ChargePointBench.Profile(TxProfile, W, (0, 7000)), 1));
        Assert.Equal(ChargingProfileStatus.Rejected, await Set(ChargePointBench.Profile(TxProfile, W, (0, 7000)), 0));
        Assert.Equal(ChargingProfileStatus.Rejected, await Set(ChargePointBench.Profile(TxProfile, W, (0, 7000)) with { TransactionId = 5 }, 1));
        Assert.Equal(ChargingProfileStatus.Rejected, await Set(ChargePointBench.Profile(ChargePointMaxProfile, W, (0, 7000)), 1));
        Assert.Equal(ChargingProfileStatus.Rejected, await Set(ChargePointBench.Profile(TxDefaultProfile, W, (60, 7000)), 1));
        Assert.Equal(ChargingProfileStatus.Rejected, await Set(ChargePointBench.Profile(TxDefaultProfile, W, (0, 7000)), 9));
        Assert.Equal("Power", bench.ChargePoint.Configuration["ChargingScheduleAllowedChargingRateUnit"]);
    }

    [Fact]
    public async Task The_composite_schedule_is_what_will_be_applied()
    {
        await using var bench = await ChargePointBench.ChargingAsync();
        await bench.LimitAsync(ChargePointBench.Profile(ChargePointMaxProfile, A, (0, 14)), 0);
        await bench.LimitAsync(ChargePointBench.Profile(TxProfile, W, (0, 11000), (600, 4140)));
        var amperes = await bench.CentralSystem.CallAsync(GetCompositeSchedule.Action, new GetCompositeScheduleRequest(1, 1800, A));
        Assert.Equal([(0, 14m), (600, 6m)], amperes.ChargingSchedule!.ChargingSchedulePeriod.Select(period => (period.StartPeriod, period.Limit)));
        var watts = await bench.CentralSystem.CallAsync(GetCompositeSchedule.Action, new GetCompositeScheduleRequest(1, 1800, W));
        Assert.Equal([(0, 9660m), (600, 4140m)], watts.ChargingSchedule!.ChargingSchedulePeriod.Select(period => (period.StartPeriod, period.Limit)));
        var unknown = await bench.CentralSystem.CallAsync(GetCompositeSchedule.Action, new GetCompositeScheduleRequest(9, 1800));
        Assert.Equal(GetCompositeScheduleStatus.Rejected, unknown.Status);
    }
}
