using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.14: restart; a soft reset first ends the transactions properly.</summary>
public static class Reset
{
    public static OcppAction<ResetRequest, ResetResponse> Action { get; } = new(
        "Reset", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(Required("type", OneOf(Ocpp16Wire.Json.ResetType))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.ResetStatus))),
        Ocpp16Wire.Json.ResetRequest, Ocpp16Wire.Json.ResetResponse);
}

public sealed record ResetRequest(ResetType Type) : IOcppMessage;

public sealed record ResetResponse(ResetStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<ResetType>))]
public enum ResetType
{
    Hard,
    Soft,
}

[JsonConverter(typeof(WireNameConverter<ResetStatus>))]
public enum ResetStatus
{
    Accepted,
    Rejected,
}
