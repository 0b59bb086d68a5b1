using System.Text.Json;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>A text, with the greatest length the specification gives its CiString type. Characters are Unicode code points.</summary>
public sealed class TextSchema(int? maxLength = null) : ValueSchema
{
    public int? MaxLength => maxLength;

    /// <summary>Texts with this prefix may be longer than the specification says, up to <see cref="PrefixedMaxLength"/>.</summary>
    public string? LongPrefix { get; init; }

    public int PrefixedMaxLength { get; init; }

    /// <summary>Chargers are seen that send a sampled value as a JSON number; it is read as the text of that number.</summary>
    public bool AcceptsNumber { get; init; }

    public override string Expected => maxLength is { } max ? $"a text of at most {max} characters" : "a text";

    internal override PayloadFault? Check(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && AcceptsNumber)
        {
            return null;
        }
        if (reader.TokenType != JsonTokenType.String)
        {
            return WrongType(ref reader);
        }
        // A character takes at least one byte, so most texts need no counting.
        if (maxLength is not { } max || reader.ValueSpan.Length <= max || Length(ref reader) <= AllowedLength(ref reader, max))
        {
            return null;
        }
        return WrongValue(ref reader);
    }

    private int AllowedLength(ref Utf8JsonReader reader, int max) =>
        LongPrefix is not null && reader.GetString()!.StartsWith(LongPrefix, StringComparison.Ordinal) ? PrefixedMaxLength : max;

    private static int Length(ref Utf8JsonReader reader)
    {
        var count = 0;
        foreach (var _ in reader.GetString()!.EnumerateRunes())
        {
            count++;
        }
        return count;
    }
}
