using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>
/// OCPP 1.6 §7.43: one reading. Left out, the measurand is Energy.Active.Import.Register, the unit Wh, the context Sample.Periodic,
/// the location Outlet and the format Raw. The value is text: a decimal number, or signed data.
/// </summary>
public sealed record SampledValue(
    [property: JsonConverter(typeof(TextOrNumberConverter))] string Value,
    ReadingContext? Context = null,
    ValueFormat? Format = null,
    Measurand? Measurand = null,
    Phase? Phase = null,
    Location? Location = null,
    UnitOfMeasure? Unit = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("value", new TextSchema { AcceptsNumber = true }),
        Optional("context", OneOf(Ocpp16Wire.Json.ReadingContext)),
        Optional("format", OneOf(Ocpp16Wire.Json.ValueFormat)),
        Optional("measurand", OneOf(Ocpp16Wire.Json.Measurand)),
        Optional("phase", OneOf(Ocpp16Wire.Json.Phase)),
        Optional("location", OneOf(Ocpp16Wire.Json.Location)),
        Optional("unit", OneOf(Ocpp16Wire.Json.UnitOfMeasure)));
}
