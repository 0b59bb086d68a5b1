using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>A WebSocket to the daemon that sends whatever it is told, right or wrong.</summary>
internal sealed class RawLine : IDisposable
{
    private const string Ocpp16 = "ocpp1.6";

    private readonly ClientWebSocket socket;
    private readonly byte[] buffer = new byte[128 * 1024];

    private RawLine(ClientWebSocket socket) => this.socket = socket;

    public string? Protocol => socket.SubProtocol;

    public static Task<RawLine> ConnectAsync(Site site, string id, string? password = null) => ConnectWithAsync(site, id, password, [Ocpp16]);

    public static async Task<RawLine> ConnectWithAsync(Site site, string id, string? password, string[] protocols)
    {
        ClientWebSocket socket = Prepared(id, password, protocols);
        try
        {
            await socket.ConnectAsync(site.Ocpp(id), CancellationToken.None).OrFail($"the connection of {id}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new RawLine(socket);
    }

    /// <summary>The HTTP status with which a connection that must not be made is turned away.</summary>
    public static async Task<HttpStatusCode> RefusedAsync(Site site, string id, string? password = null)
    {
        using ClientWebSocket socket = Prepared(id, password, [Ocpp16]);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(site.Ocpp(id), CancellationToken.None).OrFail($"the refusal of {id}"));
        return socket.HttpStatusCode;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool whole = true) =>
        await socket.SendAsync(bytes, type, whole, CancellationToken.None).AsTask().OrFail("room to send");

    /// <summary>The next text frame; null once the line is closed, for whatever reason.</summary>
    public async Task<string?> ReceiveAsync()
    {
        try
        {
            int length = 0;
            while (true)
            {
                ValueWebSocketReceiveResult part =
                    await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask().OrFail("a frame of the daemon");
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                if (part.EndOfMessage)
                {
                    return Encoding.UTF8.GetString(buffer, 0, length);
                }
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            return null;
        }
    }

    /// <summary>What a line that broke under a call throws.</summary>
    public static bool IsBroken(Exception e) => e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException;

    public void Dispose() => socket.Dispose();

    private static ClientWebSocket Prepared(string id, string? password, string[] protocols)
    {
        ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        Array.ForEach(protocols, socket.Options.AddSubProtocol);
        if (password is not null)
        {
            string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{password}"));
            socket.Options.SetRequestHeader("Authorization", $"Basic {basic}");
        }

        return socket;
    }
}
