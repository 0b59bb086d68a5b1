using System.Buffers;
using System.Net.WebSockets;

namespace Stekker.Edge.Ocpp.Rpc;

internal enum ReceivedKind
{
    Text,
    Binary,
    Oversize,
    Close,
}

internal readonly record struct Received(ReceivedKind Kind, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Puts WebSocket fragments together to whole messages in a pooled buffer that grows as needed and shrinks again: hundreds of
/// quiet connections hold one small buffer each.
/// </summary>
internal sealed class FrameReceiver(WebSocket socket, int maxFrameBytes) : IDisposable
{
    private const int QuietBytes = 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(QuietBytes, maxFrameBytes));

    /// <summary>The next message; its bytes stay valid until the next call.</summary>
    internal async ValueTask<Received> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_buffer.Length > 2 * QuietBytes)
        {
            Replace(QuietBytes, 0);
        }
        var count = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (part.MessageType != WebSocketMessageType.Text)
            {
                return new Received(part.MessageType == WebSocketMessageType.Close ? ReceivedKind.Close : ReceivedKind.Binary, default);
            }
            count += part.Count;
            if (count > maxFrameBytes)
            {
                return new Received(ReceivedKind.Oversize, default);
            }
            if (part.EndOfMessage)
            {
                return new Received(ReceivedKind.Text, _buffer.AsMemory(0, count));
            }
            if (count == _buffer.Length)
            {
                Replace(Math.Min(2 * _buffer.Length, maxFrameBytes + 1), count);
            }
        }
    }

    /// <summary>Reads on without looking, until the peer closes: only then is our own close frame sure to arrive.</summary>
    internal async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            if ((await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken).ConfigureAwait(false)).MessageType == WebSocketMessageType.Close)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Replace(int size, int keep)
    {
        var next = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, keep).CopyTo(next);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = next;
    }
}
