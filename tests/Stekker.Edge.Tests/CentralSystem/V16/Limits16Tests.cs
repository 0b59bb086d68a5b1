using Stekker.Edge.CentralSystem.V16;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem.V16;

/// <summary>Limits as charging profiles on the wire (OCPP 1.6 §3.13).</summary>
public class Limits16Tests
{
    private static readonly Volts Mains = Volts.FromDecivolts(2300);
    private static readonly DateTimeOffset From = new(2026, 1, 15, 11, 59, 30, TimeSpan.Zero);

    [Fact]
    public async Task A_limit_is_the_profile_of_its_transaction_and_ends_by_itself()
    {
        TestCharger charger = new();
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, Limit(new ChargingRate.InAmperes(Amperes.FromDeciamperes(105)))));

        SetChargingProfileRequest sent = Assert.Single(charger.Asked.All.OfType<SetChargingProfileRequest>());
        ChargingProfile profile = sent.CsChargingProfiles;
        Assert.Equal((2, 7, ChargingProfilePurposeType.TxProfile), (sent.ConnectorId, profile.TransactionId, profile.ChargingProfilePurpose));
        Assert.Equal((ChargingProfileKindType.Absolute, 3), (profile.ChargingProfileKind, profile.StackLevel));
        Assert.Equal((From, 3630), (profile.ChargingSchedule.StartSchedule, profile.ChargingSchedule.Duration));
        Assert.Equal(ChargingRateUnitType.A, profile.ChargingSchedule.ChargingRateUnit);
        Assert.Equal(new ChargingSchedulePeriod(0, 10.5m), Assert.Single(profile.ChargingSchedule.ChargingSchedulePeriod));
    }

    [Fact]
    public async Task Watts_are_the_sum_of_the_phases_and_phases_are_told_to_one_that_can_switch()
    {
        TestCharger charger = new();
        Order.SetLimit limit = Limit(new ChargingRate.InWatts(new Watts(4140)), phases: 1) with { SayPhases = true };
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, limit));

        ChargingSchedule schedule = Assert.Single(charger.Asked.All.OfType<SetChargingProfileRequest>()).CsChargingProfiles.ChargingSchedule;
        Assert.Equal(ChargingRateUnitType.W, schedule.ChargingRateUnit);
        Assert.Equal(new ChargingSchedulePeriod(0, 4140, 1), Assert.Single(schedule.ChargingSchedulePeriod));
    }

    [Fact]
    public async Task The_fallback_is_a_lasting_default_and_a_maximum_of_the_whole_charge_point()
    {
        TestCharger charger = new();
        Order.SetFallback order = new(Amperes.FromWhole(8), Amperes.FromWhole(32), LimitUnit.Watts, 3, Mains, Level: 5);
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, order));

        List<SetChargingProfileRequest> sent = [.. charger.Asked.All.OfType<SetChargingProfileRequest>()];
        Assert.Equal([ChargingProfilePurposeType.ChargePointMaxProfile, ChargingProfilePurposeType.TxDefaultProfile], sent.Select(s => s.CsChargingProfiles.ChargingProfilePurpose));
        Assert.Equal([22_080m, 5_520m], sent.Select(s => s.CsChargingProfiles.ChargingSchedule.ChargingSchedulePeriod[0].Limit));
        Assert.All(sent, s => Assert.Equal((0, 5, null), (s.ConnectorId, s.CsChargingProfiles.StackLevel, s.CsChargingProfiles.ChargingSchedule.Duration)));
    }

    [Fact]
    public async Task A_charger_that_keeps_no_maximum_still_gets_its_default()
    {
        TestCharger charger = new()
        {
            Profile = p => p.CsChargingProfiles.ChargingProfilePurpose == ChargingProfilePurposeType.ChargePointMaxProfile ? ChargingProfileStatus.NotSupported : ChargingProfileStatus.Accepted,
        };
        Assert.IsType<OrderOutcome.Done>(await ExecuteAsync(charger, new Order.SetFallback(Amperes.FromWhole(8), Amperes.FromWhole(32), LimitUnit.Amperes, 3, Mains, 0)));
    }

    [Fact]
    public async Task A_rejected_profile_is_refused_and_an_unknown_call_is_not_supported()
    {
        Assert.IsType<OrderOutcome.Refused>(await ExecuteAsync(new TestCharger { Profile = _ => ChargingProfileStatus.Rejected }, Limit(new ChargingRate.InAmperes(Amperes.FromWhole(10)))));
        TestCharger knowsNot = new();
        knowsNot.Errors["SetChargingProfile"] = OcppErrorCode.NotImplemented;
        Assert.IsType<OrderOutcome.NotSupported>(await ExecuteAsync(knowsNot, Limit(new ChargingRate.InAmperes(Amperes.FromWhole(10)))));
    }

    [Theory]
    [InlineData(ChargingRateUnitType.A, 13.5, null, 135)]
    [InlineData(ChargingRateUnitType.W, 6900, 3, 100)]
    [InlineData(ChargingRateUnitType.W, 2300, 1, 100)]
    [InlineData(ChargingRateUnitType.W, 4600, null, 100)]
    public async Task The_schedule_it_shows_is_read_per_phase(ChargingRateUnitType unit, double limit, int? phases, int deciamperes)
    {
        TestCharger charger = new()
        {
            Schedule = new GetCompositeScheduleResponse(
                GetCompositeScheduleStatus.Accepted, 1, From, new ChargingSchedule(unit, [new ChargingSchedulePeriod(0, (decimal)limit, phases)], 60)),
        };
        OrderOutcome outcome = await ExecuteAsync(charger, new Order.AskForLimit(1, 2, Mains));
        Assert.Equal(Amperes.FromDeciamperes(deciamperes), Assert.IsType<OrderOutcome.LimitShown>(outcome).PerPhase);
    }

    private static Order.SetLimit Limit(ChargingRate rate, int phases = 3) =>
        new(new Setpoint("CP01", 2, Amperes.FromDeciamperes(105), rate, phases, TimeSpan.FromHours(1), Urgent: false), TransactionId: 7, From, Level: 3, SayPhases: false);

    private static async Task<OrderOutcome> ExecuteAsync(TestCharger charger, Order order)
    {
        using ChargerBench bench = new(charger);
        return await new Orders16().ExecuteAsync(bench.Peer, order).OrFail();
    }
}
