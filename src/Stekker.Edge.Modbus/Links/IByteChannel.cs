using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Links;

/// <summary>Bytes to and from a socket or a serial port. Used by one asker at a time; the world's failures come back as named faults.</summary>
public interface IByteChannel : IDisposable
{
    /// <summary>As the installer knows it: "192.168.1.50:502", "/dev/rs485".</summary>
    string Name { get; }

    bool IsSerial { get; }

    bool IsOpen { get; }

    /// <summary>Null: open.</summary>
    ValueTask<LinkFault?> OpenAsync(CancellationToken cancel);

    ValueTask<LinkFault?> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>At least one byte; 0 where the other side has gone. Cancelling loses nothing.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel);

    /// <summary>Throws away what has arrived: late answers and noise belong to no question to come.</summary>
    void Discard();

    void Close();
}
