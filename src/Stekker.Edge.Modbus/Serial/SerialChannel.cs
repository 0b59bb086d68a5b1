using System.Runtime.InteropServices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Serial;

/// <summary>A serial port, ours alone while it is open. After an unplug the same path is opened again by whoever asks next.</summary>
public sealed class SerialChannel(SerialSettings settings) : IByteChannel
{
    private DescriptorPump? pump;

    public string Name => settings.Path;

    public bool IsSerial => true;

    public bool IsOpen => pump is not null;

    public ValueTask<LinkFault?> OpenAsync(CancellationToken cancel)
    {
        Close();
        return ValueTask.FromResult(Open());
    }

    public ValueTask<LinkFault?> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        ValueTask.FromResult(pump?.Send(bytes.Span) == true ? null : Gone());

    public async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel) => pump is { } open ? await open.ReceiveAsync(into, cancel) : 0;

    public void Discard() => pump?.Discard();

    public void Close()
    {
        if (pump is { } open)
        {
            // The flag stays on a terminal that someone else keeps open.
            _ = Libc.Control(open.Descriptor, Libc.NotExclusive, 0);
            open.Stop();
        }

        pump = null;
    }

    public void Dispose() => Close();

    private LinkFault? Open()
    {
        if (settings.Error is { } wrong)
        {
            return new(LinkFaultKind.BadSettings, wrong);
        }

        int descriptor = Libc.Open(settings.Path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (descriptor < 0)
        {
            return SerialFaults.Opening(settings.Path, Marshal.GetLastPInvokeError());
        }

        if (Prepare(descriptor) is { } fault)
        {
            _ = Libc.Close(descriptor);
            return fault;
        }

        pump = new DescriptorPump(descriptor, settings.Path);
        return null;
    }

    private LinkFault? Prepare(int descriptor)
    {
        int refused = TerminalSettings.Apply(descriptor, settings.Baud, settings.Format);
        if (refused != 0)
        {
            return SerialFaults.Settings(settings, refused);
        }

        // The lock keeps a second program of ours away; the flag keeps away all that do not run as root. Root's programs
        // (as on a router, all are) heed neither: they are looked for among the open files.
        if (Libc.Lock(descriptor, Libc.LockExclusiveNow) < 0)
        {
            return SerialFaults.Busy(settings.Path, SerialPortOwner.Find(settings.Path));
        }

        if (SerialPortOwner.Find(settings.Path) is { } owner)
        {
            return SerialFaults.Busy(settings.Path, owner);
        }

        if (Libc.Control(descriptor, Libc.Exclusive, 0) < 0)
        {
            return SerialFaults.Opening(settings.Path, Marshal.GetLastPInvokeError());
        }

        _ = Libc.Control(descriptor, Libc.Flush, Libc.FlushBoth);
        return null;
    }

    private LinkFault Gone() => new(LinkFaultKind.Closed, $"{settings.Path} is gone: the adapter was unplugged or its driver stopped; it is opened again as soon as it is back");
}
