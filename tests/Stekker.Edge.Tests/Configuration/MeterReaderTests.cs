using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Tests.Configuration;

public sealed class MeterReaderTests
{
    [Fact]
    public void What_is_left_out_is_the_devices_factory_setting()
    {
        MeterSettings[] meters = Meters(
            """
            { "role": "grid", "device": "sdm630", "serial": "/dev/rs485" },
            { "role": "solar", "device": "sdm120", "serial": "/dev/ttyUSB0", "wiring": { "phases": "L2" } },
            { "role": "solar", "device": "iem3155", "serial": "/dev/ttyUSB1", "unitId": 7, "baud": 9600, "intervalMs": 2500 },
            { "role": "battery", "device": "goodwe-et-battery", "tcp": "10.0.0.1:502", "timeoutMs": 2000 }
            """);

        Assert.Equal(["grid-1", "solar-1", "solar-2", "battery-1"], meters.Select(m => m.Id));
        Assert.Equal(
            [
                new MeterLine.Serial("/dev/rs485", 9600, 8, SerialParity.None, 1),
                new MeterLine.Serial("/dev/ttyUSB0", 2400, 8, SerialParity.None, 1),
                new MeterLine.Serial("/dev/ttyUSB1", 9600, 8, SerialParity.Even, 1),
                new MeterLine.Tcp("10.0.0.1", 502),
            ],
            meters.Select(m => m.Line));
        Assert.Equal([1, 1, 7, 247], meters.Select(m => m.UnitId));
        Assert.Equal([1.0, 5.0, 2.5, 5.0], meters.Select(m => m.Interval.TotalSeconds));
        Assert.Equal([null, null, null, TimeSpan.FromSeconds(2)], meters.Select(m => m.Timeout));
    }

    [Fact]
    public void An_id_that_is_given_is_never_given_again()
    {
        MeterSettings[] meters = Meters(
            """
            { "role": "solar", "device": "sunspec", "tcp": "10.0.0.1:502" },
            { "role": "solar", "device": "sunspec", "tcp": "10.0.0.2:502", "id": "solar-1" }
            """);

        Assert.Equal(["solar-2", "solar-1"], meters.Select(m => m.Id));
    }

    [Fact]
    public void Two_meters_of_one_id_are_told()
    {
        ConfigurationError error = Assert.Single(Read(
            """
            { "role": "solar", "device": "sunspec", "tcp": "10.0.0.1:502", "id": "roof" },
            { "role": "solar", "device": "sunspec", "tcp": "10.0.0.2:502", "id": "roof" }
            """).Errors);

        Assert.Equal(("meters[1].id", "\"roof\""), (error.Key, error.Value));
    }

    [Fact]
    public void A_custom_device_is_described_in_the_file()
    {
        CustomMeterSettings custom = Assert.Single(Meters(
            """
            { "role": "grid", "device": "custom", "tcp": "10.0.0.1:502",
              "custom": { "registers": [ { "quantity": "power", "function": 4, "address": 52, "type": "float32", "order": "CDAB", "scale": -1 } ] } }
            """)).Custom!;

        Assert.Equal(("custom device", "meter", 3, 125, 0, true), (custom.Name, custom.Kind, custom.Phases, custom.MostPerRead, custom.MostGap, custom.HasDirection));
        Assert.Equal(new CustomRegisterSettings("power", "total", 4, 52, "float32", "CDAB", -1), Assert.Single(custom.Registers));
    }

    [Fact]
    public void All_that_is_wrong_in_a_description_is_told_at_once_each_at_its_key()
    {
        ConfigurationReading reading = Read(
            """
            { "role": "grid", "device": "custom", "tcp": "10.0.0.1:502",
              "custom": {
                "kind": "kettle", "phases": 1, "mostPerRead": 0,
                "registers": [
                  { "quantity": "watts", "address": 65535, "type": "int32" },
                  7,
                  { "quantity": "power", "phase": "L2", "function": 5, "address": "0x34", "type": "int16", "scale": 0, "wordOrder": "big" } ] } }
            """);

        Assert.Equal(
            [
                "meters[0].custom.kind", "meters[0].custom.mostPerRead", "meters[0].custom.registers[0].address", "meters[0].custom.registers[0].quantity",
                "meters[0].custom.registers[1]", "meters[0].custom.registers[2].address",
                "meters[0].custom.registers[2].function", "meters[0].custom.registers[2].phase", "meters[0].custom.registers[2].scale",
                "meters[0].custom.registers[2].wordOrder",
            ],
            reading.Errors.Select(e => e.Key).Order(StringComparer.Ordinal));
        Assert.Contains(reading.Errors, e => e.ToString() == "meters[0].custom.kind = \"kettle\": must be one of meter, inverter, battery");
    }

    public static TheoryData<string, string, string, string> Misfits => new()
    {
        { "a description without its device", """{ "role": "grid", "device": "sdm630", "tcp": "a:1", "custom": { "registers": [ { "quantity": "power", "address": 0, "type": "int16" } ] } }""", "meters[0].custom", "yet device is \"sdm630\"" },
        { "a custom device without a description", """{ "role": "grid", "device": "custom", "tcp": "a:1" }""", "meters[0].custom", "what the device measures and where" },
        { "three phases of a single-phase device", """{ "role": "solar", "device": "sdm120", "tcp": "a:1", "wiring": { "phases": "L2,L3,L1" } }""", "meters[0].wiring.phases", "has one phase" },
        { "one phase of a three-phase device", """{ "role": "grid", "device": "sdm630", "tcp": "a:1", "wiring": { "phases": "L2" } }""", "meters[0].wiring.phases", "has 3 phases" },
        { "two phases", """{ "role": "grid", "device": "sunspec", "tcp": "a:1", "wiring": { "phases": "L1,L2" } }""", "meters[0].wiring.phases", "each once" },
        { "a clamp on a phase the meter is not on", """{ "role": "solar", "device": "sdm120", "tcp": "a:1", "wiring": { "phases": "L2", "reversed": "L1" } }""", "meters[0].wiring.reversed", "it is on L2" },
        { "two speeds on one line", """{ "role": "grid", "device": "sdm630", "serial": "/dev/rs485" }, { "role": "battery", "device": "sdm120", "serial": "/dev/rs485", "unitId": 2 }""", "meters[1].serial", "2400 8N1 here and at 9600 8N1 for grid-1" },
        { "two parities on one line", """{ "role": "grid", "device": "sdm630", "serial": "/dev/rs485" }, { "role": "battery", "device": "sdm120", "serial": "/dev/rs485", "unitId": 2, "baud": 9600, "format": "8E1" }""", "meters[1].baud", "9600 8E1 here" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_together_is_told(string what, string meters, string key, string told)
    {
        ConfigurationError error = Assert.Single(Read(meters).Errors);

        Assert.True(error.Key == key, $"{what}: {error}");
        Assert.Contains(told, error.WhatWouldBeRight, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phase_the_connection_does_not_have_does_not_fit()
    {
        ConfigurationError error = Assert.Single(Read("""{ "role": "solar", "device": "sdm120", "tcp": "a:1", "wiring": { "phases": "L2" } }""", phases: 1).Errors);

        Assert.Contains("grid.phases is 1", error.WhatWouldBeRight, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Odd => new()
    {
        { """{ "role": "solar", "device": "sdm120", "tcp": "a:1" }""", "meters[0].wiring.phases", "taken to be the grid's L1" },
        { """{ "role": "grid", "device": "sdm630", "tcp": "a:1", "wiring": { "direction": "import" } }""", "meters[0].wiring.direction", "tells it itself" },
        { """{ "role": "chargePoint", "device": "pzem-016", "tcp": "a:1", "wiring": { "phases": "L1", "reversed": "L1" } }""", "meters[0].wiring.reversed", "say direction instead" },
        { """{ "role": "solar", "device": "sdm630", "tcp": "a:1", "unitId": 2 }, { "role": "solar", "device": "sdm630", "tcp": "a:1", "unitId": 2 }""", "meters[1].unitId", "counted twice" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void What_works_but_is_odd_is_a_warning(string meters, string key, string told)
    {
        ConfigurationReading reading = Read(meters);

        Assert.Empty(reading.Errors);
        ConfigurationError warning = Assert.Single(reading.Warnings);
        Assert.Equal(key, warning.Key);
        Assert.Contains(told, warning.WhatWouldBeRight, StringComparison.Ordinal);
    }

    private static MeterSettings[] Meters(string meters)
    {
        ConfigurationReading reading = Read(meters);
        Assert.Empty(reading.Errors);
        Assert.Empty(reading.Warnings);
        return [.. reading.Configuration!.Meters];
    }

    private static ConfigurationReading Read(string meters, int phases = 3) => Files.Read(
        $$"""{ "siteId": "a", "grid": { "phases": {{phases}} }, "meters": [ {{meters}} ] }""",
        Surroundings.ThisMachine with { KnowsTimeZone = _ => true, HasZoneData = true });
}
