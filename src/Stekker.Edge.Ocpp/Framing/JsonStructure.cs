using System.Text.Json;

namespace Stekker.Edge.Ocpp.Framing;

/// <summary>
/// Walks over a JSON object and finds what JSON's grammar lets through but no two parsers agree on: a key given twice,
/// and an escaped half of a surrogate pair. Nothing behind this walk has to fear either.
/// </summary>
internal static class JsonStructure
{
    /// <summary>Keys in one object. OCPP's largest has fourteen; the bound keeps looking for duplicates cheap.</summary>
    internal const int MaxKeys = 256;

    private const int KeysOnStack = 24;

    /// <summary>Takes the reader from the object's start to its end. Returns what is wrong, or null.</summary>
    internal static string? Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        Span<(int Start, int Length)> keys = stackalloc (int, int)[KeysOnStack];
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (IsIllFormedText(ref reader))
            {
                return "A key holds half of a surrogate pair.";
            }
            var name = reader.ValueSpan;
            foreach (var (start, length) in keys[..count])
            {
                if (IsSame(json.Slice(start, length), name))
                {
                    return $"The key \"{Cut.Short(reader.GetString()!)}\" is given twice.";
                }
            }
            if (count == MaxKeys)
            {
                return $"An object has more than {MaxKeys} keys.";
            }
            if (count == keys.Length)
            {
                var more = new (int, int)[MaxKeys];
                keys.CopyTo(more);
                keys = more;
            }
            keys[count++] = ((int)reader.TokenStartIndex + 1, name.Length);
            reader.Read();
            if (WalkValue(ref reader, json) is { } problem)
            {
                return problem;
            }
        }
        return null;
    }

    /// <summary>True when the current string or key has an escape such as \ud83d without its other half: no text at all.</summary>
    internal static bool IsIllFormedText(ref Utf8JsonReader reader) => reader.ValueIsEscaped && HasLoneSurrogate(reader.ValueSpan);

    private static string? WalkValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Walk(ref reader, json);
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (WalkValue(ref reader, json) is { } problem)
                    {
                        return problem;
                    }
                }
                return null;
            case JsonTokenType.String:
                return IsIllFormedText(ref reader) ? "A text holds half of a surrogate pair." : null;
            default:
                return null;
        }
    }

    private static bool IsSame(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || ((a.Contains((byte)'\\') || b.Contains((byte)'\\')) && Unescape(a) == Unescape(b));

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        Span<byte> quoted = new byte[raw.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        raw.CopyTo(quoted[1..]);
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<byte> raw)
    {
        var expectLow = false;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || raw[++i] != 'u')
            {
                if (expectLow)
                {
                    return true;
                }
                continue;
            }
            // The reader has checked that four hexadecimal digits follow.
            var isSurrogate = raw[i + 1] is (byte)'d' or (byte)'D' && raw[i + 2] is not (>= (byte)'0' and <= (byte)'7');
            var isLow = isSurrogate && raw[i + 2] is not ((byte)'8' or (byte)'9' or (byte)'a' or (byte)'A' or (byte)'b' or (byte)'B');
            if (isLow != expectLow)
            {
                return true;
            }
            expectLow = isSurrogate && !isLow;
            i += 4;
        }
        return expectLow;
    }
}
