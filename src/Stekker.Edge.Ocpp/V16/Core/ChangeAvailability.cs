using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.2: take a connector, or with connector 0 the whole charge point, in or out of service.</summary>
public static class ChangeAvailability
{
    public static OcppAction<ChangeAvailabilityRequest, ChangeAvailabilityResponse> Action { get; } = new(
        "ChangeAvailability", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(
            Required("connectorId", Whole(min: 0)),
            Required("type", OneOf(Ocpp16Wire.Json.AvailabilityType))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.AvailabilityStatus))),
        Ocpp16Wire.Json.ChangeAvailabilityRequest, Ocpp16Wire.Json.ChangeAvailabilityResponse);
}

public sealed record ChangeAvailabilityRequest(int ConnectorId, AvailabilityType Type) : IOcppMessage;

public sealed record ChangeAvailabilityResponse(AvailabilityStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<AvailabilityType>))]
public enum AvailabilityType
{
    Inoperative,
    Operative,
}

[JsonConverter(typeof(WireNameConverter<AvailabilityStatus>))]
public enum AvailabilityStatus
{
    Accepted,
    Rejected,
    Scheduled,
}
