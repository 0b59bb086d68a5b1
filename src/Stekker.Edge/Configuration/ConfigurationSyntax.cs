using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Stekker.Edge.Configuration;

/// <summary>From bytes to nodes. JSON with comments and trailing commas; a name twice in one object is an error, not a silent choice.</summary>
internal static class ConfigurationSyntax
{
    private const int MaxDepth = 32;
    private const int MostSaid = 200;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaxDepth,
    };

    /// <summary>Null where it is no JSON; the findings say where and why.</summary>
    public static ConfigurationNode? Parse(ReadOnlySpan<byte> utf8, Findings findings)
    {
        ReadOnlySpan<byte> text = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (!Utf8.IsValid(text))
        {
            findings.Error(LineOf(text, BadByte(text)), "", "must be UTF-8 text; save the file in that encoding");
            return null;
        }

        Utf8JsonReader reader = new(text, Options);
        try
        {
            reader.Read();
            ConfigurationNode root = Value(ref reader, "", findings);
            while (reader.Read())
            {
                // Only comments may follow; anything else throws.
            }

            if (root.Kind == NodeKind.Object)
            {
                return root;
            }

            findings.Error("line 1", root.Shown(), "must be an object: { \"siteId\": …, \"grid\": { … } }");
        }
        catch (JsonException e)
        {
            string where = e is { LineNumber: { } line, BytePositionInLine: { } column }
                ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {column + 1}")
                : "line 1";
            findings.Error(where, "", InWords(e.Message));
        }
        catch (InvalidOperationException)
        {
            // A \u escape of half a character: valid JSON, but no text.
            findings.Error(LineOf(text, (int)reader.TokenStartIndex), "", "must not hold half a character (a \\ud800 to \\udfff escape without its other half)");
        }

        return null;
    }

    private static ConfigurationNode Value(ref Utf8JsonReader reader, string path, Findings findings) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader, path, findings),
        JsonTokenType.StartArray => List(ref reader, path, findings),
        JsonTokenType.String => ConfigurationNode.Of(NodeKind.Text, reader.GetString() ?? ""),
        JsonTokenType.Number => ConfigurationNode.Of(NodeKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)),
        JsonTokenType.True => ConfigurationNode.Of(NodeKind.Flag, "true"),
        JsonTokenType.False => ConfigurationNode.Of(NodeKind.Flag, "false"),
        _ => ConfigurationNode.Of(NodeKind.Nothing, "null"),
    };

    private static ConfigurationNode Object(ref Utf8JsonReader reader, string path, Findings findings)
    {
        List<KeyValuePair<string, ConfigurationNode>> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString() ?? "";
            string key = ObjectReader.Join(path, name);
            reader.Read();
            ConfigurationNode node = Value(ref reader, key, findings);
            if (names.Add(name))
            {
                members.Add(new(name, node));
            }
            else
            {
                findings.Error(key, "", "is there twice; keep one of them");
            }
        }

        return new ConfigurationNode(NodeKind.Object, "", members, []);
    }

    private static ConfigurationNode List(ref Utf8JsonReader reader, string path, Findings findings)
    {
        List<ConfigurationNode> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader, ObjectReader.Item(path, items.Count), findings));
        }

        return new ConfigurationNode(NodeKind.List, "", [], items);
    }

    /// <summary>The framework's sentence without its coordinates, which are the key already.</summary>
    private static string InWords(string message)
    {
        if (message.Contains("depth to be zero", StringComparison.Ordinal))
        {
            return "ends here before it is whole: a closing } or ] is missing";
        }

        int coordinates = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string sentence = coordinates >= 0 ? message[..coordinates] : message;
        return $"is no JSON here: {ConfigurationNode.Clean(sentence, MostSaid)} Often a comma, quote or bracket is missing just before.";
    }

    private static int BadByte(ReadOnlySpan<byte> text)
    {
        int good = 0;
        while (good < text.Length && Rune.DecodeFromUtf8(text[good..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            good += length;
        }

        return good;
    }

    private static string LineOf(ReadOnlySpan<byte> text, int at) =>
        string.Create(CultureInfo.InvariantCulture, $"line {text[..Math.Min(at, text.Length)].Count((byte)'\n') + 1}");
}
