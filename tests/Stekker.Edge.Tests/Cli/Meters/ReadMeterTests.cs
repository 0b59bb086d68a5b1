using System.Text.Json;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.Tests.Cli.Meters;

public sealed class ReadMeterTests
{
    [Fact]
    public async Task A_reading_has_values_per_phase_with_units_and_a_verdict()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [1] = MeterStand.Bank("sdm630") });

        string said = await shell.OutAsync("meter", "read", "--device", "sdm630", "--tcp", server.Peer(), "--unit", "1");

        Assert.Contains($"Eastron SDM630 v2 on {server.Peer()}, unit 1, read as grid", said, StringComparison.Ordinal);
        Assert.Contains("Voltage  230.1 V  231.1 V  232.1 V", said, StringComparison.Ordinal);
        Assert.Contains("Current   10.0 A   12.0 A    8.0 A", said, StringComparison.Ordinal);
        Assert.Contains("Power     2300 W   2770 W   1840 W  6910 W", said, StringComparison.Ordinal);
        Assert.Contains("1234.500 kWh", said, StringComparison.Ordinal);
        Assert.Contains("50.02 Hz", said, StringComparison.Ordinal);
        Assert.Contains("Verdict: good", said, StringComparison.Ordinal);
        Assert.DoesNotContain("~", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [7] = MeterStand.Bank("sdm630") }, rtu: true);

        using JsonDocument said = JsonDocument.Parse(await shell.OutAsync(
            "meter", "read", "--device", "SDM630", "--rtu-over-tcp", server.Peer(), "--unit", "7", "--role", "building", "--json"));

        JsonElement reading = said.RootElement;
        Assert.Equal("sdm630", reading.GetProperty("device").GetString());
        Assert.Equal("building", reading.GetProperty("role").GetString());
        Assert.Equal(7, reading.GetProperty("unitId").GetInt32());
        Assert.Equal(6910, reading.GetProperty("powerW").GetInt64());
        Assert.Equal(231.1m, reading.GetProperty("phases")[1].GetProperty("voltageV").GetDecimal());
        Assert.Equal(50.02m, reading.GetProperty("frequencyHz").GetDecimal());
        Assert.Equal(1_234_500, reading.GetProperty("importEnergyWh").GetInt64());
        Assert.Equal(JsonValueKind.Null, reading.GetProperty("stateOfChargePercent").ValueKind);
        Assert.Equal("good", reading.GetProperty("verdict").GetProperty("level").GetString());
    }

    [Fact]
    public async Task A_serial_line_has_the_devices_factory_settings_where_none_are_said()
    {
        using Shell shell = new();
        using PseudoTerminal line = PseudoTerminal.Create(out string? none) ?? throw new InvalidOperationException(none);
        await using ModbusLineServer server = new(new ModbusUnits { [1] = MeterStand.Bank("sdm120") }, line, TimeProvider.System);

        string said = await shell.OutAsync("meter", "read", "--device", "sdm120", "--serial", line.Path, "--timeout-ms", "5000");

        Assert.Contains($"on {line.Path} 2400 8N1, unit 1", said, StringComparison.Ordinal);
        Assert.Contains("Power     2300 W  2300 W", said, StringComparison.Ordinal);
        Assert.DoesNotContain("L2", said, StringComparison.Ordinal);

        string other = await shell.OutAsync("meter", "read", "--device", "sdm120", "--serial", line.Path, "--baud", "9600", "--format", "8E1", "--timeout-ms", "5000");

        Assert.Contains($"on {line.Path} 9600 8E1, unit 1", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_power_without_direction_is_marked_as_an_estimate()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [1] = MeterStand.Bank("pzem-016") });

        string said = await shell.OutAsync("meter", "read", "--device", "pzem-016", "--tcp", server.Peer());

        Assert.Contains("~2300 W", said, StringComparison.Ordinal);
        Assert.Contains("\"~\" is an estimate", said, StringComparison.Ordinal);
        Assert.Contains("Verdict: usable, with what to know", said, StringComparison.Ordinal);
        Assert.Contains("unfit as a grid meter", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_right_is_told_in_the_installers_words()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [1] = MeterStand.Bank("sdm630", volts: 3) });

        string said = await shell.OutAsync("meter", "read", "--device", "sdm630", "--tcp", server.Peer());
        using JsonDocument json = JsonDocument.Parse(await shell.OutAsync("meter", "read", "--device", "sdm630", "--tcp", server.Peer(), "--json"));

        Assert.Contains("Verdict: not right yet", said, StringComparison.Ordinal);
        Assert.Contains("the meter's voltage tap for L1 is not connected", said, StringComparison.Ordinal);
        JsonElement finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal("outOfRange", finding.GetProperty("kind").GetString());
        Assert.Equal("L1", finding.GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Repeated_it_goes_on_after_an_answer_that_does_not_come()
    {
        using Shell shell = new();
        ModbusUnits units = new() { [1] = MeterStand.Bank("sdm120") };
        int asked = 0;
        units.Faults = (_, _) => asked++ == 0 ? new Fault.Exception(ExceptionCode.DeviceFailure) : null;
        await using ModbusTcpServer server = MeterStand.Serve(units);

        Said said = await shell.RunAsync("meter", "read", "--device", "sdm120", "--tcp", server.Peer(), "--repeat", "2");

        Assert.Equal(1, said.Code);
        Assert.Contains("read as grid", said.Out, StringComparison.Ordinal);
        Assert.Contains("unit 1", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_unit_is_told_plainly()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { [1] = MeterStand.Bank("sdm630") });

        Said said = await shell.RunAsync("meter", "read", "--device", "sdm630", "--tcp", server.Peer(), "--unit", "9", "--timeout-ms", "50");

        Assert.Equal(1, said.Code);
        Assert.Equal("", said.Out);
        Assert.Contains("connected, but unit 9 does not answer: check the unit id", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_cannot_reach_the_unit_is_told_plainly()
    {
        using Shell shell = new();
        await using ModbusTcpServer server = MeterStand.Serve(new ModbusUnits { IsGateway = true });

        Said said = await shell.RunAsync("meter", "read", "--device", "sdm630", "--tcp", server.Peer(), "--unit", "9");

        Assert.Equal(1, said.Code);
        Assert.Contains("unit 9", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_told_plainly()
    {
        using Shell shell = new();
        string peer;
        await using (ModbusTcpServer gone = MeterStand.Serve(new ModbusUnits()))
        {
            peer = gone.Peer();
        }

        Said said = await shell.RunAsync("meter", "read", "--device", "sdm630", "--tcp", peer);
        Said serial = await shell.RunAsync("meter", "read", "--device", "sdm630", "--serial", "/dev/rs485-that-is-not-there");

        Assert.Equal((1, 1), (said.Code, serial.Code));
        Assert.Contains($"{peer} refuses the connection", said.Error, StringComparison.Ordinal);
        Assert.Contains("/dev/rs485-that-is-not-there does not exist", serial.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string[], string> Wrong => new()
    {
        { ["read", "--tcp", "h:1"], "meter read needs --device DEVICE" },
        { ["read", "--device", "smd630", "--tcp", "h:1"], "did you mean sdm630" },
        { ["read", "--device", "toaster", "--tcp", "h:1"], "\"meter list-devices\" shows all names" },
        { ["read", "--device", "sdm630"], "meter read needs a line: --tcp HOST:PORT" },
        { ["read", "--device", "sdm630", "--tcp", "h:1", "--serial", "/dev/x"], "meter read needs one line only" },
        { ["read", "--device", "sdm630", "--tcp", "h:99999"], "\"99999\" is no port" },
        { ["read", "--device", "sdm630", "--tcp", "h:1", "--baud", "9600"], "--baud is of a serial line" },
        { ["read", "--device", "sdm630", "--serial", "ttyUSB0"], "is no device path" },
        { ["read", "--device", "sdm630", "--serial", "/dev/x", "--baud", "fast"], "--baud 'fast'" },
        { ["read", "--device", "sdm630", "--serial", "/dev/x", "--format", "8X1"], "--format '8X1'" },
        { ["read", "--device", "sdm630", "--serial", "/dev/x", "--unit", "0"], "a whole number from 1 to 247" },
        { ["read", "--device", "sdm630", "--tcp", "h:1", "--unit", "256"], "a whole number from 0 to 255" },
        { ["read", "--device", "sdm630", "--tcp", "h:1", "--role", "sun"], "--role 'sun': it is grid, solar" },
        { ["read", "--device", "sdm630", "--tcp", "h:1", "--repeat", "0"], "--repeat '0'" },
        { ["scan"], "meter scan needs a line" },
        { ["scan", "--tcp", "h:1", "--from", "9", "--to", "3"], "--from 9 lies behind --to 3" },
        { ["scan", "--tcp", "h:1", "--to", "248"], "--to '248'" },
        { ["lst-devices"], "did you mean 'meter list-devices'?" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Used_wrongly(string[] arguments, string says)
    {
        using Shell shell = new();

        Said said = await shell.RunAsync(["meter", .. arguments]);

        Assert.Equal(2, said.Code);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
        Assert.Equal("", said.Out);
    }
}
