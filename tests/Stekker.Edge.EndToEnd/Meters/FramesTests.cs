using System.Net;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Server;

namespace Stekker.Edge.EndToEnd.Meters;

/// <summary>The same questions from our reader and from another's, to our server and to another's: byte for byte the same on the wire.</summary>
public sealed class FramesTests
{
    private const byte Unit = 3;
    private const int TransactionLength = 2;

    private static readonly (string Method, JsonNode[] Given, ModbusRequest Ours)[] Questions =
    [
        ("readHoldingRegisters", [4, 2], ModbusRequest.ReadHolding(4, 2)),
        ("readInputRegisters", [0, 125], ModbusRequest.ReadInput(0, 125)),
        ("readCoils", [0, 10], ModbusRequest.ReadCoils(0, 10)),
        ("writeRegister", [6, 0xBEEF], ModbusRequest.WriteRegister(6, 0xBEEF)),
        ("writeRegisters", [4, new JsonArray(1, 0x8000, 0xFFFF)], ModbusRequest.WriteRegisters(4, [1, 0x8000, 0xFFFF])),
        ("writeCoil", [1, true], ModbusRequest.WriteCoil(1, true)),
        ("writeCoils", [0, new JsonArray(true, false, true, true, false, false, false, false, true, true)], ModbusRequest.WriteCoils(0, [true, false, true, true, false, false, false, false, true, true])),
        ("readCoils", [0, 10], ModbusRequest.ReadCoils(0, 10)),
        ("readHoldingRegisters", [4, 3], ModbusRequest.ReadHolding(4, 3)),
        ("readHoldingRegisters", [500, 1], ModbusRequest.ReadHolding(500, 1)),
    ];

    [Fact]
    public async Task On_TCP()
    {
        await using ModbusPeer theirs = new();
        await FillAsync(theirs);
        string[] reference = await TheirClientAsync("tcp", await theirs.ServeTcpAsync());
        await using ModbusTcpServer ours = Ours(rtu: false);

        Assert.Equal(2 * Questions.Length, reference.Length);
        await using ModbusPeer again = new();
        await FillAsync(again);
        Assert.Equal(reference, await OurClientAsync(p => new MeterAddress.Tcp("127.0.0.1", p), await again.ServeTcpAsync()));
        Assert.Equal(reference, await TheirClientAsync("tcp", ours.Endpoint.Port));
        await using ModbusTcpServer fresh = Ours(rtu: false);
        Assert.Equal(reference, await OurClientAsync(p => new MeterAddress.Tcp("127.0.0.1", p), fresh.Endpoint.Port));
    }

    [Fact]
    public async Task On_RTU()
    {
        string[] reference = await BehindAConverterAsync(port => TheirClientAsync("rtuOverTcp", port));
        string[] ourQuestions = await BehindAConverterAsync(port => OurClientAsync(p => new MeterAddress.RtuOverTcp("127.0.0.1", p), port));
        await using ModbusTcpServer ours = Ours(rtu: true);
        await using ModbusTcpServer fresh = Ours(rtu: true);

        Assert.Equal(2 * Questions.Length, reference.Length);
        Assert.Equal(reference, ourQuestions);
        Assert.Equal(reference, await TheirClientAsync("rtuOverTcp", ours.Endpoint.Port));
        Assert.Equal(reference, await OurClientAsync(p => new MeterAddress.RtuOverTcp("127.0.0.1", p), fresh.Endpoint.Port));
    }

    /// <summary>Their server on a serial line, reached through socat as through a serial-to-Ethernet converter.</summary>
    private static async Task<string[]> BehindAConverterAsync(Func<int, Task<string[]>> ask)
    {
        int port = Ports.Free();
        await using SerialCable cable = await SerialCable.ConvertAsync(port);
        await using ModbusPeer server = new();
        await FillAsync(server);
        await server.ServeSerialAsync(cable.MeterEnd);
        return await ask(port);
    }

    private static async Task<string[]> TheirClientAsync(string way, int server)
    {
        await using Tap tap = new(server);
        await using ModbusPeer client = new();
        await client.ConnectAsync(way, tap.Port);
        List<string> frames = [];
        foreach ((string method, JsonNode[] given, _) in Questions)
        {
            await client.AskAsync(Unit, method, [.. given.Select(g => g.DeepClone())]);
            frames.AddRange(Frames(tap, way == "tcp"));
        }

        return [.. frames];
    }

    private static async Task<string[]> OurClientAsync(Func<int, MeterAddress> address, int server)
    {
        await using Tap tap = new(server);
        MeterAddress line = address(tap.Port);
        using ModbusBus bus = line.Open(TimeProvider.System);
        List<string> frames = [];
        foreach ((_, _, ModbusRequest question) in Questions)
        {
            await bus.AskAsync(Unit, question, Patience.Limit);
            frames.AddRange(Frames(tap, line is MeterAddress.Tcp));
        }

        return [.. frames];
    }

    /// <summary>Question and answer; on TCP without the transaction's number, which each client counts for itself and the answer repeats.</summary>
    private static string[] Frames(Tap tap, bool tcp)
    {
        (byte[] asked, byte[] answered) = tap.Take();
        if (!tcp)
        {
            return [Convert.ToHexString(asked), Convert.ToHexString(answered)];
        }

        Assert.Equal(asked[..TransactionLength], answered[..TransactionLength]);
        return [Convert.ToHexString(asked[TransactionLength..]), Convert.ToHexString(answered[TransactionLength..])];
    }

    private static ModbusTcpServer Ours(bool rtu)
    {
        RegisterBank bank = new();
        for (int i = 0; i < 125; i++)
        {
            bank.Put(RegisterTable.Input, i, (ushort)(i * 521));
        }

        for (int i = 0; i < 10; i++)
        {
            bank.Put(RegisterTable.Holding, i, (ushort)(1000 + i));
            bank.PutCoil(i, i % 3 == 0);
        }

        return new ModbusTcpServer(new ModbusUnits { [Unit] = bank }, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, rtu);
    }

    private static async Task FillAsync(ModbusPeer peer)
    {
        await peer.PutAsync(Unit, "input", 0, "uint16", "ABCD", [.. Enumerable.Range(0, 125).Select(i => (double)(ushort)(i * 521))]);
        await peer.PutAsync(Unit, "holding", 0, "uint16", "ABCD", [.. Enumerable.Range(0, 10).Select(i => 1000.0 + i)]);
        await peer.PutAsync(Unit, "coils", 0, "uint16", "ABCD", [.. Enumerable.Range(0, 10).Select(i => i % 3 == 0 ? 1.0 : 0)]);
    }
}
