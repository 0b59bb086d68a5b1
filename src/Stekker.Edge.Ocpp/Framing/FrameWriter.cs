using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stekker.Edge.Ocpp.Framing;

/// <summary>
/// Writes one OCPP-J message. Payloads come in as JSON that was checked before; ids and descriptions may be a peer's own
/// words and are escaped here.
/// </summary>
public static class FrameWriter
{
    public static void Call(IBufferWriter<byte> to, string messageId, string action, ReadOnlySpan<byte> payload)
    {
        to.Write("[2,"u8);
        Text(to, messageId);
        to.Write(","u8);
        Text(to, action);
        to.Write(","u8);
        to.Write(payload);
        to.Write("]"u8);
    }

    public static void CallResult(IBufferWriter<byte> to, string messageId, ReadOnlySpan<byte> payload)
    {
        to.Write("[3,"u8);
        Text(to, messageId);
        to.Write(","u8);
        to.Write(payload);
        to.Write("]"u8);
    }

    public static void CallError(IBufferWriter<byte> to, string messageId, string code, string description)
    {
        to.Write("[4,"u8);
        Text(to, messageId);
        to.Write(","u8);
        Text(to, code);
        to.Write(","u8);
        Text(to, Cut.Description(description));
        to.Write(",{}]"u8);
    }

    private static void Text(IBufferWriter<byte> to, string text)
    {
        to.Write("\""u8);
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && !text.Contains('"') && !text.Contains('\\'))
        {
            Encoding.ASCII.GetBytes(text, to);
        }
        else
        {
            to.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        }
        to.Write("\""u8);
    }
}
