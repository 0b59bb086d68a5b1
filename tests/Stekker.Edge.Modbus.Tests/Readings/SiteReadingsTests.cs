using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Tests.Readings;

public sealed class SiteReadingsTests
{
    [Fact]
    public void A_role_with_a_meter_of_its_own_is_never_derived()
    {
        SiteReadings site = new SiteReadings([("g", MeterRole.Grid), ("b", MeterRole.Building)]).With(Of("g", MeterRole.Grid, 5000));

        Assert.Null(site.Building(Chargers(0), default));
        Assert.Equal((700, false), Told(site.With(Of("b", MeterRole.Building, 700)).Building(null, default)));
    }

    [Fact]
    public void The_grid_follows_from_the_building()
    {
        SiteReadings site = new SiteReadings([("b", MeterRole.Building), ("s", MeterRole.Solar), ("c", MeterRole.Charger)])
            .With(Of("b", MeterRole.Building, 3000))
            .With(Of("s", MeterRole.Solar, 4000, DeviceKind.Inverter))
            .With(Of("c", MeterRole.Charger, 7000));

        Assert.Equal((6000, true), Told(site.Grid(null, default)));
    }

    [Fact]
    public void Feeders_of_one_building_are_added()
    {
        SiteReadings site = new SiteReadings([("north", MeterRole.Building), ("south", MeterRole.Building)]).With(Of("north", MeterRole.Building, 3000));

        Assert.Null(site.Building(null, default));

        MeterReading both = site.With(Of("south", MeterRole.Building, 500)).Building(null, default)!;
        Assert.Equal((3500, true), Told(both));
        Assert.Equal("north + south", both.Basis);
    }

    [Fact]
    public void A_chargers_meter_counts_before_what_the_chargers_say_of_themselves()
    {
        SiteReadings site = new SiteReadings([("g", MeterRole.Grid), ("c", MeterRole.Charger)])
            .With(Of("g", MeterRole.Grid, 9000))
            .With(Of("c", MeterRole.Charger, 7000));

        Assert.Equal((2000, true), Told(site.Building(Chargers(10), default)));
    }

    [Fact]
    public void One_silent_part_leaves_the_whole_unknown()
    {
        SiteReadings site = new SiteReadings([("g", MeterRole.Grid), ("s", MeterRole.Solar)])
            .With(Of("g", MeterRole.Grid, 1000))
            .With(Of("s", MeterRole.Solar, 4000, DeviceKind.Inverter));
        Assert.Equal((5000, true), Told(site.Building(Chargers(0), default)));
        Assert.Equal(4000, site.Producing?.Value);

        SiteReadings without = site.Without("s");

        Assert.Null(without.Building(Chargers(0), default));
        Assert.Null(without.Producing);
        Assert.Null(SiteReadings.ChargersOf([new ChargerDraw("1", default)], Volts.FromDecivolts(2300), default));
    }

    [Fact]
    public void A_discharging_battery_produces() =>
        Assert.Equal(
            1500,
            new SiteReadings([("s", MeterRole.Solar), ("b", MeterRole.Battery)])
                .With(Of("s", MeterRole.Solar, 500, DeviceKind.Inverter))
                .With(Of("b", MeterRole.Battery, -1000, DeviceKind.Battery))
                .Producing?.Value);

    private static (long, bool) Told(MeterReading? reading) => (reading!.Power!.Value.Value, reading.IsDerived);

    private static MeterReading? Chargers(int amperes) =>
        SiteReadings.ChargersOf([new ChargerDraw("1", new PerPhase<Amperes>(Amperes.FromWhole(amperes), null, null))], Volts.FromDecivolts(2300), default);

    private static MeterReading Of(string id, MeterRole role, long power, DeviceKind kind = DeviceKind.Meter) =>
        new() { MeterId = id, Device = "x", Role = role, Kind = kind, At = default, Power = new Watts(power) };
}
