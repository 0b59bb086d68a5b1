using System.Text.Json;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Tests.Cli.Meters;

/// <summary>A meter read as the site's configuration has it.</summary>
public sealed class ConfiguredMeterTests
{
    [Fact]
    public async Task A_custom_device_is_read_by_its_description_with_its_wiring()
    {
        using Shell shell = new();
        RegisterBank bank = new();
        Put(bank, 12, 3.5);
        Put(bank, 14, -2);
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [9] = bank });
        string file = Configuration(
            shell,
            $$"""
            { "id": "panel", "role": "building", "device": "custom", "tcp": "{{server.Peer()}}", "unitId": 9, "wiring": { "phases": "L2,L3,L1", "ratio": 40, "reversed": "L3" },
              "custom": { "name": "Panel meter", "registers": [
                { "quantity": "power", "phase": "L1", "function": 4, "address": 12, "type": "float32", "scale": 10 },
                { "quantity": "power", "phase": "L2", "function": 4, "address": 14, "type": "float32", "scale": 10 } ] } }
            """);

        using JsonDocument said = JsonDocument.Parse(await shell.OutAsync("meter", "read", "--config", file, "--json"));

        Assert.Equal(("custom", "Panel meter", "building"), (said.RootElement.GetProperty("device").GetString(), said.RootElement.GetProperty("name").GetString(), said.RootElement.GetProperty("role").GetString()));
        Assert.Equal(
            [("L2", 1400), ("L3", 800)],
            said.RootElement.GetProperty("phases").EnumerateArray().Select(p => (p.GetProperty("phase").GetString()!, p.GetProperty("powerW").GetInt32())));
    }

    [Fact]
    public async Task One_of_several_is_named_by_its_id()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [1] = MeterStand.Bank("sdm630"), [2] = MeterStand.Bank("sdm120") });
        string file = Configuration(
            shell,
            $$"""
            { "role": "grid", "device": "sdm630", "tcp": "{{server.Peer()}}" },
            { "role": "solar", "device": "sdm120", "tcp": "{{server.Peer()}}", "unitId": 2, "wiring": { "phases": "L3" } }
            """);

        string said = await shell.OutAsync("meter", "read", "--config", file, "--meter", "solar-1");

        Assert.Contains("unit 2, read as solar", said, StringComparison.Ordinal);
        Assert.Contains("L3", said, StringComparison.Ordinal);
        Assert.DoesNotContain("L1 ", said, StringComparison.Ordinal);
    }

    public static TheoryData<string[], string> Wrong => new()
    {
        { ["--config", "FILE"], "say which with --meter: the configuration has grid-1, solar-1" },
        { ["--config", "FILE", "--meter", "roof"], "--meter 'roof' is not among them: the configuration has grid-1, solar-1" },
        { ["--config", "FILE", "--meter", "grid-1", "--unit", "4"], "--unit does not go with --config: the file says it" },
        { ["--meter", "grid-1"], "say which file with --config" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Used_wrongly(string[] arguments, string told)
    {
        using Shell shell = new();
        string file = Configuration(shell, """{ "role": "grid", "device": "sdm630", "tcp": "a:1" }, { "role": "solar", "device": "sunspec", "tcp": "b:1" }""");

        Said said = await shell.RunAsync(["meter", "read", .. arguments.Select(a => a == "FILE" ? file : a)]);

        Assert.Equal(2, said.Code);
        Assert.Contains(told, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_a_failure_as_JSON_too()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { IsGateway = true });

        Said read = await shell.RunAsync("meter", "read", "--device", "sdm630", "--tcp", server.Peer(), "--unit", "9", "--json");
        Said scan = await shell.RunAsync("meter", "scan", "--tcp", server.Peer(), "--to", "2", "--json");

        Assert.Equal((1, 1), (read.Code, scan.Code));
        using JsonDocument failure = JsonDocument.Parse(read.Out);
        Assert.Equal(
            ("the gateway got no answer from unit 9: check wiring A/B, unit id, speed and parity", "sdm630", server.Peer(), 9),
            (
                failure.RootElement.GetProperty("error").GetString(),
                failure.RootElement.GetProperty("device").GetString(),
                failure.RootElement.GetProperty("line").GetString(),
                failure.RootElement.GetProperty("unitId").GetInt32()));
        using JsonDocument nothing = JsonDocument.Parse(scan.Out);
        Assert.StartsWith("no unit from 1 to 2 answers", Assert.Single(nothing.RootElement.GetProperty("errors").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    private static string Configuration(Shell shell, string meters) =>
        shell.Written("site.json", $$"""{ "siteId": "here", "timeZone": "Europe/Lisbon", "grid": { "fuseA": 63 }, "meters": [ {{meters}} ] }""");

    private static void Put(RegisterBank bank, int address, double value)
    {
        ushort[] words = new ushort[2];
        RegisterCodec.Encode(value, RegisterType.Float32, WordOrder.ABCD, words);
        bank.Put(RegisterTable.Input, address, words);
    }
}
