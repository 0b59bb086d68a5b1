using System.Collections.Immutable;
using Stekker.Edge.CentralSystem.V16;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem.V16;

public class Commissioning16Tests
{
    private const string All = "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC";
    private const string Least = "Energy.Active.Import.Register";

    private static readonly ChargerNeeds Needs = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

    [Fact]
    public async Task Right_settings_are_left_alone()
    {
        TestCharger charger = new();
        OrderOutcome.Commissioned done = await CommissionAsync(charger);
        Assert.Empty(charger.Changes);
        Assert.Empty(done.Capabilities.Refused);
        Assert.Equal((true, LimitUnit.Amperes, 1), (done.Capabilities.SmartCharging, done.Capabilities.LimitUnit, done.Capabilities.Connectors));
        Assert.Null(done.LocalListVersion);
        Assert.DoesNotContain(charger.Asked.All, m => m is GetLocalListVersionRequest);
    }

    [Fact]
    public async Task What_is_missing_is_set_once()
    {
        TestCharger charger = new(TestCharger.WellSet.SetItem("MeterValuesSampledData", Least).SetItem("HeartbeatInterval", "86400").Remove("ClockAlignedDataInterval"));
        Assert.Empty((await CommissionAsync(charger)).Capabilities.Refused);
        Assert.Equal([$"MeterValuesSampledData={All}", "HeartbeatInterval=300"], charger.Changes);

        await CommissionAsync(charger);
        Assert.Equal(2, charger.Changes.Count());
    }

    [Fact]
    public async Task Readings_are_asked_for_even_where_their_keys_are_not_listed()
    {
        TestCharger charger = new(new Dictionary<string, string> { ["NumberOfConnectors"] = "2" });
        await CommissionAsync(charger);
        Assert.Equal(["MeterValueSampleInterval=10", $"MeterValuesSampledData={All}", "HeartbeatInterval=300"], charger.Changes);
    }

    [Fact]
    public async Task A_charger_that_cannot_measure_all_gets_a_shorter_list()
    {
        TestCharger charger = new(TestCharger.WellSet.SetItem("MeterValuesSampledData", Least))
        {
            Change = c => c.Value.Contains("SoC", StringComparison.Ordinal) || c.Value.Contains("Voltage", StringComparison.Ordinal)
                ? ConfigurationStatus.Rejected
                : ConfigurationStatus.Accepted,
        };
        Assert.Empty((await CommissionAsync(charger)).Capabilities.Refused);
        Assert.Equal("Energy.Active.Import.Register,Power.Active.Import,Current.Import", charger.Settings["MeterValuesSampledData"]);
        Assert.Equal(3, charger.Changes.Count());
    }

    [Fact]
    public async Task A_charger_that_has_the_least_already_and_takes_no_more_is_not_written_to()
    {
        TestCharger charger = new(TestCharger.WellSet.SetItem("MeterValuesSampledData", Least)) { Change = _ => ConfigurationStatus.Rejected };
        Assert.Empty((await CommissionAsync(charger)).Capabilities.Refused);
        Assert.DoesNotContain($"MeterValuesSampledData={Least}", charger.Changes);
    }

    [Fact]
    public async Task Refusals_are_noted_and_lived_with()
    {
        TestCharger charger = new(TestCharger.WellSet.SetItem("MeterValueSampleInterval", "0").SetItem("HeartbeatInterval", "1").SetItem("MeterValuesSampledData", "Voltage"))
        {
            Change = c => c.Key == "HeartbeatInterval" ? ConfigurationStatus.NotSupported : ConfigurationStatus.Rejected,
        };
        charger.ReadOnly.Add("meterValueSampleInterval");
        string[] refused = [.. (await CommissionAsync(charger)).Capabilities.Refused];
        Assert.Equal(["MeterValueSampleInterval", "MeterValuesSampledData", "HeartbeatInterval"], refused);
        Assert.DoesNotContain(charger.Changes, c => c.StartsWith("MeterValueSampleInterval", StringComparison.Ordinal));
        Assert.Single(charger.Changes, c => c.StartsWith("HeartbeatInterval", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_takes_a_reboot_counts_as_set()
    {
        TestCharger charger = new(TestCharger.WellSet.SetItem("HeartbeatInterval", "1")) { Change = _ => ConfigurationStatus.RebootRequired };
        Assert.Empty((await CommissionAsync(charger)).Capabilities.Refused);
        Assert.Single(charger.Changes);
    }

    [Fact]
    public async Task A_charger_that_knows_none_of_it_is_taken_as_it_is()
    {
        TestCharger charger = new();
        charger.Errors["GetConfiguration"] = OcppErrorCode.NotImplemented;
        charger.Errors["ChangeConfiguration"] = OcppErrorCode.NotSupported;
        Capabilities can = (await CommissionAsync(charger)).Capabilities;
        Assert.Equal(["MeterValueSampleInterval", "MeterValuesSampledData", "HeartbeatInterval"], can.Refused.ToArray());
        Assert.Equal(Capabilities.Unknown with { Refused = can.Refused, Profiles = can.Profiles }, can);
        Assert.Empty(can.Profiles);
    }

    [Fact]
    public async Task A_silent_charger_is_asked_each_thing_once()
    {
        TestCharger charger = new();
        charger.Ignores = _ => true;
        using ChargerBench bench = new(charger);
        Task<OrderOutcome> commissioning = Commissioning16.RunAsync(bench.Peer, Needs);
        for (int call = 0; call < 4; call++)
        {
            await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(30)).OrFail();
        }

        Assert.IsType<OrderOutcome.Commissioned>(await commissioning.OrFail());
    }

    [Fact]
    public async Task A_line_lost_meanwhile_is_no_answer()
    {
        TestCharger charger = new(TestCharger.WellSet.SetItem("HeartbeatInterval", "1"));
        charger.Ignores = m => m is ChangeConfigurationRequest;
        using ChargerBench bench = new(charger);
        Task<OrderOutcome> commissioning = Commissioning16.RunAsync(bench.Peer, Needs);
        await charger.WasAsked<ChangeConfigurationRequest>();
        bench.Wire.Cut();
        Assert.IsType<OrderOutcome.NoAnswer>(await commissioning.OrFail());
        Assert.IsType<OrderOutcome.NoAnswer>(await Commissioning16.RunAsync(bench.Peer, Needs).OrFail());
    }

    [Theory]
    [InlineData("Current", LimitUnit.Amperes)]
    [InlineData("A", LimitUnit.Amperes)]
    [InlineData("Power", LimitUnit.Watts)]
    [InlineData("w", LimitUnit.Watts)]
    [InlineData("Current,Power", LimitUnit.Both)]
    [InlineData("W, A", LimitUnit.Both)]
    [InlineData("", LimitUnit.Amperes)]
    [InlineData(null, LimitUnit.Amperes)]
    public async Task Limits_go_in_the_unit_it_takes(string? told, LimitUnit unit)
    {
        ImmutableDictionary<string, string> settings = TestCharger.WellSet.Remove("ChargingScheduleAllowedChargingRateUnit");
        TestCharger charger = new(told is null ? settings : settings.Add("ChargingScheduleAllowedChargingRateUnit", told));
        Assert.Equal(unit, (await CommissionAsync(charger)).Capabilities.LimitUnit);
    }

    [Fact]
    public async Task What_it_can_is_read()
    {
        TestCharger charger = new(TestCharger.WellSet
            .SetItem("supportedfeatureprofiles", "Core, LocalAuthListManagement,smartcharging")
            .SetItem("ChargeProfileMaxStackLevel", "8").SetItem("ChargingScheduleMaxPeriods", "24").SetItem("MaxChargingProfilesInstalled", "many")
            .SetItem("ConnectorSwitch3to1PhaseSupported", "TRUE").SetItem("LocalAuthListMaxLength", "500").SetItem("SendLocalListMaxLength", "10")
            .SetItem("ConnectorPhaseRotation", "1.RST"))
        {
            ListVersion = 7000,
        };
        OrderOutcome.Commissioned done = await CommissionAsync(charger);
        Capabilities can = done.Capabilities;
        Assert.Equal((8, 24, null, true), (can.MaxProfileLevel, can.MaxPeriods, can.MaxProfiles, can.CanSwitchPhases));
        Assert.Equal("1.RST", can.PhaseRotation);
        Assert.Equal((true, 500, 10, 7), (can.SmartCharging, can.LocalListMax, can.LocalListPerCall, done.LocalListVersion));
    }

    [Theory]
    [InlineData("Core", false)]
    [InlineData("Core,SmartCharging", true)]
    [InlineData(null, true)]
    public async Task Smart_charging_is_tried_where_nothing_was_said_against_it(string? profiles, bool tried)
    {
        ImmutableDictionary<string, string> settings = TestCharger.WellSet.Remove("SupportedFeatureProfiles");
        TestCharger charger = new(profiles is null ? settings : settings.Add("SupportedFeatureProfiles", profiles));
        Assert.Equal(tried, (await CommissionAsync(charger)).Capabilities.SmartCharging);
    }

    [Fact]
    public async Task A_charger_without_a_card_list_has_none()
    {
        TestCharger charger = new(TestCharger.WellSet.SetItem("SupportedFeatureProfiles", "Core,LocalAuthListManagement")) { ListVersion = -1 };
        OrderOutcome.Commissioned done = await CommissionAsync(charger);
        Assert.Null(done.LocalListVersion);
        Assert.False(done.Capabilities.HasLocalList);
    }

    private static async Task<OrderOutcome.Commissioned> CommissionAsync(TestCharger charger)
    {
        using ChargerBench bench = new(charger);
        return Assert.IsType<OrderOutcome.Commissioned>(await Commissioning16.RunAsync(bench.Peer, Needs).OrFail());
    }
}
