using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Meters;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Tests.Configuration;
using MeterRole = Stekker.Edge.Modbus.Readings.MeterRole;

namespace Stekker.Edge.Tests.Meters;

public sealed class MeterDeskTests
{
    private readonly MeterDesk desk = Desk("""{ "id": "main", "role": "grid", "device": "sdm630", "tcp": "a:1" }""");

    [Fact]
    public void A_finding_is_told_once_and_cleared_when_it_has_gone_for_a_while()
    {
        List<(int Second, string What)> said = [];
        for (int second = 0; second <= 200; second++)
        {
            // The tap of L1 is loose from second 10 to 20, and shows ever another voltage.
            int decivolts = second is >= 10 and <= 20 ? second : 2300;
            MeterOpinion opinion = desk.Take(Grid(second, decivolts), []);
            said.AddRange(opinion.Told.Select(f => (second, $"told: {f.Words}")));
            said.AddRange(opinion.Cleared.Select(f => (second, $"cleared: {f.Phase}")));
            Assert.Equal(second is >= 10 and < 80 ? 1 : 0, opinion.Standing.Length);
            Assert.Equal(second is >= 10 and <= 20, opinion.Spoiled);
        }

        Assert.Equal([(10, "told: shows 1 V on L1: the meter's voltage tap for L1 is not connected"), (80, "cleared: L1")], said);
    }

    [Fact]
    public void A_reversed_clamp_is_told_from_what_the_chargers_draw()
    {
        ImmutableArray<ChargerDraw> charging = [new("charger 1", new(null, Amperes.FromWhole(16), null))];

        Finding[] told = [.. Enumerable.Range(0, 10).SelectMany(s => desk.Take(Grid(s, 2300, l2: -3200 - s), charging).Told)];

        Assert.Equal("L2 clamp seems reversed: shows export while charger 1 draws 16 A on L2", Assert.Single(told).Words);
    }

    [Fact]
    public void Where_there_may_be_sun_export_proves_nothing()
    {
        MeterDesk sunny = Desk("""{ "id": "main", "role": "grid", "device": "sdm630", "tcp": "a:1" }, { "id": "roof", "role": "solar", "device": "sunspec", "tcp": "b:1" }""");
        ImmutableArray<ChargerDraw> charging = [new("charger 1", new(null, Amperes.FromWhole(16), null))];

        Assert.All(Enumerable.Range(0, 10), s => Assert.Empty(sunny.Take(Grid(s, 2300, l2: -3200 - s), charging).Told));
    }

    [Fact]
    public void A_spoiled_reading_does_not_take_the_place_of_a_good_one()
    {
        desk.Take(Grid(0, 2300), []);
        desk.Take(Grid(1, 2), []);

        Assert.Equal(TimeSpan.Zero, desk.Readings.Of("main")!.At.Elapsed);
    }

    [Fact]
    public void A_silent_meter_has_no_reading_any_more()
    {
        desk.Take(Grid(0, 2300), []);
        desk.Take(new MeterEvent.Silent("main", MeterRole.Grid, default, "gone"));

        Assert.Null(desk.Readings.Of("main"));
        Assert.Null(desk.Readings.Grid(null, default));
    }

    [Fact]
    public void The_building_follows_from_grid_sun_and_what_the_chargers_say()
    {
        MeterDesk site = Desk("""{ "id": "main", "role": "grid", "device": "sdm630", "tcp": "a:1" }, { "id": "roof", "role": "solar", "device": "sunspec", "tcp": "b:1" }""");
        MeterReading chargers = SiteReadings.ChargersOf([new("1", new(Amperes.FromWhole(10), null, null)), new("2", new(Amperes.FromWhole(5), Amperes.FromWhole(5), null))], Volts.FromDecivolts(2300), default)!;
        site.Take(Grid(0, 2300, l2: 5000), []);

        Assert.Equal(10 * 230 + 2 * 5 * 230, chargers.Power!.Value.Value);
        Assert.Null(site.Readings.Building(chargers, default));

        site.Take(new MeterEvent.Read(Reading("roof", MeterRole.Solar, DeviceKind.Inverter, 0, 2300) with { Power = new Watts(4000), PhasePower = default }), []);

        MeterReading building = site.Readings.Building(chargers, default)!;
        Assert.Equal(500 + 5000 + 400 + 4000 - 4600, building.Power!.Value.Value);
        Assert.True(building is { IsDerived: true, IsEstimate: true });
        Assert.Null(site.Readings.Building(null, default));
        Assert.Equal(4000, site.Readings.Producing!.Value.Value);
    }

    private static MeterDesk Desk(string meters)
    {
        SiteConfiguration site = Files.Read($$"""{ "siteId": "a", "grid": { "fuseA": 63 }, "meters": [ {{meters}} ] }""").Configuration!;
        return new MeterDesk(site, MeterPlan.From(site));
    }

    private static MeterEvent.Read Grid(int second, int decivoltsOnL1, long l2 = 500) => new(Reading("main", MeterRole.Grid, DeviceKind.Meter, second, decivoltsOnL1, l2));

    /// <summary>Never twice the same, as no real connection shows.</summary>
    private static MeterReading Reading(string id, MeterRole role, DeviceKind kind, int second, int decivoltsOnL1, long l2 = 500) => new()
    {
        MeterId = id,
        Device = "sdm630",
        Role = role,
        Kind = kind,
        At = new Stamp(default, true, TimeSpan.FromSeconds(second)),
        Power = new Watts(900 + l2),
        PhasePower = new(new Watts(500), new Watts(l2), new Watts(400)),
        Voltage = new PerPhase<Volts>(Volts.FromDecivolts(decivoltsOnL1), Volts.FromDecivolts(2300), Volts.FromDecivolts(2300)),
        FrequencyMilliHz = 50_000 + second,
    };
}
