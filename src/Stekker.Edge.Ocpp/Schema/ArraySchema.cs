using System.Text.Json;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Schema;

public sealed class ArraySchema(ValueSchema item, int minItems = 0, int maxItems = int.MaxValue) : ValueSchema
{
    public ValueSchema Item => item;

    public int MinItems => minItems;

    public int MaxItems => maxItems;

    public override string Expected => (minItems, maxItems) switch
    {
        (0, int.MaxValue) => "a list",
        (_, int.MaxValue) => $"a list of at least {minItems}",
        _ => $"a list of {minItems} to {maxItems}",
    };

    internal override PayloadFault? Check(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return WrongType(ref reader);
        }
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (item.Check(ref reader) is { } fault)
            {
                return fault.Under($"[{count}]");
            }
            count++;
        }
        return count < minItems || count > maxItems
            ? new PayloadFault(OcppErrorCode.OccurenceConstraintViolation, "", $"has {count} items, should be {Expected}")
            : null;
    }
}
