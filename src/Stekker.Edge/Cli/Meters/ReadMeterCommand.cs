using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Cli.Meters;

/// <summary>What a meter shows, and whether it can be right: for whoever stands before the switchboard.</summary>
internal static class ReadMeterCommand
{
    private const int MostRepeats = 86_400;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static Command Definition => new(
        "meter read",
        "reads a meter, inverter or battery, and tells whether what it shows is plausible",
        [],
        [
            new("--device", "DEVICE", "its name; 'stekker-edge meter list-devices' shows all"),
            .. LineOptions.All,
            new("--unit", "N", "its Modbus address (else the factory's)"),
            new("--role", "ROLE", $"what it measures: {MeterWords.Roles} (else the usual one for its kind)"),
            new("--repeat", "N", "reads it N times, once a second: frozen and jumping values show only so"),
            SiteOptions.Json,
        ],
        RunAsync)
    {
        Details = "Exit code 0 is a reading, plausible or not; 1 is no reading. With --json and --repeat it prints one object for each reading.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        string said = call.Required("--device");
        DeviceDescription device = DeviceCatalogue.Find(said) ?? throw new UsageException(DeviceCatalogue.Unknown(said));
        MeterAddress line = call.Address(device);
        byte unit = Unit(call, line) ?? device.UnitId;
        MeterRole role = call.Text("--role") is not { } asked ? MeterWords.UsualRole(device.Kind)
            : MeterWords.Role(asked) ?? throw new UsageException($"--role '{asked}': it is {MeterWords.Roles}");
        int repeats = call.Whole("--repeat", 1, MostRepeats) ?? 1;

        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();
        Stamp Now() => new(time.GetUtcNow(), true, time.GetElapsedTime(start));
        using ModbusBus bus = line.Open(time, device.AfterConnect);
        DeviceReader reader = new(bus, unit, device, role, MeterWiring.Default, device.Id, call.Patience());
        MeterHistory history = MeterHistory.Empty;
        string? failure = null;
        for (int i = 0; i < repeats; i++)
        {
            if (i > 0)
            {
                await Task.Delay(Interval, time, cancel);
            }

            (MeterReading? reading, string? error) = await reader.ReadAsync(all: true, Now, cancel);
            if (reading is null)
            {
                // What may be over in a second is told as it comes; the last is told by the exit.
                Complain(call, failure);
                failure = error ?? "no answer";
                continue;
            }

            (history, ImmutableArray<Finding> findings) = MeterJudge.Judge(history, reading, SiteContext.Unknown);
            MeterReadingEntry entry = ReadingText.Entry(reading, reader.Device, $"{line}", unit, reader.Notes, findings);
            reader.Notes.Clear();
            if (call.WantsJson())
            {
                call.Terminal.Json(entry, ControlJson.Readable.MeterReadingEntry);
            }
            else
            {
                call.Terminal.Say((i > 0 ? "\n" : "") + ReadingText.Of(entry, reading.Kind));
            }
        }

        return failure is null ? ExitCode.Done : throw new CommandFailedException(failure);
    }

    private static void Complain(Invocation call, string? failure)
    {
        if (failure is not null)
        {
            call.Terminal.Complain(failure);
        }
    }

    /// <summary>A line of several units has addresses 1 to 247; a device with its own TCP port may want any (Modbus Messaging on TCP/IP V1.0b, section 4.4.1).</summary>
    private static byte? Unit(Invocation call, MeterAddress line) => line is MeterAddress.Tcp
        ? (byte?)call.Whole("--unit", byte.MinValue, byte.MaxValue)
        : (byte?)call.Whole("--unit", ModbusLimits.FirstUnit, ModbusLimits.LastUnit);
}
