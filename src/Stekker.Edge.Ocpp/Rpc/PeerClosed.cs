using System.Net.WebSockets;

namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>Why a connection ended.</summary>
public abstract record PeerClosed
{
    private PeerClosed()
    {
    }

    public sealed record PeerLeft(WebSocketCloseStatus? Status, string Description) : PeerClosed;

    /// <summary>A message above the bound; closed with 1009.</summary>
    public sealed record Oversize(int MaxFrameBytes) : PeerClosed;

    /// <summary>OCPP-J is text; closed with 1003.</summary>
    public sealed record BinaryFrame : PeerClosed;

    /// <summary>Whoever is there does not speak OCPP-J; closed with 1002.</summary>
    public sealed record TooManyMalformed(int InARow) : PeerClosed;

    public sealed record TransportLost(string Description) : PeerClosed;

    public sealed record ClosedByUs(string Reason) : PeerClosed;
}
