using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Schema;

public sealed class PropertySchema(string name, ValueSchema value, bool isRequired)
{
    internal byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public string Name => name;

    public ValueSchema Value => value;

    public bool IsRequired => isRequired;
}

/// <summary>
/// An object's fields. Fields the specification does not know are let through unread (vendors add their own), and a null is
/// a field left out (firmware that serialises its empty fields).
/// </summary>
public sealed class ObjectSchema(ImmutableArray<PropertySchema> properties) : ValueSchema
{
    public ImmutableArray<PropertySchema> Properties => properties;

    public override string Expected => "an object";

    /// <summary>Checks a whole payload, from whatever source: structure first, then every field.</summary>
    public PayloadFault? Check(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = FrameReader.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new PayloadFault(OcppErrorCode.FormationViolation, "", "is not a JSON object");
            }
            var problem = JsonStructure.Walk(ref reader, json);
            if (problem is null && reader.Read())
            {
                problem = "Something follows the object.";
            }
            return problem is null ? CheckFields(json) : new PayloadFault(OcppErrorCode.FormationViolation, "", "is unreadable. " + problem);
        }
        catch (JsonException e)
        {
            return new PayloadFault(OcppErrorCode.FormationViolation, "", $"is not JSON at byte {e.BytePositionInLine ?? 0}");
        }
    }

    /// <summary>The second half of <see cref="Check(ReadOnlySpan{byte})"/>, for a payload whose structure the frame reader has walked.</summary>
    internal PayloadFault? CheckFields(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = FrameReader.MaxDepth });
        reader.Read();
        return Check(ref reader);
    }

    internal override PayloadFault? Check(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return WrongType(ref reader);
        }
        ulong present = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var index = IndexOf(ref reader);
            reader.Read();
            if (index < 0 || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }
            present |= 1UL << index;
            if (properties[index].Value.Check(ref reader) is { } fault)
            {
                return fault.Under(properties[index].Name);
            }
        }
        return Missing(present);
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < properties.Length; i++)
        {
            if (reader.ValueTextEquals(properties[i].Utf8Name))
            {
                return i;
            }
        }
        return -1;
    }

    private PayloadFault? Missing(ulong present)
    {
        for (var i = 0; i < properties.Length; i++)
        {
            if (properties[i].IsRequired && (present & (1UL << i)) == 0)
            {
                return new PayloadFault(OcppErrorCode.OccurenceConstraintViolation, properties[i].Name,
                    $"is missing, should be {properties[i].Value.Expected}");
            }
        }
        return null;
    }
}
