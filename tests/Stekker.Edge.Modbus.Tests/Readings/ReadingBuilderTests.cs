using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Tests.Readings;

public sealed class ReadingBuilderTests
{
    private static readonly DeviceDescription Meter = new() { Id = "m", Name = "m", Registers = [] };
    private static readonly DeviceDescription Single = Meter with { Phases = 1 };

    [Fact]
    public void Clamps_without_voltage_give_an_estimate_at_nominal_voltage_as_import()
    {
        MeterReading reading = Build(Meter, MeterWiring.Default, (Quantity.Current, Phase.L1, 10), (Quantity.Current, Phase.L2, 5), (Quantity.Current, Phase.L3, 0));

        Assert.Equal((2300, 1150, 0, 3450), (reading.PhasePower.L1?.Value, reading.PhasePower.L2?.Value, reading.PhasePower.L3?.Value, reading.Power?.Value));
        Assert.True(reading.IsEstimate);
        Assert.Equal("power from current at 230 V; direction taken as import", reading.Basis);
    }

    [Fact]
    public void A_clamp_told_to_export_is_negative_in_power_and_current()
    {
        MeterReading reading = Build(Meter, MeterWiring.Default with { Direction = ClampDirection.Export }, (Quantity.Current, Phase.L1, 10));

        Assert.Equal((-2300, -100), (reading.PhasePower.L1?.Value, reading.Current.L1?.Deciamperes));
        Assert.Null(reading.Power);
        Assert.Equal("power from current at 230 V", reading.Basis);
    }

    [Fact]
    public void Power_without_direction_is_an_estimate_until_the_direction_is_told()
    {
        DeviceDescription clamp = Single with { HasDirection = false };
        (Quantity, Phase, double)[] values = [(Quantity.Power, Phase.L1, 500), (Quantity.Voltage, Phase.L1, 231)];

        Assert.True(Build(clamp, MeterWiring.Default, values).IsEstimate);
        Assert.False(Build(clamp, MeterWiring.Default with { Direction = ClampDirection.Import }, values).IsEstimate);
    }

    [Fact]
    public void A_single_phase_meter_sits_on_the_phase_it_is_wired_to()
    {
        MeterReading reading = Build(Single, MeterWiring.Default with { Phases = [Phase.L3] }, (Quantity.Power, Phase.L1, 700), (Quantity.Current, Phase.L1, 3));

        Assert.Equal((null, 700L, 700L), (reading.PhasePower.L1?.Value, reading.PhasePower.L3?.Value, reading.Power?.Value));
        Assert.Equal(30, reading.Current.L3?.Deciamperes);
    }

    [Fact]
    public void Rotated_wiring_ratio_and_turned_clamps_are_put_right()
    {
        MeterWiring wiring = new() { Phases = [Phase.L2, Phase.L3, Phase.L1], Reversed = [Phase.L1, Phase.L2, Phase.L3], Ratio = 50 };

        MeterReading reading = Build(Meter, wiring, (Quantity.Power, Phase.L1, 10), (Quantity.Power, Phase.L2, 20), (Quantity.Power, Phase.L3, 30), (Quantity.ImportEnergy, Phase.Total, 7));

        Assert.Equal((-1500, -500, -1000, -3000), (reading.PhasePower.L1?.Value, reading.PhasePower.L2?.Value, reading.PhasePower.L3?.Value, reading.Power?.Value));
        Assert.Equal((null, 350L), (reading.ImportEnergy?.Value, reading.ExportEnergy?.Value));
    }

    [Fact]
    public void One_clamp_the_wrong_way_round_is_put_right_and_the_meters_own_total_is_not_believed()
    {
        MeterWiring wiring = new() { Phases = [Phase.L2, Phase.L3, Phase.L1], Reversed = [Phase.L3] };

        // The meter's second clamp is turned, so its total is 20 - 10 + 5 instead of 20 + 10 + 5.
        MeterReading reading = Build(
            Meter,
            wiring,
            (Quantity.Power, Phase.L1, 20),
            (Quantity.Power, Phase.L2, -10),
            (Quantity.Power, Phase.L3, 5),
            (Quantity.Power, Phase.Total, 15),
            (Quantity.Current, Phase.L2, 4),
            (Quantity.ImportEnergy, Phase.Total, 7));

        Assert.Equal((5, 20, 10, 35), (reading.PhasePower.L1?.Value, reading.PhasePower.L2?.Value, reading.PhasePower.L3?.Value, reading.Power?.Value));
        Assert.Equal(40, reading.Current.L3?.Deciamperes);
        Assert.Null(reading.ImportEnergy);
    }

    [Fact]
    public void A_plain_meter_before_an_inverter_shows_production_positive()
    {
        ReadingValues values = new();
        values[Quantity.Power] = -2400;
        values[Quantity.ExportEnergy] = 9000;
        MeterReading reading = ReadingBuilder.Build("m", MeterRole.Solar, Single, MeterWiring.Default, values, default);

        Assert.Equal((2400, 2400, DeviceKind.Inverter), (reading.Power?.Value, reading.PhasePower.L1?.Value, reading.Kind));
        Assert.Equal((null, 9000L), (reading.ImportEnergy?.Value, reading.ExportEnergy?.Value));
    }

    [Fact]
    public void A_total_is_never_made_from_some_of_the_phases() =>
        Assert.Null(Build(Meter, MeterWiring.Default, (Quantity.Power, Phase.L1, 10), (Quantity.Power, Phase.L2, 20)).Power);

    [Fact]
    public void A_number_no_site_can_have_is_missing() => Assert.Null(Build(Meter, MeterWiring.Default, (Quantity.Power, Phase.Total, 3e38)).Power);

    [Theory]
    [InlineData("L2,L3,L1", true)]
    [InlineData("l3", true)]
    [InlineData("L1,L1", false)]
    [InlineData("L1,L4", false)]
    [InlineData("", false)]
    public void Phases_are_understood_or_told(string text, bool holds)
    {
        Assert.Equal(holds, MeterWiring.ParsePhases(text, out string? error) is not null);
        Assert.Equal(holds, error is null);
    }

    [Fact]
    public void The_building_is_what_the_grid_gives_less_chargers_and_battery_plus_sun()
    {
        MeterReading grid = Of(MeterRole.Grid, DeviceKind.Meter, 5000);
        MeterReading[] others = [Of(MeterRole.Charger, DeviceKind.Meter, 7000), Of(MeterRole.Solar, DeviceKind.Inverter, 4000), Of(MeterRole.Battery, DeviceKind.Battery, -1000)];

        MeterReading building = DerivedRoles.Building(grid, others, default)!;

        Assert.Equal((3000, true, MeterRole.Building), (building.Power!.Value.Value, building.IsDerived, building.Role));
        Assert.Equal(5000, DerivedRoles.Grid(building, others, default)!.Power!.Value.Value);
        Assert.Null(DerivedRoles.Building(grid, [others[0] with { Power = null }], default));
    }

    private static MeterReading Of(MeterRole role, DeviceKind kind, long power) =>
        new() { MeterId = $"{role}", Device = "x", Role = role, Kind = kind, At = default, Power = new Watts(power) };

    private static MeterReading Build(DeviceDescription device, MeterWiring wiring, params (Quantity Quantity, Phase Phase, double Value)[] shown)
    {
        ReadingValues values = new();
        foreach ((Quantity quantity, Phase phase, double value) in shown)
        {
            values[quantity, phase] = value;
        }

        return ReadingBuilder.Build("m", MeterRole.Grid, device, wiring, values, new Stamp(default, true, TimeSpan.Zero));
    }
}
