using System.Globalization;
using System.Runtime.InteropServices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Serial;

/// <summary>A serial cable without hardware: what is sent here arrives at <see cref="Path"/>, and back. For the twin's RTU meters and for tests.</summary>
public sealed class PseudoTerminal : IByteChannel
{
    private readonly int keptOpen;
    private DescriptorPump? pump;

    private PseudoTerminal(int near, int number)
    {
        Path = string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{number}");

        // The far side, held open: else the near side ends whenever a client closes its port.
        keptOpen = Libc.Open(Path, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec, 0);
        Core.Site.Invariant.Holds(keptOpen >= 0 && TerminalSettings.Apply(keptOpen, SerialSettings.DefaultBaud, SerialFormat.EightNoneOne) == 0, "a new terminal can be set up");
        pump = new DescriptorPump(near, Path);
    }

    /// <summary>Where a client opens its port.</summary>
    public string Path { get; }

    public string Name => Path;

    public bool IsSerial => true;

    public bool IsOpen => pump is not null;

    /// <summary>Null with the reason where the machine has no pseudo-terminals.</summary>
    public static PseudoTerminal? Create(out string? error)
    {
        int near = Libc.Open("/dev/ptmx", Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec, 0);
        int unlock = 0;
        int number = 0;
        if (near < 0 || Libc.Control(near, Libc.PtyLock, ref unlock) < 0 || Libc.Control(near, Libc.PtyNumber, ref number) < 0)
        {
            error = $"no pseudo-terminal: {Marshal.GetLastPInvokeErrorMessage()}";
            return null;
        }

        error = null;
        return new PseudoTerminal(near, number);
    }

    public ValueTask<LinkFault?> OpenAsync(CancellationToken cancel) => ValueTask.FromResult(pump is null ? Gone() : null);

    public ValueTask<LinkFault?> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => ValueTask.FromResult(pump?.Send(bytes.Span) == true ? null : Gone());

    public async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel) => pump is { } open ? await open.ReceiveAsync(into, cancel) : 0;

    public void Discard() => pump?.Discard();

    /// <summary>Like pulling out the adapter: whoever has the far side open is hung up on.</summary>
    public void Close()
    {
        if (pump is { } open)
        {
            pump = null;
            open.Stop();
            _ = Libc.Close(keptOpen);
        }
    }

    public void Dispose() => Close();

    private LinkFault Gone() => new(LinkFaultKind.Closed, $"{Path} was closed");
}
