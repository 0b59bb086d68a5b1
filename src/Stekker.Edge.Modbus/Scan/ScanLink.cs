using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>A line asked once per question: most unit ids of a scan are silent, and that is no fault to be nursed.</summary>
internal sealed class ScanLink : IModbusLink, IDisposable
{
    private readonly ModbusLine line;
    private readonly TimeProvider time;

    public ScanLink(MeterAddress address, TimeProvider time)
    {
        this.time = time;
        line = address.Line(time, TimeSpan.Zero);
    }

    public string Name => line.Name;

    public bool IsSerial => line.IsSerial;

    public async ValueTask<ModbusReply> AskAsync(byte unit, ModbusRequest request, TimeSpan? patience = null, CancellationToken cancel = default)
    {
        if (!line.IsOpen && await line.OpenAsync(cancel) is { } fault)
        {
            return new ModbusReply.LinkDown(fault);
        }

        if (line.Timing.BetweenFrames is var gap && gap > TimeSpan.Zero)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(gap.TotalMilliseconds)), time, cancel);
        }

        return await line.AskAsync(unit, request, patience ?? line.Timing.ResponseTimeout, cancel);
    }

    public void Dispose() => line.Dispose();
}
