using System.Net;
using System.Net.Sockets;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Links;

/// <summary>Over real loopback sockets.</summary>
public sealed class TcpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_function_works(bool rtu)
    {
        RegisterBank bank = Site.Counting(3);
        bank.Put(RegisterTable.Input, 7, 4711);
        bank.PutCoil(0, true);
        bank.PutCoil(1, false);
        bank.PutDiscrete(4, true);
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { [3] = bank }, rtu);
        using ModbusBus bus = Site.Connect(server, rtu);

        Assert.Equal([0x0304, 0x0305], Site.Words(await bus.ReadHoldingAsync(3, 4, 2)));
        Assert.Equal([4711], Site.Words(await bus.ReadInputAsync(3, 7, 1)));
        Assert.IsType<ModbusReply.Written>(await bus.WriteAsync(3, 4, [1, 2]));
        Assert.IsType<ModbusReply.Written>(await bus.AskAsync(3, ModbusRequest.WriteRegister(6, 9)));
        Assert.IsType<ModbusReply.Written>(await bus.AskAsync(3, ModbusRequest.WriteCoil(0, false)));
        Assert.IsType<ModbusReply.Written>(await bus.AskAsync(3, ModbusRequest.WriteCoils(0, [true, true])));
        Assert.Equal(new ModbusReply.Bits([true, true]), await bus.AskAsync(3, ModbusRequest.ReadCoils(0, 2)));
        Assert.Equal(new ModbusReply.Bits([true]), await bus.AskAsync(3, ModbusRequest.ReadDiscreteInputs(4, 1)));
        Assert.Equal([1, 2, 9], Site.Words(await bus.ReadHoldingAsync(3, 4, 3)));
        Assert.Equal(ExceptionCode.IllegalDataAddress, Assert.IsType<ModbusReply.Refused>(await bus.ReadHoldingAsync(3, 500, 1)).Code);
    }

    [Fact]
    public async Task A_gateway_that_hangs_up_between_polls_is_connected_to_again()
    {
        int asked = 0;
        ModbusUnits units = new() { [1] = Site.Counting(1), Faults = (_, _) => asked++ == 1 ? new Fault.Hangup() : null };
        await using ModbusTcpServer server = Site.Serve(units);
        using ModbusBus bus = Site.Connect(server);

        Assert.IsType<ModbusReply.Registers>(await bus.ReadHoldingAsync(1, 0, 1));
        Assert.IsType<ModbusReply.Registers>(await bus.ReadHoldingAsync(1, 0, 1));
    }

    [Fact]
    public async Task A_gateways_silence_about_a_unit_is_told_in_words()
    {
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { IsGateway = true });
        using ModbusBus bus = Site.Connect(server);

        ModbusReply reply = await bus.ReadHoldingAsync(3, 0, 1);

        Assert.Equal("the gateway got no answer from unit 3: check wiring A/B, unit id, speed and parity", ReplyWords.Of(reply, 3, bus.IsSerial));
    }

    [Fact]
    public async Task A_port_nobody_listens_on_is_refused_in_words()
    {
        using Socket nobody = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using ModbusBus bus = new MeterAddress.Tcp("127.0.0.1", ((IPEndPoint)nobody.LocalEndPoint!).Port).Open(TimeProvider.System);

        LinkFault fault = Assert.IsType<ModbusReply.LinkDown>(await bus.ReadHoldingAsync(1, 0, 1)).Fault;

        Assert.Equal(LinkFaultKind.Refused, fault.Kind);
        Assert.Contains("refuses the connection", fault.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.168.1.50:1502", "192.168.1.50", 1502)]
    [InlineData("meter.lan", "meter.lan", 502)]
    [InlineData("[fe80::1]:503", "fe80::1", 503)]
    [InlineData("fe80::1", "fe80::1", 502)]
    public void An_address_is_understood(string text, string host, int port) => Assert.Equal((host, port), MeterAddress.ParseHost(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData(":502")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:abc")]
    [InlineData("ho st:502")]
    public void A_bad_address_is_told_with_what_would_be_right(string text)
    {
        Assert.Null(MeterAddress.ParseHost(text, out string? error));
        Assert.Contains("502", error, StringComparison.Ordinal);
    }
}
