using System.Net.WebSockets;
using System.Text;

namespace Stekker.Edge.Ocpp.Tests.Support;

/// <summary>The other end, byte by byte: what a charger with whatever firmware may send.</summary>
internal sealed class RawPeer(WebSocket socket)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = new byte[512 * 1024];

    public WebSocket Socket => socket;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message; after a close, "close" and its status.</summary>
    public async Task<string> ReceiveAsync()
    {
        var count = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(count), CancellationToken.None).AsTask().WaitAsync(Patience);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return $"close {(int?)socket.CloseStatus}";
            }
            count += part.Count;
            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(_buffer, 0, count);
            }
        }
    }

    public Task CloseAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
}
