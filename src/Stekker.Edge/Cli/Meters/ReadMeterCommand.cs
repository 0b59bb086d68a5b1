using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using Polled = Stekker.Edge.Modbus.Polling.MeterSettings;

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
            .. MeterAsked.Options,
            new("--repeat", "N", "reads it N times, once a second: frozen and jumping values show only so"),
            SiteOptions.Json,
        ],
        RunAsync)
    {
        Details = "Exit code 0 is a reading, plausible or not; 1 is no reading. With --json it prints one object for each reading, and one with \"error\" for each that failed.",
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        (Polled meter, SiteContext site) = call.Meter();
        int repeats = call.Whole("--repeat", 1, MostRepeats) ?? 1;

        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();
        Stamp Now() => new(time.GetUtcNow(), true, time.GetElapsedTime(start));
        using ModbusBus bus = meter.Address.Open(time, meter.Device.AfterConnect);
        DeviceReader reader = new(bus, meter.Unit, meter.Device, meter.Role, meter.Wiring, meter.Id, meter.Patience);
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
                if (call.WantsJson())
                {
                    call.Terminal.Json(new MeterFailureEntry(failure, meter.Device.Id, $"{meter.Address}", meter.Unit), ControlJson.Readable.MeterFailureEntry);
                }

                continue;
            }

            (history, ImmutableArray<Finding> findings) = MeterJudge.Judge(history, reading, site);
            MeterReadingEntry entry = ReadingText.Entry(reading, reader.Device, $"{meter.Address}", meter.Unit, reader.Notes, findings);
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
}
