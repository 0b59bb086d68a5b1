using System.Text.Json;
using Stekker.Edge.Cli;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Tests.Cli.Meters;

public sealed class ScanTests
{
    [Fact]
    public async Task A_unit_behind_a_gateway_is_proposed_with_the_line_to_paste()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [5] = MeterStand.Bank("sdm630"), IsGateway = true });

        Said said = await shell.RunAsync("meter", "scan", "--tcp", server.Peer(), "--from", "4", "--to", "6");

        Assert.Equal(0, said.Code);
        Assert.Contains($"unit 5 on {server.Peer()}: ", said.Out, StringComparison.Ordinal);
        Assert.Contains($$"""{ "role": "grid", "device": "sdm630", "tcp": "{{server.Peer()}}", "unitId": 5 }""", said.Out, StringComparison.Ordinal);
        Assert.Contains("1 unit found", said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("looked at", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_to_paste_is_one_the_configuration_takes()
    {
        using Shell shell = new();
        using PseudoTerminal line = PseudoTerminal.Create(out string? none) ?? throw new InvalidOperationException(none);
        await using ModbusLineServer server = new(new ModbusUnits { [2] = MeterStand.Bank("sdm630") }, line, TimeProvider.System);

        using JsonDocument said = JsonDocument.Parse(await shell.OutAsync(
            "meter", "scan", "--serial", line.Path, "--baud", "19200", "--format", "8E1", "--from", "2", "--to", "2", "--timeout-ms", "2000", "--json"));

        JsonElement found = Assert.Single(said.RootElement.GetProperty("found").EnumerateArray());
        Assert.Equal("sdm630", found.GetProperty("proposals")[0].GetProperty("device").GetString());
        string entry = found.GetProperty("configuration").GetString()!;
        ConfigurationReading read = ConfigurationReading.Read(System.Text.Encoding.UTF8.GetBytes(
            $$"""{ "siteId": "here", "timeZone": "Europe/Lisbon", "grid": { "phases": 3, "voltageV": 230, "fuseA": 63, "gtvKw": 40 }, "meters": [{{entry}}] }"""));
        Assert.Empty(read.Errors);
        MeterSettings meter = Assert.Single(read.Configuration!.Meters);
        Assert.Equal(("sdm630", 2), (meter.Device, meter.UnitId));
        Assert.Equal(new MeterLine.Serial(line.Path, 19200, 8, SerialParity.Even, 1), meter.Line);
    }

    [Fact]
    public async Task Whoever_watches_sees_how_far_it_is()
    {
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [1] = MeterStand.Bank("sdm630"), IsGateway = true });
        using StringWriter output = new();
        using StringWriter error = new();
        Terminal terminal = new(TextReader.Null, output, error, _ => null, watched: true);

        await CommandLine.RunAsync(["meter", "scan", "--tcp", server.Peer(), "--to", "3"], terminal, CancellationToken.None);

        Assert.Contains($"{server.Peer()}: unit 3 looked at, 3 of 3", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', output.ToString());
    }

    [Fact]
    public async Task An_empty_line_says_what_to_check()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { IsGateway = true });

        Said said = await shell.RunAsync("meter", "scan", "--tcp", server.Peer(), "--to", "2");

        Assert.Equal(1, said.Code);
        Assert.Contains($"no unit from 1 to 2 answers on {server.Peer()}: check the unit ids", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_not_there_is_named_once()
    {
        using Shell shell = new();

        Said said = await shell.RunAsync("meter", "scan", "--serial", "/dev/rs485-that-is-not-there");

        Assert.Equal(1, said.Code);
        Assert.Equal(2, said.Error.Split("does not exist").Length);
    }
}
