using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>The words in which a message's schema is written, so that it reads beside the specification's tables.</summary>
internal static class Fields
{
    internal static ObjectSchema Shape(params ReadOnlySpan<PropertySchema> properties) => new([.. properties]);

    internal static PropertySchema Required(string name, ValueSchema value) => new(name, value, true);

    internal static PropertySchema Optional(string name, ValueSchema value) => new(name, value, false);

    internal static ValueSchema Text(int? maxLength = null) => new TextSchema(maxLength);

    internal static ValueSchema Secret(int maxLength) => new TextSchema(maxLength) { IsSecret = true };

    internal static ValueSchema Whole(int min = int.MinValue, int max = int.MaxValue) => new IntegerSchema(min, max);

    internal static ValueSchema Tenths(decimal min) => new DecimalSchema(min, isTenths: true);

    internal static ValueSchema Flag { get; } = new BooleanSchema();

    internal static ValueSchema Moment { get; } = new DateTimeSchema();

    internal static ValueSchema Link(int? maxLength = null) => new UriSchema(maxLength);

    internal static ValueSchema ListOf(ValueSchema item, int min = 0, int max = int.MaxValue) => new ArraySchema(item, min, max);

    /// <summary>The wire names come from the enum's own serialiser: one list, not two.</summary>
    internal static ValueSchema OneOf<T>(JsonTypeInfo<T> type)
        where T : struct, Enum =>
        new EnumSchema(WireNames(Enum.GetValues<T>(), type));

    /// <summary>Not generic: with forty enums, each would have its own copy of it in the native binary.</summary>
    private static ImmutableArray<string> WireNames(Array values, JsonTypeInfo type)
    {
        var names = ImmutableArray.CreateBuilder<string>(values.Length);
        foreach (var value in values)
        {
            names.Add(JsonSerializer.Serialize(value, type).Trim('"'));
        }
        return names.MoveToImmutable();
    }
}
