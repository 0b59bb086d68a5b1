using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Polling;

/// <summary>Reads one meter at its interval, for ever, and notices when it falls silent. Never throws but for its cancellation.</summary>
public sealed class MeterPoller(MeterSettings settings, IModbusLink link, TimeProvider time, Func<Now> now, Action<MeterEvent> tell)
{
    /// <summary>Counters and frequency need not be read with every power.</summary>
    public static readonly TimeSpan SlowInterval = TimeSpan.FromSeconds(10);

    private readonly DeviceReader reader = new(link, settings.Unit, settings.Device, settings.Role, settings.Wiring, settings.Id, settings.Patience);
    private readonly Lock gate = new();
    private Stamp lastGood;
    private bool silent;
    private string why = "no answer yet";
    private long start;

    public MeterSettings Settings => settings;

    public async Task RunAsync(CancellationToken cancel)
    {
        start = time.GetTimestamp();
        lastGood = now().Stamp;
        using ITimer watch = time.CreateTimer(_ => FellSilent(), null, settings.SilentAfter, Timeout.InfiniteTimeSpan);
        TimeSpan next = TimeSpan.Zero;
        TimeSpan nextSlow = TimeSpan.Zero;
        while (!cancel.IsCancellationRequested)
        {
            bool all = time.GetElapsedTime(start) >= nextSlow;
            (MeterReading? reading, string? error) = await reader.ReadAsync(all, () => now().Stamp, cancel);
            TellNotes();
            if (reading is not null)
            {
                watch.Change(settings.SilentAfter, Timeout.InfiniteTimeSpan);
                Heard(reading);
                nextSlow = all ? time.GetElapsedTime(start) + SlowInterval : nextSlow;
            }
            else
            {
                why = error ?? why;
            }

            next = After(next, time.GetElapsedTime(start));
            await Task.Delay(next - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancel);
        }
    }

    /// <summary>Ticks that a slow device missed are not made up for.</summary>
    private TimeSpan After(TimeSpan tick, TimeSpan elapsed)
    {
        TimeSpan next = tick + settings.Every;
        return next > elapsed ? next : tick + (settings.Every * Math.Ceiling((elapsed - tick) / settings.Every));
    }

    private void Heard(MeterReading reading)
    {
        lock (gate)
        {
            if (silent)
            {
                silent = false;
                tell(new MeterEvent.Heard(settings.Id, settings.Role, (reading.At.Elapsed - lastGood.Elapsed) ?? TimeSpan.Zero));
            }

            lastGood = reading.At;
            tell(new MeterEvent.Read(reading));
        }
    }

    private void FellSilent()
    {
        lock (gate)
        {
            if (!silent)
            {
                silent = true;
                reader.Forget();
                tell(new MeterEvent.Silent(settings.Id, settings.Role, lastGood, why));
            }
        }
    }

    private void TellNotes()
    {
        foreach (string note in reader.Notes)
        {
            tell(new MeterEvent.Noted(settings.Id, settings.Role, note));
        }

        reader.Notes.Clear();
    }
}
