using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Scan;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Scan;

public sealed class BusScannerTests
{
    [Theory]
    [InlineData("sdm630", "sdm630")]
    [InlineData("abb-b24", "abb-b24")]
    [InlineData("em24-e1", "em24-e1")]
    [InlineData("em24", "em24")]
    [InlineData("countis-e24", "countis-e24")]
    [InlineData("umg96rm", "umg96rm")]
    [InlineData("pac2200", "pac2200")]
    [InlineData("iem3155", "iem3155")]
    [InlineData("shelly-pro-3em", "shelly-pro-3em")]
    [InlineData("pzem-016", "pzem-016")]
    [InlineData("finder-7m", "finder-7m")]
    public async Task A_device_behind_a_gateway_is_proposed_first(string id, string proposed)
    {
        DeviceDescription device = DeviceCatalogue.Find(id)!;
        RegisterBank bank = DeviceSimulator.NewBank(device);
        DeviceSimulator.Fill(bank, device, Site.Values(device.Phases));
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { [5] = bank, IsGateway = true });
        List<ScanProgress> progress = [];

        (var found, var errors) = await new BusScanner(TimeProvider.System).ScanAsync(
            new ScanRange([new MeterAddress.Tcp("127.0.0.1", server.Endpoint.Port)], 1, 10) { Patience = TimeSpan.FromSeconds(5) }, progress.Add, default);

        Assert.Empty(errors);
        FoundUnit unit = Assert.Single(found);
        Assert.Equal((5, proposed), (unit.Unit, unit.Proposals[0].DeviceId));
        Assert.Equal(10, progress.Count);
    }

    [Fact]
    public async Task A_SunSpec_device_says_what_it_is()
    {
        RegisterBank bank = new();
        SunSpecBank.Lay(bank, 40000, 65, "Fronius", "Symo 10.0-3-M", (103, 50));
        await using ModbusTcpServer server = Site.Serve(new ModbusUnits { [1] = bank, IsGateway = true });

        (var found, _) = await new BusScanner(TimeProvider.System).ScanAsync(
            new ScanRange([new MeterAddress.Tcp("127.0.0.1", server.Endpoint.Port)], 1, 2) { Patience = TimeSpan.FromSeconds(5) }, null, default);

        Assert.Equal("fronius", Assert.Single(Assert.Single(found).Proposals).DeviceId);
        Assert.Contains("Fronius Symo 10.0-3-M", found[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_cannot_be_had_is_told_once()
    {
        (var found, var errors) = await new BusScanner(TimeProvider.System).ScanAsync(ScanRange.Serial("/dev/rs485-that-is-not-there"), null, default);

        Assert.Empty(found);
        Assert.Contains("does not exist", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_answers_to_every_unit_id_is_listed_once_and_said_to()
    {
        DeviceDescription device = DeviceCatalogue.Find("pac2200")!;
        RegisterBank bank = DeviceSimulator.NewBank(device);
        DeviceSimulator.Fill(bank, device, Site.Values(3));
        ModbusUnits units = new();
        for (int unit = 0; unit <= byte.MaxValue; unit++)
        {
            units[(byte)unit] = bank;
        }

        await using ModbusTcpServer server = Site.Serve(units);
        List<ScanProgress> progress = [];

        (var found, _) = await new BusScanner(TimeProvider.System).ScanAsync(
            new ScanRange([new MeterAddress.Tcp("127.0.0.1", server.Endpoint.Port)]) { Patience = TimeSpan.FromSeconds(5) }, progress.Add, default);

        FoundUnit only = Assert.Single(found);
        Assert.Equal((1, "pac2200"), (only.Unit, only.Proposals[0].DeviceId));
        Assert.EndsWith("It answers to every unit id: one device, listed once", only.Words, StringComparison.Ordinal);
        Assert.Equal((247, 247), (Assert.Single(progress).Done, progress[0].Of));
    }

    [Fact]
    public void The_usual_ids_are_tried_at_every_speed_before_any_other_and_the_rest_only_where_one_answered() => VirtualTime.Run(async time =>
    {
        // Unit 3 and unit 77 at the second speed.
        List<(int Baud, byte Unit)> asked = [];
        MeterAddress[] lines = [.. new[] { 9600, 19200, 2400 }.Select(baud => new MeterAddress.SerialLine(new("/dev/memory", baud, SerialFormat.EightNoneOne)))];
        BusScanner scanner = new(time, line => new Listening(((MeterAddress.SerialLine)line).Settings.Baud, asked));

        (var found, _) = await scanner.ScanAsync(new ScanRange([.. lines]), null, default);

        Assert.Equal([3, 77], found.Select(static f => (int)f.Unit));
        Assert.DoesNotContain(asked, static a => a.Baud == 2400);
        int firstOther = asked.FindIndex(static a => a.Unit == 11);
        Assert.All(asked.Take(firstOther), static a => Assert.Contains(a.Unit, new ScanRange([]).UsualUnits));
        Assert.All(asked.Skip(firstOther), static a => Assert.Equal(19200, a.Baud));

        // Silent ones of the less usual ids are asked once, not twice.
        Assert.Single(asked, static a => a == (19200, 200 - 1));
        Assert.Equal(2, asked.Count(static a => a == (9600, 1)));
    });

    [Fact]
    public void A_silent_bus_is_looked_through_at_all_speeds_with_the_usual_ids_first() => VirtualTime.Run(async time =>
    {
        List<(int Baud, byte Unit)> asked = [];
        ScanRange range = ScanRange.Serial("/dev/memory");

        await new BusScanner(time, line => new Listening(0, asked)).ScanAsync(range, null, default);

        // The usual ids by both tables and the others by one, instead of all by both.
        int usual = range.UsualUnits.Length;
        Assert.Equal(range.Lines.Length * ((2 * usual) + range.OtherUnits.Length), asked.Count);
        Assert.Equal(247, usual + range.OtherUnits.Length);
        Assert.All(asked.Take(range.Lines.Length * 2 * usual), a => Assert.Contains(a.Unit, range.UsualUnits));
    });

    /// <summary>Units 3 and 77, at 19200 baud only; they refuse everything.</summary>
    private sealed class Listening(int baud, List<(int Baud, byte Unit)> asked) : IModbusLink
    {
        public string Name => "/dev/memory";

        public bool IsSerial => true;

        public ValueTask<ModbusReply> AskAsync(byte unit, ModbusRequest request, TimeSpan? patience = null, CancellationToken cancel = default)
        {
            asked.Add((baud, unit));
            return ValueTask.FromResult<ModbusReply>(baud == 19200 && (unit is 3 or 77) ? new ModbusReply.Refused(ExceptionCode.IllegalDataAddress) : new ModbusReply.NoAnswer(Silence.Nothing));
        }
    }
}
