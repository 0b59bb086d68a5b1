namespace Stekker.Edge.Ocpp.Framing;

/// <summary>
/// One OCPP-J message, OCPP-J 1.6 §4.2. A closed set: nothing outside this file can add to it. Payloads are slices of
/// the bytes that were read, so a frame lives no longer than its buffer.
/// </summary>
public abstract record OcppFrame
{
    private protected OcppFrame()
    {
    }
}

/// <summary>[2, messageId, action, payload]</summary>
public sealed record CallFrame(string MessageId, string Action, ReadOnlyMemory<byte> Payload) : OcppFrame;

/// <summary>[3, messageId, payload]</summary>
public sealed record CallResultFrame(string MessageId, ReadOnlyMemory<byte> Payload) : OcppFrame;

/// <summary>[4, messageId, errorCode, errorDescription, errorDetails]. The code is kept as the peer spelled it.</summary>
public sealed record CallErrorFrame(string MessageId, string Code, string Description, ReadOnlyMemory<byte> Details) : OcppFrame
{
    public OcppErrorCode? KnownCode => OcppErrorCodes.Read(Code);
}

/// <summary>Bytes that are no frame, with as much of the envelope as could be read before they went wrong.</summary>
public sealed record MalformedFrame(int? MessageType, string? MessageId, OcppErrorCode Code, string Description) : OcppFrame
{
    /// <summary>
    /// A broken CALL, or something that cannot even be told from one, is answered by a CALLERROR. A broken answer is not
    /// (that would be an answer to an answer), and an unknown message type is ignored: OCPP-J 1.6 §4.1.3.
    /// </summary>
    public bool WantsAnswer => MessageType is null or MessageTypes.Call;

    /// <summary>The id to answer with; "-1" where none could be read (OCPP-J 2.0.1 §4.2.3 settles what 1.6 leaves open).</summary>
    public string AnswerId => MessageId ?? MessageTypes.UnreadableMessageId;
}

internal static class MessageTypes
{
    internal const int Call = 2;
    internal const int CallResult = 3;
    internal const int CallError = 4;
    internal const string UnreadableMessageId = "-1";
}
