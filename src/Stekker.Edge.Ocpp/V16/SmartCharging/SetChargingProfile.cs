using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.16: limit a connector, or with connector 0 the whole charge point, over time.</summary>
public static class SetChargingProfile
{
    public static OcppAction<SetChargingProfileRequest, SetChargingProfileResponse> Action { get; } = new(
        "SetChargingProfile", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.SmartCharging,
        Shape(
            Required("connectorId", Whole(min: 0)),
            Required("csChargingProfiles", ChargingProfile.Schema)),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.ChargingProfileStatus))),
        Ocpp16Wire.Json.SetChargingProfileRequest, Ocpp16Wire.Json.SetChargingProfileResponse);
}

public sealed record SetChargingProfileRequest(int ConnectorId, ChargingProfile CsChargingProfiles) : IOcppMessage;

public sealed record SetChargingProfileResponse(ChargingProfileStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<ChargingProfileStatus>))]
public enum ChargingProfileStatus
{
    Accepted,
    Rejected,
    NotSupported,
}
