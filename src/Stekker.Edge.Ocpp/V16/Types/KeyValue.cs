using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.29: one configuration key. Its value may be a password.</summary>
public sealed record KeyValue(string Key, bool Readonly, string? Value = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("key", Text(50)),
        Required("readonly", Flag),
        Optional("value", Secret(500)));
}
