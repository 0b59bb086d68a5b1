namespace Stekker.Edge.Cloud.Link;

/// <summary>A message as it goes over the wire, with its whole topic.</summary>
public sealed record CloudMessage(string Topic, ReadOnlyMemory<byte> Payload, bool Retain = false);

/// <summary>What happens on the line to the broker.</summary>
public abstract record LinkEvent
{
    private LinkEvent()
    {
    }

    /// <param name="Protocol">As people say it: MQTT 5, MQTT 3.1.1.</param>
    public sealed record Connected(string Protocol) : LinkEvent;

    /// <summary>The broker takes our subscription; what it keeps for us follows.</summary>
    public sealed record Subscribed : LinkEvent;

    /// <summary>The broker will not let us read a topic we asked for.</summary>
    public sealed record SubscriptionRefused(string Topic) : LinkEvent;

    /// <param name="Bytes">How long it was; the payload is cut off at <see cref="ICloudLink.MostPayloadBytes"/> and a byte.</param>
    public sealed record Received(string Topic, ReadOnlyMemory<byte> Payload, int Bytes) : LinkEvent;

    /// <summary>The broker has a message, and is answerable for it from now on.</summary>
    /// <param name="Refused">Why it will not have it, as it says; null where it has it.</param>
    public sealed record Acknowledged(long Token, string? Refused) : LinkEvent;

    /// <summary>The line is gone; nothing follows.</summary>
    /// <param name="Why">In words, for whoever reads the meter cabinet.</param>
    public sealed record Lost(string Why, LossKind Kind) : LinkEvent;
}

public enum LossKind
{
    /// <summary>Not reached, or lost: it may be back any moment.</summary>
    Line,

    /// <summary>The broker speaks an older MQTT.</summary>
    OlderProtocol,

    /// <summary>Credentials, certificates, permissions: somebody has to put something right.</summary>
    Refused,

    /// <summary>Another client with our name came: two boxes with one siteId.</summary>
    TakenOver,
}

/// <summary>
/// One connection to a broker, from dialling to its loss. Everything that happens is told, in order, on the link's own thread; whoever is told
/// may make it wait, and the broker with it. After <see cref="LinkEvent.Lost"/> it is over. QoS 1 both ways.
/// </summary>
public interface ICloudLink : IDisposable
{
    /// <summary>No document is larger; of more only the length is told.</summary>
    const int MostPayloadBytes = 1024 * 1024;

    /// <summary>An <see cref="LinkEvent.Acknowledged"/> with the token follows, unless the line is lost first.</summary>
    void Publish(long token, CloudMessage message);

    /// <summary>Says goodbye in good order: the broker does not send our last will.</summary>
    void Close();
}

/// <param name="ClientId">The broker keeps what it has for us by this name.</param>
/// <param name="Will">What the broker says of us when we are gone without a word.</param>
/// <param name="Topics">Asked for at once when connected.</param>
/// <param name="IsOlderProtocol">MQTT 3.1.1 instead of 5.</param>
public sealed record LinkRequest(
    Core.Configuration.CloudSettings Settings, string ClientId, CloudMessage Will, IReadOnlyList<string> Topics, bool IsOlderProtocol);

/// <summary>Dials a broker; returns at once.</summary>
/// <param name="tell">Told everything that happens.</param>
public delegate ICloudLink CloudDialer(LinkRequest request, Action<LinkEvent> tell);
