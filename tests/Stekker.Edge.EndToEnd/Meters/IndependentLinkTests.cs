using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.EndToEnd.Meters;

/// <summary>The Modbus library itself with another's at the other end of the line.</summary>
public sealed class IndependentLinkTests
{
    [Fact]
    public async Task Several_units_on_one_serial_line_each_answer_for_themselves()
    {
        await using SerialCable cable = await SerialCable.PlugAsync();
        await using ModbusPeer peer = new();
        foreach (int unit in (int[])[1, 2, 247])
        {
            await peer.PutAsync(unit, "holding", 10, "int32", "CDAB", -1000 * unit);
        }

        await peer.ServeSerialAsync(cable.MeterEnd);
        using ModbusBus bus = new MeterAddress.SerialLine(new(cable.OurEnd, 9600, SerialFormat.EightNoneOne)).Open(TimeProvider.System);

        // All at once: the bus gives the turns.
        ModbusReply[] replies = await Task.WhenAll(new byte[] { 247, 1, 2, 1 }.Select(u => bus.AskAsync(u, ModbusRequest.ReadHolding(10, 2), Patience.Limit).AsTask()));

        Assert.Equal([-247_000, -1000, -2000, -1000], replies.Select(Int32));
    }

    [Fact]
    public async Task A_late_answer_is_not_taken_for_the_next_questions()
    {
        await using ModbusPeer peer = new();
        await peer.PutAsync(1, "holding", 10, "uint16", "ABCD", 111, 222);
        using ModbusBus bus = new MeterAddress.Tcp("127.0.0.1", await peer.ServeTcpAsync()).Open(TimeProvider.System);
        await peer.HoldAsync(1);

        ModbusReply late = await bus.AskAsync(1, ModbusRequest.ReadHolding(10, 1), TimeSpan.FromMilliseconds(50));
        await peer.ReleaseAsync(1);
        ModbusReply next = await bus.AskAsync(1, ModbusRequest.ReadHolding(11, 1), Patience.Limit);

        Assert.Equal(Silence.Nothing, Assert.IsType<ModbusReply.NoAnswer>(late).Why);
        Assert.Equal(222, Assert.Single(Assert.IsType<ModbusReply.Registers>(next).Values));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("rtuOverTcp")]
    [InlineData("serial")]
    public async Task Our_server_is_understood_by_their_client(string way)
    {
        RegisterBank bank = new();
        bank.Put(RegisterTable.Input, 0, 1, 0x8000, 0xFFFF);
        ModbusUnits units = new() { [5] = bank };
        await using SerialCable? cable = way == "serial" ? await SerialCable.PlugAsync() : null;
        await using ModbusTcpServer tcp = new(units, new(System.Net.IPAddress.Loopback, 0), TimeProvider.System, way == "rtuOverTcp");
        await using ModbusLineServer? line = cable is null ? null : await OnAsync(cable.MeterEnd, units);
        await using ModbusPeer client = new();
        await client.ConnectAsync(way, cable is null ? tcp.Endpoint.Port : cable.OurEnd);

        int[] all = await client.AskAsync(5, "readInputRegisters", 0, 3);
        int[] beyond = await client.AskAsync(5, "readInputRegisters", 0, 4);

        Assert.Equal([1, 0x8000, 0xFFFF], all);
        Assert.Equal([-(int)ExceptionCode.IllegalDataAddress], beyond);
    }

    private static async Task<ModbusLineServer> OnAsync(string path, ModbusUnits units)
    {
        SerialChannel port = new(new(path, 9600, SerialFormat.EightNoneOne));
        Assert.Null(await port.OpenAsync(CancellationToken.None));
        return new ModbusLineServer(units, port, TimeProvider.System);
    }

    private static int Int32(ModbusReply reply)
    {
        var words = Assert.IsType<ModbusReply.Registers>(reply).Values;
        return (words[1] << 16) | words[0];
    }
}
