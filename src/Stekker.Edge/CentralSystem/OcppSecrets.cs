using System.Text;
using System.Text.Json;

namespace Stekker.Edge.CentralSystem;

/// <summary>
/// Takes out of an OCPP frame what nobody should read in a log: passwords of chargers (AuthorizationKey, OCPP 1.6 security whitepaper §2),
/// those a vendor keeps in keys of its own, and those in addresses (ftp://user:password@host).
/// </summary>
internal static class OcppSecrets
{
    public const string Mask = "***";

    private static readonly string[] Telltales = ["authorizationkey", "authorisationkey", "password", "passwd", "secret", "privatekey", "apikey"];

    /// <summary>More than a log line is for.</summary>
    private const int MostCharacters = 16_384;

    public static string RemovedFrom(string frame)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(frame);
            using MemoryStream written = new();
            using (Utf8JsonWriter writer = new(written, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                Write(document.RootElement, writer);
            }

            return Cut(Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length));
        }
        catch (JsonException)
        {
            return MayHoldSecret(frame) ? "(not JSON, and not shown: it may hold a password)" : Cut(WithoutLogin(frame));
        }
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, writer);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(WithoutLogin(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>A key that names a secret hides its own value, and, where it is OCPP's "key", the value beside it.</summary>
    private static void WriteObject(JsonElement element, Utf8JsonWriter writer)
    {
        bool namesSecret = element.EnumerateObject().Any(p => p.NameEquals("key") && p.Value.ValueKind == JsonValueKind.String && MayHoldSecret(p.Value.GetString()!));
        writer.WriteStartObject();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            if (MayHoldSecret(property.Name) || (namesSecret && property.NameEquals("value")))
            {
                writer.WriteStringValue(Mask);
            }
            else
            {
                Write(property.Value, writer);
            }
        }

        writer.WriteEndObject();
    }

    private static bool MayHoldSecret(string text)
    {
        foreach (string word in Telltales)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>ftp://user:password@host/ becomes ftp://***@host/.</summary>
    private static string WithoutLogin(string text)
    {
        int from = 0;
        while (text.IndexOf("://", from, StringComparison.Ordinal) is >= 0 and int scheme)
        {
            from = scheme + 3;
            int end = text.AsSpan(from).IndexOfAny("/ \"\n");
            int at = text.AsSpan(from, end < 0 ? text.Length - from : end).LastIndexOf('@');
            if (at >= 0)
            {
                text = string.Concat(text.AsSpan(0, from), Mask, text.AsSpan(from + at));
            }
        }

        return text;
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}… ({text.Length} characters)";
}
