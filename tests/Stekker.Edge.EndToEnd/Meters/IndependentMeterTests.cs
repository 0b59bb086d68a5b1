using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Meters;

/// <summary>
/// "meter read" against meters made of another's Modbus library. Addresses and scales here are written from the makers' tables, not taken
/// from the catalogue.
/// </summary>
public sealed class IndependentMeterTests
{
    [Fact]
    public async Task Floats_with_the_high_word_first_are_read()
    {
        await using ModbusPeer peer = new();
        await Sdm630Async(peer, unit: 3);

        JsonElement reading = await ReadAsync("--device", "sdm630", "--tcp", $"127.0.0.1:{await peer.ServeTcpAsync()}", "--unit", "3");

        AssertSdm630(reading);
    }

    [Fact]
    public async Task Floats_with_the_low_word_first_are_read()
    {
        await using ModbusPeer peer = new();
        await peer.ZeroAsync(1, "input", 1000, 200);
        await peer.PutAsync(1, "input", 1013, "float", "CDAB", -1840.5);
        for (int i = 0; i < 3; i++)
        {
            await peer.PutAsync(1, "input", 1020 + (20 * i), "float", "CDAB", 229.5 + i, 2.5, -613.5);
        }

        await peer.PutAsync(1, "input", 1162, "float", "CDAB", 12_345, 678);

        JsonElement reading = await ReadAsync("--device", "shelly-pro-3em", "--tcp", $"127.0.0.1:{await peer.ServeTcpAsync()}");

        AssertPhases(reading, (229.5m, -2.5m, -614), (230.5m, -2.5m, -614), (231.5m, -2.5m, -614));
        Assert.Equal((-1840, 12_345, 678), (Long(reading, "powerW"), Long(reading, "importEnergyWh"), Long(reading, "exportEnergyWh")));
    }

    [Fact]
    public async Task Signed_32_bit_numbers_with_the_low_word_first_are_read_and_what_the_device_lacks_is_done_without()
    {
        // Carlo Gavazzi EM340; export per phase does not exist on it.
        await using ModbusPeer peer = new();
        await peer.PutAsync(1, "input", 0x00, "int32", "CDAB", 2301, 2312, 2323);
        await peer.ZeroAsync(1, "input", 0x06, 6);
        await peer.PutAsync(1, "input", 0x0C, "int32", "CDAB", 10_000, 12_000, 8_000, 23_000, -27_700, 18_400);
        await peer.ZeroAsync(1, "input", 0x18, 0x38);
        await peer.PutAsync(1, "input", 0x28, "int32", "CDAB", 13_700);
        await peer.PutAsync(1, "input", 0x33, "int16", "ABCD", 500);
        await peer.PutAsync(1, "input", 0x34, "int32", "CDAB", 12_345);
        await peer.PutAsync(1, "input", 0x4E, "int32", "CDAB", 678);

        JsonElement reading = await ReadAsync("--device", "em340", "--tcp", $"127.0.0.1:{await peer.ServeTcpAsync()}");

        AssertPhases(reading, (230.1m, 10, 2300), (231.2m, -12, -2770), (232.3m, 8, 1840));
        Assert.Equal((1370, 1_234_500, 67_800), (Long(reading, "powerW"), Long(reading, "importEnergyWh"), Long(reading, "exportEnergyWh")));
        Assert.Equal(50m, reading.GetProperty("frequencyHz").GetDecimal());
    }

    [Fact]
    public async Task Unsigned_and_64_bit_numbers_in_holding_registers_are_read()
    {
        // ABB B23.
        await using ModbusPeer peer = new();
        await peer.PutAsync(1, "holding", 0x5B00, "uint32", "ABCD", 2301, 2312, 2323);
        await peer.PutAsync(1, "holding", 0x5B0C, "uint32", "ABCD", 1000, 1200, 800);
        await peer.PutAsync(1, "holding", 0x5B14, "int32", "ABCD", -137_000, 230_000, -277_000, -90_000);
        await peer.PutAsync(1, "holding", 0x5B2C, "uint16", "ABCD", 4998);
        await peer.PutAsync(1, "holding", 0x5000, "uint64", "ABCD", 5_000_000_000);
        await peer.PutAsync(1, "holding", 0x5004, "uint64", "ABCD", 6_780);

        JsonElement reading = await ReadAsync("--device", "abb-b23", "--tcp", $"127.0.0.1:{await peer.ServeTcpAsync()}");

        AssertPhases(reading, (230.1m, 10, 2300), (231.2m, -12, -2770), (232.3m, -8, -900));
        Assert.Equal((-1370, 50_000_000_000, 67_800), (Long(reading, "powerW"), Long(reading, "importEnergyWh"), Long(reading, "exportEnergyWh")));
        Assert.Equal(49.98m, reading.GetProperty("frequencyHz").GetDecimal());
    }

    [Fact]
    public async Task A_SunSpec_inverter_is_found_by_its_chain_with_its_scale_factors()
    {
        // Common model of 65 registers, so that the inverter's model 103 begins at 40069.
        await using ModbusPeer peer = new();
        await peer.TextAsync(1, 40000, 2, "SunS");
        await peer.PutAsync(1, "holding", 40002, "uint16", "ABCD", 1, 65);
        await peer.ZeroAsync(1, "holding", 40004, 65);
        await peer.TextAsync(1, 40004, 16, "Sunny Maker");
        await peer.TextAsync(1, 40020, 16, "Roof 8k");
        await peer.PutAsync(1, "holding", 40069, "uint16", "ABCD", 103, 50);
        await peer.ZeroAsync(1, "holding", 40071, 50);
        await peer.PutAsync(1, "holding", 40071, "int16", "ABCD", 2280, 760, 755, 765, -2);
        await peer.PutAsync(1, "holding", 40079, "int16", "ABCD", 2301, 2312, 2323, -1);
        await peer.PutAsync(1, "holding", 40083, "int16", "ABCD", 523, 1, 5002, -2);
        await peer.PutAsync(1, "holding", 40093, "uint32", "ABCD", 1234);
        await peer.PutAsync(1, "holding", 40095, "int16", "ABCD", 3);
        await peer.PutAsync(1, "holding", 40121, "uint16", "ABCD", 0xFFFF, 0);

        JsonElement reading = await ReadAsync("--device", "sunspec", "--role", "solar", "--tcp", $"127.0.0.1:{await peer.ServeTcpAsync()}");

        Assert.Equal("Sunny Maker Roof 8k", reading.GetProperty("name").GetString());
        Assert.Equal((5230, 1_234_000), (Long(reading, "powerW"), Long(reading, "exportEnergyWh")));
        Assert.Equal(50.02m, reading.GetProperty("frequencyHz").GetDecimal());
        AssertPhases(reading, (230.1m, 7.6m, null), (231.2m, 7.6m, null), (232.3m, 7.6m, null));
    }

    [Fact]
    public async Task A_custom_device_is_read_as_the_configuration_describes_it()
    {
        await using ModbusPeer peer = new();
        await peer.PutAsync(7, "holding", 100, "int16", "ABCD", -123);
        await peer.PutAsync(7, "holding", 200, "double", "CDAB", 98_765.4321);
        using Site site = new();
        site.Configuration["meters"] = new JsonArray(JsonNode.Parse($$"""
            { "role": "building", "device": "custom", "tcp": "127.0.0.1:{{await peer.ServeTcpAsync()}}", "unitId": 7,
              "custom": { "name": "Odd meter", "registers": [
                { "quantity": "power", "address": 100, "type": "int16", "scale": -10 },
                { "quantity": "importEnergy", "address": 200, "type": "float64", "order": "CDAB", "scale": 1000 } ] } }
            """));
        site.Write();

        JsonElement reading = await ReadAsync("--config", site.ConfigurationFile);

        Assert.Equal("Odd meter", reading.GetProperty("name").GetString());
        Assert.Equal((1230, 98_765_432), (Long(reading, "powerW"), Long(reading, "importEnergyWh")));
    }

    [Fact]
    public async Task A_serial_line_is_read_by_RTU()
    {
        await using SerialCable cable = await SerialCable.PlugAsync();
        await using ModbusPeer peer = new();
        await Sdm630Async(peer, unit: 12);
        await peer.ServeSerialAsync(cable.MeterEnd);

        JsonElement reading = await ReadAsync("--device", "sdm630", "--serial", cable.OurEnd, "--unit", "12", "--timeout-ms", "10000");

        AssertSdm630(reading);
    }

    [Fact]
    public async Task A_serial_to_Ethernet_converter_is_read_by_RTU_over_TCP()
    {
        int port = Ports.Free();
        await using SerialCable cable = await SerialCable.ConvertAsync(port);
        await using ModbusPeer peer = new();
        await Sdm630Async(peer, unit: 12);
        await peer.ServeSerialAsync(cable.MeterEnd);

        JsonElement reading = await ReadAsync("--device", "sdm630", "--rtu-over-tcp", $"127.0.0.1:{port}", "--unit", "12", "--timeout-ms", "10000");

        AssertSdm630(reading);
    }

    [Theory]
    [InlineData(1, "has none of the registers of Eastron SDM630 v2: wrong device type, or wrong unit id")]
    [InlineData(2, "has none of the registers of Eastron SDM630 v2: wrong device type, or wrong unit id")]
    [InlineData(3, "has none of the registers of Eastron SDM630 v2: wrong device type, or wrong unit id")]
    [InlineData(4, "unit 3 reports a failure of its own: power-cycle the device")]
    [InlineData(5, "unit 3 accepted the request but needs long to carry it out")]
    [InlineData(6, "unit 3 is busy: something else asks it at the same time")]
    [InlineData(7, "unit 3 cannot carry out the request")]
    [InlineData(8, "unit 3 reports damaged memory")]
    [InlineData(10, "the gateway has no path to unit 3")]
    [InlineData(11, "the gateway got no answer from unit 3: check wiring A/B")]
    [InlineData(99, "unit 3 answers with exception 99, which Modbus does not define")]
    public async Task An_exception_is_told_in_words(int code, string told)
    {
        await using ModbusPeer peer = new();
        await Sdm630Async(peer, unit: 3);
        await peer.AnswerAllWithAsync(3, code);

        CliResult result = await Cli.BareAsync("meter", "read", "--device", "sdm630", "--tcp", $"127.0.0.1:{await peer.ServeTcpAsync()}", "--unit", "3", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(told, result.Err, StringComparison.Ordinal);
        Assert.Contains(told, result.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_unit_id_is_told_in_words()
    {
        await using ModbusPeer peer = new();
        await Sdm630Async(peer, unit: 3);

        CliResult result = await Cli.BareAsync("meter", "read", "--device", "sdm630", "--tcp", $"127.0.0.1:{await peer.ServeTcpAsync()}", "--unit", "9", "--timeout-ms", "100");

        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.Contains("connected, but unit 9 does not answer: check the unit id", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_meter_is_waited_for()
    {
        await using ModbusPeer peer = new();
        await Sdm630Async(peer, unit: 3);
        int port = await peer.ServeTcpAsync();
        await peer.HoldAsync(3);

        Task<JsonElement> reading = ReadAsync("--device", "sdm630", "--tcp", $"127.0.0.1:{port}", "--unit", "3", "--timeout-ms", "60000");
        await peer.HeldAsync();
        await peer.ReleaseAsync(3);

        AssertSdm630(await reading);
    }

    [Fact]
    public async Task A_port_another_program_has_is_named_with_that_program()
    {
        await using SerialCable cable = await SerialCable.PlugAsync();
        await using ModbusPeer peer = new();
        await peer.ServeSerialAsync(cable.MeterEnd);

        CliResult result = await Cli.BareAsync("meter", "read", "--device", "sdm630", "--serial", cable.MeterEnd);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{cable.MeterEnd} is in use by ", result.Err, StringComparison.Ordinal);
        Assert.Contains($"(process {peer.ProcessId})", result.Err, StringComparison.Ordinal);
    }

    /// <summary>Eastron SDM630: input registers, floats, two registers each.</summary>
    private static async Task Sdm630Async(ModbusPeer peer, int unit)
    {
        await peer.ZeroAsync(unit, "input", 0, 0x170);
        await peer.PutAsync(unit, "input", 0x00, "float", "ABCD", 230.1, 231.2, 232.3, 10, 12, 8, 2300, -2770, 1840);
        await peer.PutAsync(unit, "input", 0x34, "float", "ABCD", 1370);
        await peer.PutAsync(unit, "input", 0x46, "float", "ABCD", 50.02, 1234.5, 67.8);
    }

    private static void AssertSdm630(JsonElement reading)
    {
        AssertPhases(reading, (230.1m, 10, 2300), (231.2m, -12, -2770), (232.3m, 8, 1840));
        Assert.Equal((1370, 1_234_500, 67_800), (Long(reading, "powerW"), Long(reading, "importEnergyWh"), Long(reading, "exportEnergyWh")));
        Assert.Equal(50.02m, reading.GetProperty("frequencyHz").GetDecimal());
        Assert.Equal("good", reading.GetProperty("verdict").GetProperty("level").GetString());
    }

    private static void AssertPhases(JsonElement reading, params (decimal? Volts, decimal? Amperes, decimal? Watts)[] expected) => Assert.Equal(
        expected,
        reading.GetProperty("phases").EnumerateArray().Select(p => (Number(p, "voltageV"), Number(p, "currentA"), Number(p, "powerW"))));

    private static decimal? Number(JsonElement e, string name) => e.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    private static long Long(JsonElement e, string name) => e.GetProperty(name).GetInt64();

    private static async Task<JsonElement> ReadAsync(params string[] arguments)
    {
        CliResult result = await Cli.BareAsync(["meter", "read", .. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Json;
    }
}
