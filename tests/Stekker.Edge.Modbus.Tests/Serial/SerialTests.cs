using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Serial;

/// <summary>Over a pseudo-terminal: the kernel's own terminal code, without a cable.</summary>
public sealed class SerialTests
{
    [Theory]
    [InlineData(9600, "8N1")]
    [InlineData(19200, "8E1")]
    [InlineData(230400, "8N2")]
    [InlineData(300, "7O1")]
    public async Task Units_on_one_line_each_answer_for_themselves(int baud, string format)
    {
        ModbusUnits units = new() { [1] = Site.Counting(1), [2] = Site.Counting(2), [247] = Site.Counting(247) };
        await using Line line = new(units);
        using ModbusBus bus = line.Open(baud, format);

        ModbusReply[] replies = await Task.WhenAll(new byte[] { 1, 2, 247, 2, 1 }.Select(u => bus.ReadHoldingAsync(u, 3, 2).AsTask()));

        Assert.Equal([0x0103, 0x0104, 0x0203, 0x0204, 0xF703, 0xF704, 0x0203, 0x0204, 0x0103, 0x0104], replies.SelectMany(Site.Words));
        Assert.IsType<ModbusReply.Written>(await bus.WriteAsync(2, 3, [8, 9]));
        Assert.Equal([8, 9], Site.Words(await bus.ReadHoldingAsync(2, 3, 2)));
    }

    [Fact]
    public async Task Echo_noise_and_a_half_frame_are_survived()
    {
        // Each register's first question meets its fault; asked again, it is answered well, so a slow machine changes nothing.
        Fault?[] faults = [new Fault.Echo(), new Fault.Noise(30), new Fault.Damage(3), new Fault.HalfFrame(5)];
        HashSet<int> met = [];
        ModbusUnits units = new()
        {
            [1] = Site.Counting(1),
            Faults = (_, request) => met.Add(request.Address) ? faults[request.Address] : null,
        };
        await using Line line = new(units);
        using ModbusBus bus = line.Open();

        for (int i = 0; i < faults.Length; i++)
        {
            ModbusReply reply = await bus.AskAsync(1, ModbusRequest.ReadHolding((ushort)i, 2), patience: TimeSpan.FromSeconds(3));
            Assert.Equal([(ushort)(0x0100 + i), (ushort)(0x0101 + i)], Site.Words(reply));
        }
    }

    [Fact]
    public async Task An_adapter_pulled_out_and_put_back_at_the_same_path_is_opened_again()
    {
        string folder = Directory.CreateTempSubdirectory("modbus").FullName;
        string path = Path.Combine(folder, "rs485");
        try
        {
            using ModbusBus bus = new MeterAddress.SerialLine(new(path, 9600, SerialFormat.EightNoneOne)).Open(TimeProvider.System);
            await using (Line first = new(new ModbusUnits { [1] = Site.Counting(1) }))
            {
                File.CreateSymbolicLink(path, first.Path);
                Assert.IsType<ModbusReply.Registers>(await bus.ReadHoldingAsync(1, 0, 1));
            }

            File.Delete(path);
            await using Line second = new(new ModbusUnits { [1] = Site.Counting(1) });
            File.CreateSymbolicLink(path, second.Path);

            Assert.IsType<ModbusReply.Registers>(await bus.ReadHoldingAsync(1, 0, 1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_port_is_had_by_one_at_a_time_and_let_go_on_closing()
    {
        await using Line line = new(new ModbusUnits());
        SerialSettings settings = new(line.Path, 9600, SerialFormat.EightNoneOne);
        using SerialChannel first = new(settings);
        using SerialChannel second = new(settings);
        Assert.Null(await first.OpenAsync(default));

        LinkFault? busy = await second.OpenAsync(default);
        first.Close();

        Assert.Equal(LinkFaultKind.PortBusy, busy?.Kind);
        Assert.Contains("modbus_client", busy!.Words, StringComparison.Ordinal);
        Assert.Null(await second.OpenAsync(default));
    }

    [Theory]
    [InlineData("/dev/rs485-that-is-not-there", LinkFaultKind.PortMissing, "does not exist")]
    [InlineData("/dev/null", LinkFaultKind.NotASerialPort, "no serial port")]
    [InlineData("COM1", LinkFaultKind.BadSettings, "/dev/rs485")]
    public async Task A_port_that_cannot_be_had_is_told_in_words(string path, LinkFaultKind kind, string words)
    {
        using SerialChannel port = new(new(path, 9600, SerialFormat.EightNoneOne));

        LinkFault? fault = await port.OpenAsync(default);

        Assert.Equal(kind, fault?.Kind);
        Assert.Contains(words, fault!.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(9600)]
    [InlineData(57600)]
    [InlineData(230400)]
    public void The_kernel_takes_the_speed(int baud)
    {
        using PseudoTerminal terminal = PseudoTerminal.Create(out string? error) ?? throw new InvalidOperationException(error);
        int descriptor = Libc.Open(terminal.Path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec, 0);

        Assert.Equal(0, TerminalSettings.Apply(descriptor, baud, new SerialFormat(8, Parity.None, 2)));
        (int Baud, uint Control)? taken = TerminalSettings.Read(descriptor);
        _ = Libc.Close(descriptor);

        // CS8 with two stop bits and the receiver on; asm-generic/termbits.h.
        Assert.Equal((baud, 0x30u | 0x40u | 0x80u), (taken!.Value.Baud, taken.Value.Control & 0xF0));
    }

    [Theory]
    [InlineData("8N1", 10)]
    [InlineData("8e1", 11)]
    [InlineData("7O2", 11)]
    [InlineData(" 5n1 ", 7)]
    public void A_format_is_understood(string text, int bits) => Assert.Equal(bits, SerialFormat.Parse(text)!.Value.BitsPerCharacter);

    [Theory]
    [InlineData("")]
    [InlineData("9N1")]
    [InlineData("8X1")]
    [InlineData("8N3")]
    [InlineData("8N1x")]
    public void A_bad_format_is_none(string text) => Assert.Null(SerialFormat.Parse(text));

    private sealed class Line : IAsyncDisposable
    {
        private readonly ModbusLineServer server;

        public Line(ModbusUnits units)
        {
            PseudoTerminal terminal = PseudoTerminal.Create(out string? error) ?? throw new InvalidOperationException(error);
            Path = terminal.Path;
            server = new ModbusLineServer(units, terminal, TimeProvider.System);
        }

        public string Path { get; }

        public ModbusBus Open(int baud = 9600, string format = "8N1") =>
            new MeterAddress.SerialLine(new(Path, baud, SerialFormat.Parse(format)!.Value)).Open(TimeProvider.System);

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
