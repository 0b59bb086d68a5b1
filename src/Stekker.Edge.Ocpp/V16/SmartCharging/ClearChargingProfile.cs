using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.5: remove the profiles that match every given field; all of them when none is given.</summary>
public static class ClearChargingProfile
{
    public static OcppAction<ClearChargingProfileRequest, ClearChargingProfileResponse> Action { get; } = new(
        "ClearChargingProfile", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.SmartCharging,
        Shape(
            Optional("id", Whole()),
            Optional("connectorId", Whole(min: 0)),
            Optional("chargingProfilePurpose", OneOf(Ocpp16Wire.Json.ChargingProfilePurposeType)),
            Optional("stackLevel", Whole(min: 0))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.ClearChargingProfileStatus))),
        Ocpp16Wire.Json.ClearChargingProfileRequest, Ocpp16Wire.Json.ClearChargingProfileResponse);
}

public sealed record ClearChargingProfileRequest(
    int? Id = null,
    int? ConnectorId = null,
    ChargingProfilePurposeType? ChargingProfilePurpose = null,
    int? StackLevel = null) : IOcppMessage;

public sealed record ClearChargingProfileResponse(ClearChargingProfileStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<ClearChargingProfileStatus>))]
public enum ClearChargingProfileStatus
{
    Accepted,
    Unknown,
}
