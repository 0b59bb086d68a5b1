using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>Reads what <see cref="DateTimeSchema"/> lets through; writes UTC.</summary>
public sealed class UtcMomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryRead(ref reader, out var value) ? value : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        var utc = value.UtcDateTime;
        Span<char> text = stackalloc char[24];
        var format = utc.Millisecond == 0 ? Rfc3339.WholeSeconds : Rfc3339.WithMilliseconds;
        utc.TryFormat(text, out var written, format, System.Globalization.CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}

/// <summary>Reads 5.0 as 5, as <see cref="IntegerSchema"/> does.</summary>
public sealed class WholeNumberConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException();
        }
        if (reader.TryGetInt32(out var value))
        {
            return value;
        }
        return reader.TryGetDecimal(out var exact) && exact is >= int.MinValue and <= int.MaxValue && decimal.Truncate(exact) == exact
            ? (int)exact
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Reads a text, or a number as the text it was written as.</summary>
public sealed class TextOrNumberConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
