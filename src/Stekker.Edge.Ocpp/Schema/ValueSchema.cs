using System.Text.Json;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>
/// What the specification says of one value. The reader stands on the value's first token and is left on its last;
/// structure (duplicate keys, broken text) has been checked by <see cref="JsonStructure"/> before.
/// </summary>
public abstract class ValueSchema
{
    /// <summary>What would be right, to end the sentence "should be …".</summary>
    public abstract string Expected { get; }

    /// <summary>True for what an error message must not repeat: keys, passwords, cards.</summary>
    public bool IsSecret { get; init; }

    internal abstract PayloadFault? Check(ref Utf8JsonReader reader);

    private protected PayloadFault WrongType(ref Utf8JsonReader reader) => Wrong(OcppErrorCode.TypeConstraintViolation, ref reader);

    private protected PayloadFault WrongValue(ref Utf8JsonReader reader) => Wrong(OcppErrorCode.PropertyConstraintViolation, ref reader);

    private PayloadFault Wrong(OcppErrorCode code, ref Utf8JsonReader reader)
    {
        var fault = new PayloadFault(code, "", $"is {Found(ref reader)}, should be {Expected}");
        reader.Skip();
        return fault;
    }

    private string Found(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when IsSecret => "a text not shown here",
        JsonTokenType.String => $"text \"{Cut.Short(reader.GetString()!)}\"",
        JsonTokenType.Number when IsSecret => "a number not shown here",
        JsonTokenType.Number => $"the number {Cut.Short(System.Text.Encoding.UTF8.GetString(reader.ValueSpan))}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };
}
