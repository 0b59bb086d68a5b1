using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Serial;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Polling;

public sealed class MeterPollerTests
{
    private static readonly DeviceDescription Sdm630 = DeviceCatalogue.Find("sdm630")!;

    [Fact]
    public void A_grid_meter_is_read_every_second_and_its_counters_every_ten() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, Sdm630);
        await story.PollFor(TimeSpan.FromSeconds(60));

        Assert.InRange(story.Readings.Count, 59, 61);
        Assert.All(story.Readings, static r => Assert.Equal((6910, 1_234_000), (r.Power!.Value.Value, r.ImportEnergy!.Value.Value)));

        // One request for the powers, and every ten seconds three for the rest.
        Assert.InRange(story.Units.Asked, 60 + (6 * 2), 62 + (7 * 3));
    });

    [Fact]
    public void A_silent_grid_meter_is_told_after_five_seconds_once_and_its_return_too() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, Sdm630);
        story.At(TimeSpan.FromSeconds(20), () => story.Units.Faults = static (_, _) => new Fault.Drop());
        story.At(TimeSpan.FromSeconds(80), () => story.Units.Faults = null);
        await story.PollFor(TimeSpan.FromSeconds(120));

        MeterEvent.Silent silent = Assert.Single(story.Events.OfType<MeterEvent.Silent>());
        TimeSpan told = story.When(silent);
        Assert.InRange(told - silent.Since.Elapsed!.Value, TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(5.1));
        Assert.Contains("does not answer", silent.Words, StringComparison.Ordinal);
        Assert.InRange(story.When(Assert.Single(story.Events.OfType<MeterEvent.Heard>())), TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(85));
        Assert.DoesNotContain(story.Readings, static r => r.Power is null or { Value: 0 });
    });

    [Fact]
    public void A_meter_never_heard_is_silent_too() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Solar, Sdm630);
        story.Units.Remove(1);
        await story.PollFor(TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(15), story.When(Assert.Single(story.Events.OfType<MeterEvent.Silent>())));
    });

    [Fact]
    public void A_register_the_device_lacks_is_given_up_and_told_once() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, Sdm630, static bank => bank.Put(RegisterTable.Input, 0, 0), static r => r.Quantity != Quantity.ExportEnergy);
        await story.PollFor(TimeSpan.FromSeconds(40));

        Assert.Contains(story.Events.OfType<MeterEvent.Noted>(), static n => n.Words.StartsWith("no ExportEnergy", StringComparison.Ordinal));
        Assert.All(story.Readings, static r => Assert.Equal((6910, 1_234_000, null), (r.Power!.Value.Value, r.ImportEnergy!.Value.Value, (long?)r.ExportEnergy?.Value)));
    });

    [Fact]
    public void What_answered_before_is_not_given_up_for_one_refusal() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, Sdm630);
        story.At(TimeSpan.FromSeconds(5.5), () => story.Units.Faults = static (_, _) => new Fault.Exception(ExceptionCode.IllegalDataAddress));
        story.At(TimeSpan.FromSeconds(7.5), () => story.Units.Faults = null);
        await story.PollFor(TimeSpan.FromSeconds(20));

        Assert.InRange(story.Readings.Count, 17, 19);
        Assert.All(story.Readings, static r => Assert.NotNull(r.PhasePower.L1));
    });

    [Fact]
    public void The_wrong_device_type_is_told() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, DeviceCatalogue.Find("abb-b23")!, fill: static _ => { }, which: static _ => false);
        await story.PollFor(TimeSpan.FromSeconds(10));

        Assert.Empty(story.Readings);
        Assert.Contains("wrong device type", Assert.Single(story.Events.OfType<MeterEvent.Silent>()).Words, StringComparison.Ordinal);
    });

    [Fact]
    public void A_slow_meter_is_read_at_its_own_pace_and_what_it_missed_is_not_made_up_for() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, Sdm630, patience: TimeSpan.FromSeconds(3));
        story.Units.Faults = static (_, _) => new Fault.Delay(TimeSpan.FromSeconds(1.4));
        await story.PollFor(TimeSpan.FromSeconds(61));

        // One answer takes two ticks; every ten seconds two more answers are wanted.
        Assert.InRange(story.Readings.Count, 22, 30);
        Assert.Empty(story.Events.OfType<MeterEvent.Silent>());
        Assert.All(story.Readings.Zip(story.Readings.Skip(1)), static p => Assert.True(p.Second.At.Elapsed - p.First.At.Elapsed >= TimeSpan.FromSeconds(1)));
    });

    [Fact]
    public void An_adapter_that_vanishes_is_told_as_that_and_read_again_when_it_is_back() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, Sdm630);
        story.At(TimeSpan.FromSeconds(20), () =>
        {
            story.Line.Opening = static () => new LinkFault(LinkFaultKind.PortMissing, "/dev/memory does not exist");
            story.Line.Close();
        });
        story.At(TimeSpan.FromSeconds(80), () => story.Line.Opening = static () => null);
        await story.PollFor(TimeSpan.FromSeconds(120));

        Assert.Equal("/dev/memory does not exist", Assert.Single(story.Events.OfType<MeterEvent.Silent>()).Words);
        Assert.InRange(story.When(Assert.Single(story.Events.OfType<MeterEvent.Heard>())), TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(80) + ModbusBus.LongestReopen + TimeSpan.FromSeconds(1));
    });

    [Fact]
    public void Dead_meters_on_the_line_do_not_silence_the_grids() => VirtualTime.Run(async time =>
    {
        Story story = new(time, MeterRole.Grid, Sdm630, dead: [5, 6, 7, 8, 9]);
        await story.PollFor(TimeSpan.FromMinutes(10));

        Assert.Equal(["dead 5", "dead 6", "dead 7", "dead 8", "dead 9"], story.Events.OfType<MeterEvent.Silent>().Select(static e => e.MeterId).Order());

        // Each dead one costs 0.7 s now and then; asked every five seconds they would take more than half of the line.
        Assert.InRange(story.Readings.Count, 540, 601);
    });

    private sealed class Story
    {
        private readonly VirtualTime time;
        private readonly List<MeterPoller> pollers = [];
        private readonly List<(TimeSpan At, MeterEvent Event)> told = [];

        public Story(VirtualTime time, MeterRole role, DeviceDescription device, Action<RegisterBank>? fill = null, Func<Register, bool>? which = null, TimeSpan? patience = null, byte[]? dead = null)
        {
            this.time = time;
            (MemoryLine near, MemoryLine far) = MemoryLine.Pair(time);
            RegisterBank bank = new() { GapsReadZero = which is null };
            fill?.Invoke(bank);
            DeviceSimulator.Fill(bank, device with { Registers = [.. device.Registers.Where(which ?? (static _ => true))] }, Site.Values(3));
            Units = new ModbusUnits { [1] = bank };
            Line = near;
            _ = new ModbusLineServer(Units, far, time);
            SerialSettings settings = new("/dev/memory", 115200, SerialFormat.EightNoneOne);
            ModbusBus bus = new(new ModbusLine(near, new RtuFraming(), LineTiming.Serial(settings), time), time);
            MeterSettings meter = new() { Id = "m", Role = role, Device = device, Address = new MeterAddress.SerialLine(settings), UnitId = 1, Patience = patience };
            pollers.Add(new MeterPoller(meter, bus, time, time.Now, Tell));
            pollers.AddRange((dead ?? []).Select(unit => new MeterPoller(meter with { Id = $"dead {unit}", Role = MeterRole.Solar, UnitId = unit }, bus, time, time.Now, Tell)));
        }

        public MemoryLine Line { get; }

        public ModbusUnits Units { get; }

        public IEnumerable<MeterEvent> Events => told.Select(static t => t.Event);

        public List<MeterReading> Readings => [.. Events.OfType<MeterEvent.Read>().Select(static r => r.Reading)];

        public TimeSpan When(MeterEvent e) => told.First(t => ReferenceEquals(t.Event, e)).At;

        public void At(TimeSpan when, Action then) => time.CreateTimer(_ => then(), null, when, Timeout.InfiniteTimeSpan);

        public async Task PollFor(TimeSpan duration)
        {
            using CancellationTokenSource end = new(duration, time);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(pollers.Select(p => p.RunAsync(end.Token))));
        }

        private void Tell(MeterEvent e) => told.Add((time.Elapsed, e));
    }
}
