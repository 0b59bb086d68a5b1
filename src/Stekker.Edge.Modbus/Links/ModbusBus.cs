using System.Collections.Concurrent;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Links;

/// <summary>
/// The units of one line taking turns: silences between frames, one retry, a dead unit left alone for a while, a lost line opened
/// again with growing pauses. A USB adapter that was unplugged is found again at the same path.
/// </summary>
public sealed class ModbusBus(ModbusLine line, TimeProvider time) : IModbusLink, IDisposable
{
    public static readonly TimeSpan FirstReopen = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan LongestReopen = TimeSpan.FromSeconds(15);

    /// <summary>A device that says it is busy is asked again after this.</summary>
    public static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(100);

    private const int Tries = 2;

    private readonly Turns turns = new();
    private readonly ConcurrentDictionary<byte, UnitHealth> units = new();
    private readonly long start = time.GetTimestamp();
    private readonly CancellationTokenSource closing = new();
    private TimeSpan lastFrame = TimeSpan.MinValue;
    private byte lastUnit;
    private TimeSpan reopenAt;
    private TimeSpan reopenPause;
    private LinkFault? down;

    public string Name => line.Name;

    public bool IsSerial => line.IsSerial;

    private TimeSpan Now => time.GetElapsedTime(start);

    public async ValueTask<ModbusReply> AskAsync(byte unit, ModbusRequest request, TimeSpan? patience = null, CancellationToken cancel = default)
    {
        UnitHealth health = units.GetOrAdd(unit, static _ => new UnitHealth());
        if (Rest(health) is { } resting)
        {
            return resting;
        }

        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancel, closing.Token);
        try
        {
            return await TryAsync(unit, request, patience ?? line.Timing.ResponseTimeout, health, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ModbusReply.LinkDown(new LinkFault(LinkFaultKind.Disposed, $"{Name} is being closed"));
        }
    }

    public void Dispose()
    {
        closing.Cancel();
        line.Dispose();
    }

    private ModbusReply.Resting? Rest(UnitHealth health) =>
        health.RestLeft(Now) is var left && left > TimeSpan.Zero && health.Last is { } last ? new ModbusReply.Resting(left, last) : null;

    private async ValueTask<ModbusReply> TryAsync(byte unit, ModbusRequest request, TimeSpan patience, UnitHealth health, CancellationToken cancel)
    {
        int tries = health.Healthy ? Tries : 1;
        for (int attempt = 1; ; attempt++)
        {
            ModbusReply reply;
            bool again;

            // Each try has a turn of its own: between two of them the others go on.
            using (await turns.TakeAsync(health.IsSure, cancel))
            {
                if (attempt == 1 && Rest(health) is { } resting)
                {
                    return resting;
                }

                if (await OpenAsync(cancel) is { } fault)
                {
                    return new ModbusReply.LinkDown(fault);
                }

                await GapAsync(unit, cancel);
                reply = await line.AskAsync(unit, request, patience, cancel);
                lastFrame = Now;
                lastUnit = unit;
                again = attempt < tries && reply is (ModbusReply.NoAnswer or ModbusReply.LinkDown or ModbusReply.Refused { Code: ExceptionCode.DeviceBusy });
                Remember(health, reply, again);
            }

            if (!again)
            {
                return reply;
            }

            if (reply is ModbusReply.Refused)
            {
                await Task.Delay(BusyPause, time, cancel);
            }
        }
    }

    private void Remember(UnitHealth health, ModbusReply reply, bool asksAgain)
    {
        if (reply is ModbusReply.LinkDown)
        {
            return;
        }

        if (!UnitHealth.IsFailure(reply))
        {
            health.Answered();
        }
        else if (asksAgain)
        {
            health.Doubt();
        }
        else
        {
            health.Failed(reply, Now, alone: units.Count == 1);
        }
    }

    /// <summary>Opens the line if need be; while it stays away, tries grow further apart and answers come at once.</summary>
    private async ValueTask<LinkFault?> OpenAsync(CancellationToken cancel)
    {
        if (line.IsOpen)
        {
            return null;
        }

        if (down is { } known && Now < reopenAt)
        {
            return known;
        }

        down = await line.OpenAsync(cancel);
        if (down is null)
        {
            reopenPause = TimeSpan.Zero;
            return null;
        }

        reopenPause = reopenPause == TimeSpan.Zero ? FirstReopen : reopenPause * 2;
        reopenPause = reopenPause > LongestReopen ? LongestReopen : reopenPause;
        reopenAt = Now + reopenPause;
        return down;
    }

    private async ValueTask GapAsync(byte unit, CancellationToken cancel)
    {
        if (lastFrame == TimeSpan.MinValue)
        {
            return;
        }

        TimeSpan gap = unit == lastUnit ? line.Timing.BetweenFrames : line.Timing.BetweenUnits;
        TimeSpan left = lastFrame + gap - Now;
        if (left > TimeSpan.Zero)
        {
            // Timers count whole milliseconds; rounding down would cut the silence short.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancel);
        }
    }
}
