using System.Collections.Immutable;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.33: what was measured at one moment.</summary>
public sealed record MeterValue(DateTimeOffset Timestamp, ImmutableArray<SampledValue> SampledValue)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("timestamp", Moment),
        Required("sampledValue", ListOf(V16.SampledValue.Schema, min: 1)));
}
