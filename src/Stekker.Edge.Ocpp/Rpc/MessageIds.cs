using System.Globalization;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>
/// OCPP-J 1.6 §4.1.4: an id differs from every other its sender used on the same connection. Ours differ over connections
/// too, so that an answer that comes after a reconnect meets no call it could be taken for.
/// </summary>
public sealed class MessageIds
{
    private const int MaxPrefix = FrameReader.MaxMessageIdLength - 12;

    private readonly string _prefix;
    private int _count;

    public MessageIds()
        : this(Guid.NewGuid().ToString("N")[..12])
    {
    }

    public MessageIds(string prefix)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix.Length, MaxPrefix);
        _prefix = prefix;
    }

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{(uint)Interlocked.Increment(ref _count)}");
}
