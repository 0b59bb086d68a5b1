using System.Net.WebSockets;

namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>One message at a time onto the socket, which allows no more. A peer that takes nothing for too long is cut off.</summary>
internal sealed class FrameSender(WebSocket socket, OcppPeerOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _sent;

    internal long Sent => Interlocked.Read(ref _sent);

    /// <summary>False when the line is gone; the reader notices the same and ends the connection.</summary>
    internal async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
                {
                    return false;
                }
                options.Observer?.Invoke(FrameDirection.Sent, frame.Span);
                await BoundAsync(socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None)).ConfigureAwait(false);
                Interlocked.Increment(ref _sent);
                return true;
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (Transport.IsLost(e))
        {
            return false;
        }
    }

    internal async ValueTask CloseOutputAsync(WebSocketCloseStatus status, string description)
    {
        try
        {
            await _turn.WaitAsync().WaitAsync(options.CloseTimeout, time).ConfigureAwait(false);
            try
            {
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                {
                    await BoundAsync(new ValueTask(socket.CloseOutputAsync(status, Shorten(description), CancellationToken.None))).ConfigureAwait(false);
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (Transport.IsLost(e) || e is TimeoutException)
        {
            socket.Abort();
        }
    }

    public void Dispose() => _turn.Dispose();

    private ValueTask BoundAsync(ValueTask sending)
    {
        return sending.IsCompleted ? sending : new ValueTask(SlowAsync(sending.AsTask()));

        async Task SlowAsync(Task task)
        {
            try
            {
                await task.WaitAsync(options.SendTimeout, time).ConfigureAwait(false);
            }
            catch (TimeoutException e)
            {
                socket.Abort();
                throw new WebSocketException("The peer takes no more bytes.", e);
            }
        }
    }

    /// <summary>RFC 6455 §5.5: a control frame carries 125 bytes, two of which are the status.</summary>
    private static string Shorten(string description)
    {
        while (System.Text.Encoding.UTF8.GetByteCount(description) > 123)
        {
            description = description[..^1];
        }
        return description;
    }
}
