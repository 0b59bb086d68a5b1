using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>
/// Reads and writes an enum by the names the specification gives its members, in their exact spelling. The library's own converter does
/// more (numbers, flags, any case), which nobody may send, and the native binary would hold fifty copies of it.
/// </summary>
public sealed class WireNameConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly WireNames _names = WireNames.Of(typeof(T));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Unsafe.BitCast<int, T>(_names.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_names.NameOf(Unsafe.BitCast<T, int>(value)));
}

/// <summary>The names of one enum's members; what of the converter needs no copy for each enum.</summary>
internal sealed class WireNames
{
    private readonly (int Value, JsonEncodedText Name)[] _members;

    private WireNames((int, JsonEncodedText)[] members) => _members = members;

    internal static WireNames Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type type)
    {
        var fields = type.GetFields(BindingFlags.Public | BindingFlags.Static);
        var members = new (int, JsonEncodedText)[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = fields[i].GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? fields[i].Name;
            members[i] = ((int)fields[i].GetRawConstantValue()!, JsonEncodedText.Encode(name));
        }
        return new WireNames(members);
    }

    internal int Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var (value, name) in _members)
            {
                if (reader.ValueTextEquals(name.EncodedUtf8Bytes))
                {
                    return value;
                }
            }
        }
        throw new JsonException();
    }

    internal JsonEncodedText NameOf(int value)
    {
        foreach (var (known, name) in _members)
        {
            if (known == value)
            {
                return name;
            }
        }
        throw new JsonException($"{value} is no member of the enum.");
    }
}
