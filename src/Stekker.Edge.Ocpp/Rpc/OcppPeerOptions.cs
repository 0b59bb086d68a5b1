namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>The bounds of one connection, and what happens at each.</summary>
public sealed record OcppPeerOptions
{
    /// <summary>A larger message closes the connection with 1009.</summary>
    public int MaxFrameBytes { get; init; } = 262_144;

    /// <summary>CALLs of ours that wait for the one under way; a further one is not sent, and its caller is told.</summary>
    public int MaxQueuedCalls { get; init; } = 64;

    /// <summary>CALLs of the peer that wait for the handler; with this many, reading pauses and TCP slows the peer down.</summary>
    public int MaxWaitingCalls { get; init; } = 16;

    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A peer that takes no bytes for so long is gone, whatever TCP says.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a close waits for the peer's half; after that the socket is cut.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages read in the long run; a faster peer is read later, never cut off and never ignored.</summary>
    public double MaxMessagesPerSecond { get; init; } = 50;

    /// <summary>Messages read at once after a quiet while: a charger that was offline delivers what it kept.</summary>
    public int MessageBurst { get; init; } = 200;

    /// <summary>With so many unreadable messages on end the connection is closed with 1002.</summary>
    public int MaxMalformedInARow { get; init; } = 20;

    /// <summary>Sees every text message both ways; the bytes are only valid during the call.</summary>
    public FrameObserver? Observer { get; init; }

    /// <summary>Told of a handler that threw, and of an answer of ours that breaks the specification.</summary>
    public Action<OcppAction, Exception>? OnHandlerFault { get; init; }

    /// <summary>Ids for our CALLs; by default unique over all connections.</summary>
    public MessageIds? MessageIds { get; init; }
}

public enum FrameDirection
{
    Received,
    Sent,
}

public delegate void FrameObserver(FrameDirection direction, ReadOnlySpan<byte> utf8);
