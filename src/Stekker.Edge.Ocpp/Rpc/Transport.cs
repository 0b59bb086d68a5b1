using System.Net.WebSockets;

namespace Stekker.Edge.Ocpp.Rpc;

internal static class Transport
{
    /// <summary>What a WebSocket throws when the line under it breaks, or when another task has given up on it.</summary>
    internal static bool IsLost(Exception e) =>
        e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException;
}
