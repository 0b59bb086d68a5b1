using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Links;

public sealed class ModbusBusTests
{
    private static readonly LineTiming Timing = LineTiming.Serial(new SerialSettings("/dev/memory", 9600, SerialFormat.EightNoneOne));

    [Fact]
    public void A_dead_unit_is_left_alone_and_does_not_slow_the_others() => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, MemoryLine line, _) = Bus(time, new ModbusUnits { [1] = Site.Counting(1) });
        int answered = 0;
        int deadAsked = 0;
        while (time.Elapsed < TimeSpan.FromMinutes(10))
        {
            answered += await bus.ReadHoldingAsync(1, 0, 2) is ModbusReply.Registers ? 1 : 0;
            deadAsked += await bus.ReadHoldingAsync(9, 0, 2) is ModbusReply.Resting ? 0 : 1;
            await time.Pass(TimeSpan.FromMilliseconds(200));
        }

        // Three failures, then rests of 2, 4, 8, 16, 30, 30 … s in ten minutes.
        Assert.InRange(deadAsked, 15, 26);
        Assert.Equal(deadAsked + 1, line.Sent.Count(static s => s.Unit == 9));
        Assert.True(answered > 2300, $"{answered} of about 2500");
    });

    [Fact]
    public void A_unit_that_comes_back_is_heard_within_the_longest_rest() => VirtualTime.Run(async time =>
    {
        ModbusUnits units = new() { [1] = Site.Counting(1) };
        (ModbusBus bus, _, _) = Bus(time, units);
        while (time.Elapsed < TimeSpan.FromMinutes(3))
        {
            await bus.ReadHoldingAsync(1, 0, 1);
            await bus.ReadHoldingAsync(2, 0, 1);
            await time.Pass(TimeSpan.FromSeconds(1));
        }

        units[2] = Site.Counting(2);
        TimeSpan since = time.Elapsed;
        while (await bus.ReadHoldingAsync(2, 0, 1) is not ModbusReply.Registers)
        {
            await time.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.True(time.Elapsed - since <= UnitHealth.LongestRest + TimeSpan.FromSeconds(1));
        Assert.IsType<ModbusReply.Registers>(await bus.ReadHoldingAsync(2, 0, 1));
    });

    [Fact]
    public void A_lone_unit_is_asked_again_soon() => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, MemoryLine line, _) = Bus(time, new ModbusUnits());
        while (time.Elapsed < TimeSpan.FromMinutes(1))
        {
            await bus.ReadHoldingAsync(1, 0, 1);
            await time.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.True(line.Sent.Zip(line.Sent.Skip(1)).All(static p => p.Second.At - p.First.At < TimeSpan.FromSeconds(5)));
    });

    [Fact]
    public void Frames_are_kept_apart_by_the_silence_the_line_needs() => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, MemoryLine line, _) = Bus(time, new ModbusUnits { [1] = Site.Counting(1), [2] = Site.Counting(2) });
        foreach (byte unit in (byte[])[1, 1, 2, 2, 1])
        {
            Assert.IsType<ModbusReply.Registers>(await bus.ReadHoldingAsync(unit, 0, 1));
        }

        // 3.5 characters of 10 bits at 9600 baud are 3.6 ms; timers count whole milliseconds.
        int[] gaps = [.. line.Sent.Zip(line.Sent.Skip(1)).Select(static p => (int)(p.Second.At - p.First.At).TotalMilliseconds)];
        Assert.Equal([4, 30, 4, 30], gaps);
    });

    [Fact]
    public void Many_askers_get_their_own_answers() => VirtualTime.Run(async time =>
    {
        ModbusUnits units = new();
        for (byte unit = 1; unit <= 20; unit++)
        {
            units[unit] = Site.Counting(unit);
        }

        (ModbusBus bus, _, _) = Bus(time, units);
        ModbusReply[] replies = await Task.WhenAll(Enumerable.Range(1, 20).Select(u => bus.ReadHoldingAsync((byte)u, (ushort)(u % 10), 1).AsTask()));

        Assert.All(replies.Select((r, i) => (r, i)), static p => Assert.Equal([(ushort)(((p.i + 1) << 8) | ((p.i + 1) % 10))], Site.Words(p.r)));
    });

    [Fact]
    public void An_asker_who_goes_away_leaves_the_line_to_the_next() => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, _, _) = Bus(time, new ModbusUnits { [1] = Site.Counting(1) });
        using CancellationTokenSource leaves = new(TimeSpan.FromMilliseconds(50), time);
        Task<ModbusReply> gone = bus.ReadHoldingAsync(9, 0, 1, leaves.Token).AsTask();
        Task<ModbusReply> waiting = bus.ReadHoldingAsync(9, 0, 1, leaves.Token).AsTask();
        Task<ModbusReply> next = bus.ReadHoldingAsync(1, 3, 1).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal([0x0103], Site.Words(await next));
    });

    public static TheoryData<string, Fault, bool> Mishaps => new()
    {
        { "dropped once", new Fault.Drop(), true },
        { "half a frame", new Fault.HalfFrame(4), true },
        { "noise before it", new Fault.Noise(9), true },
        { "a damaged bit", new Fault.Damage(29), true },
        { "our own request first", new Fault.Echo(), true },
        { "another unit", new Fault.WrongUnit(7), true },
        { "another question", new Fault.OtherQuestion(), true },
        { "slow, but in time", new Fault.Delay(TimeSpan.FromMilliseconds(500)), true },
        { "too slow", new Fault.Delay(TimeSpan.FromMilliseconds(900)), true },
        { "busy", new Fault.Exception(ExceptionCode.DeviceBusy), true },
        { "refused", new Fault.Exception(ExceptionCode.IllegalDataAddress), false },
    };

    [Theory]
    [MemberData(nameof(Mishaps))]
    public void One_mishap_is_made_good_by_asking_again(string what, Fault fault, bool answered) => VirtualTime.Run(async time =>
    {
        int asked = 0;
        ModbusUnits units = new() { [1] = Site.Counting(1), Faults = (_, _) => asked++ == 0 ? fault : null };
        (ModbusBus bus, _, _) = Bus(time, units);

        ModbusReply reply = await bus.ReadHoldingAsync(1, 5, 2);

        Assert.True(reply is ModbusReply.Registers { Values: [0x0105, 0x0106] } == answered, $"{what}: {reply}");
    });

    public static TheoryData<Fault, Silence> LastingMishaps => new()
    {
        { new Fault.Drop(), Silence.Nothing },
        { new Fault.HalfFrame(4), Silence.HalfFrame },
        { new Fault.Damage(29), Silence.BadChecksum },
        { new Fault.WrongUnit(7), Silence.WrongUnit },
        { new Fault.OtherQuestion(), Silence.OtherQuestion },
    };

    [Theory]
    [MemberData(nameof(LastingMishaps))]
    public void A_lasting_mishap_is_named(Fault fault, Silence why) => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, _, _) = Bus(time, new ModbusUnits { [1] = Site.Counting(1), Faults = (_, _) => fault });

        Assert.Equal(why, Assert.IsType<ModbusReply.NoAnswer>(await bus.ReadHoldingAsync(1, 5, 2)).Why);
    });

    [Fact]
    public void An_echoing_adapter_is_learned_and_single_writes_are_then_believed_only_when_answered() => VirtualTime.Run(async time =>
    {
        bool answers = true;
        ModbusUnits units = new() { [1] = Site.Counting(1), Faults = (_, r) => answers ? new Fault.Echo() : r.IsWrite ? new Fault.HalfFrame(0) : null };
        (ModbusBus bus, _, RtuFraming framing) = Bus(time, units);
        Assert.Equal([0x0105], Site.Words(await bus.ReadHoldingAsync(1, 5, 1)));
        Assert.True(framing.ExpectEcho);

        Assert.IsType<ModbusReply.Written>(await bus.AskAsync(1, ModbusRequest.WriteRegister(5, 77)));
        Assert.Equal((ushort)77, units[1].Get(RegisterTable.Holding, 5));
    });

    [Fact]
    public void A_line_that_is_not_there_is_tried_ever_less_often_until_it_is_back() => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, MemoryLine line, _) = Bus(time, new ModbusUnits { [1] = Site.Counting(1) });
        line.Opening = static () => new LinkFault(LinkFaultKind.PortMissing, "/dev/memory does not exist");
        while (time.Elapsed < TimeSpan.FromMinutes(5))
        {
            Assert.Contains("/dev/memory", Assert.IsType<ModbusReply.LinkDown>(await bus.ReadHoldingAsync(1, 0, 1)).Fault.Words, StringComparison.Ordinal);
            await time.Pass(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(line.Opened, 20, 30);
        line.Opening = static () => null;
        TimeSpan back = time.Elapsed;
        while (await bus.ReadHoldingAsync(1, 0, 1) is not ModbusReply.Registers)
        {
            await time.Pass(TimeSpan.FromMilliseconds(100));
        }

        Assert.True(time.Elapsed - back <= ModbusBus.LongestReopen);
    });

    [Fact]
    public void A_port_pulled_out_and_put_back_is_asked_on_as_if_nothing_had_been() => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, MemoryLine line, _) = Bus(time, new ModbusUnits { [1] = Site.Counting(1) });
        await bus.ReadHoldingAsync(1, 0, 1);
        line.Close();

        Assert.IsType<ModbusReply.Registers>(await bus.ReadHoldingAsync(1, 0, 1));
        Assert.Equal(2, line.Opened);
    });

    [Fact]
    public void A_closed_bus_answers_that_it_is_closed() => VirtualTime.Run(async time =>
    {
        (ModbusBus bus, _, _) = Bus(time, new ModbusUnits());
        Task<ModbusReply> asked = bus.ReadHoldingAsync(1, 0, 1).AsTask();
        bus.Dispose();

        Assert.Equal(LinkFaultKind.Disposed, Assert.IsType<ModbusReply.LinkDown>(await asked).Fault.Kind);
    });

    private static (ModbusBus Bus, MemoryLine Line, RtuFraming Framing) Bus(VirtualTime time, ModbusUnits units)
    {
        (MemoryLine near, MemoryLine far) = MemoryLine.Pair(time);
        _ = new ModbusLineServer(units, far, time);
        RtuFraming framing = new();
        return (new ModbusBus(new ModbusLine(near, framing, Timing, time), time), near, framing);
    }
}
