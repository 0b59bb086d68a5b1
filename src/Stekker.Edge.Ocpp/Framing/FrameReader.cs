using System.Text.Json;
using System.Text.Unicode;
using static Stekker.Edge.Ocpp.Framing.OcppErrorCode;

namespace Stekker.Edge.Ocpp.Framing;

/// <summary>Reads one OCPP-J message from the bytes of one WebSocket text message. Never throws on what a peer sent.</summary>
public static class FrameReader
{
    /// <summary>Levels of nesting, the envelope's own array included. The deepest 1.6 message needs eight.</summary>
    public const int MaxDepth = 16;

    /// <summary>OCPP-J 1.6 §4.1.4: a message id is at most 36 characters, which fits a GUID.</summary>
    public const int MaxMessageIdLength = 36;

    /// <summary>Longest action name read; the longest that exists has 34 characters.</summary>
    public const int MaxActionLength = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    public static OcppFrame Read(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            return new MalformedFrame(null, null, FormationViolation, "The message is not UTF-8.");
        }
        var envelope = new Envelope();
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, Options);
            return ReadEnvelope(ref reader, utf8, ref envelope);
        }
        catch (JsonException e)
        {
            return envelope.Malformed($"The message is not JSON, or nested more than {MaxDepth} deep, at byte {e.BytePositionInLine ?? 0}.");
        }
    }

    private static OcppFrame ReadEnvelope(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, ref Envelope envelope)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return envelope.Malformed("The message is not a JSON array.");
        }
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var type))
        {
            return envelope.Malformed("The first element is not a message type number.");
        }
        envelope.Type = type;
        if (type is not (MessageTypes.Call or MessageTypes.CallResult or MessageTypes.CallError))
        {
            return envelope.Malformed("The message type number is none of 2, 3 and 4.");
        }
        reader.Read();
        if (!TryText(ref reader, MaxMessageIdLength, out var messageId))
        {
            return envelope.Malformed($"The second element is not a message id of 1 to {MaxMessageIdLength} characters.");
        }
        envelope.Id = messageId;
        return type switch
        {
            MessageTypes.Call => ReadCall(ref reader, utf8, envelope),
            MessageTypes.CallResult => ReadCallResult(ref reader, utf8, envelope),
            _ => ReadCallError(ref reader, utf8, envelope),
        };
    }

    private static OcppFrame ReadCall(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, Envelope envelope)
    {
        reader.Read();
        if (!TryText(ref reader, MaxActionLength, out var action))
        {
            return envelope.Malformed($"The third element is not an action name of 1 to {MaxActionLength} characters.");
        }
        reader.Read();
        return TryPayload(ref reader, utf8, out var payload, out var problem) && TryEnd(ref reader, out problem)
            ? new CallFrame(envelope.Id!, action, payload)
            : envelope.Malformed(problem);
    }

    private static OcppFrame ReadCallResult(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, Envelope envelope)
    {
        reader.Read();
        return TryPayload(ref reader, utf8, out var payload, out var problem) && TryEnd(ref reader, out problem)
            ? new CallResultFrame(envelope.Id!, payload)
            : envelope.Malformed(problem);
    }

    /// <summary>Description and details are often left out, or null; the code alone says that the call was refused.</summary>
    private static OcppFrame ReadCallError(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, Envelope envelope)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || JsonStructure.IsIllFormedText(ref reader))
        {
            return envelope.Malformed("The third element is not an error code.");
        }
        var code = reader.GetString()!;
        var description = "";
        ReadOnlyMemory<byte> details = "{}"u8.ToArray();
        reader.Read();
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            if (JsonStructure.IsIllFormedText(ref reader))
            {
                return envelope.Malformed("The error description is not well-formed text.");
            }
            description = reader.GetString() ?? "";
            reader.Read();
        }
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            if (!TryPayload(ref reader, utf8, out details, out var problem))
            {
                return envelope.Malformed(problem);
            }
            reader.Read();
        }
        else if (reader.TokenType == JsonTokenType.Null)
        {
            reader.Read();
        }
        return reader.TokenType == JsonTokenType.EndArray && !reader.Read()
            ? new CallErrorFrame(envelope.Id!, code, description, details)
            : envelope.Malformed("The message does not end after the error details.");
    }

    private static bool TryText(ref Utf8JsonReader reader, int maxLength, out string text)
    {
        text = "";
        // An escape takes at most six bytes a character, so far longer ones are refused unread.
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > 6 * maxLength || JsonStructure.IsIllFormedText(ref reader))
        {
            return false;
        }
        text = reader.GetString()!;
        return text.Length >= 1 && text.Length <= maxLength;
    }

    private static bool TryPayload(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, out ReadOnlyMemory<byte> payload, out string problem)
    {
        payload = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            problem = "The payload is not a JSON object.";
            return false;
        }
        var start = (int)reader.TokenStartIndex;
        if (JsonStructure.Walk(ref reader, utf8.Span) is { } fault)
        {
            problem = fault;
            return false;
        }
        payload = utf8[start..(int)reader.BytesConsumed];
        problem = "";
        return true;
    }

    private static bool TryEnd(ref Utf8JsonReader reader, out string problem)
    {
        problem = "The message does not end after the payload.";
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray && !reader.Read();
    }

    private struct Envelope
    {
        public int? Type;
        public string? Id;

        public readonly MalformedFrame Malformed(string problem) => new(Type, Id, FormationViolation, problem);
    }
}
