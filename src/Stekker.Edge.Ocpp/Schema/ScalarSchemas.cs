using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Stekker.Edge.Ocpp.Schema;

public sealed class BooleanSchema : ValueSchema
{
    public override string Expected => "true or false";

    internal override PayloadFault? Check(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False ? null : WrongType(ref reader);
}

/// <summary>An RFC 3339 date and time, OCPP 1.6 §3.15.</summary>
public sealed class DateTimeSchema : ValueSchema
{
    public override string Expected => "a date and time such as 2026-03-29T01:00:00Z";

    internal override PayloadFault? Check(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryRead(ref reader, out _) ? null : WrongType(ref reader);
}

public sealed class UriSchema(int? maxLength = null) : ValueSchema
{
    public int? MaxLength => maxLength;

    public override string Expected => "an absolute URI such as ftp://host/folder" + (maxLength is { } max ? $" of at most {max} characters" : "");

    internal override PayloadFault? Check(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return WrongType(ref reader);
        }
        var text = reader.GetString()!;
        if (text.Length > maxLength)
        {
            return WrongValue(ref reader);
        }
        return Uri.TryCreate(text, UriKind.Absolute, out _) ? null : WrongType(ref reader);
    }
}

/// <summary>One of the names the specification lists, in its exact spelling.</summary>
public sealed class EnumSchema(ImmutableArray<string> names) : ValueSchema
{
    private readonly ImmutableArray<byte[]> _utf8Names = [.. names.Select(Encoding.UTF8.GetBytes)];

    public ImmutableArray<string> Names => names;

    public override string Expected => "one of " + string.Join(", ", names);

    internal override PayloadFault? Check(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return WrongType(ref reader);
        }
        foreach (var name in _utf8Names)
        {
            if (reader.ValueTextEquals(name))
            {
                return null;
            }
        }
        return WrongValue(ref reader);
    }
}
