using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.11: start charging as if this card had been presented.</summary>
public static class RemoteStartTransaction
{
    public static OcppAction<RemoteStartTransactionRequest, RemoteStartTransactionResponse> Action { get; } = new(
        "RemoteStartTransaction", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(
            Optional("connectorId", Whole(min: 1)),
            Required("idTag", IdToken.Schema),
            Optional("chargingProfile", V16.ChargingProfile.Schema)),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.RemoteStartStopStatus))),
        Ocpp16Wire.Json.RemoteStartTransactionRequest, Ocpp16Wire.Json.RemoteStartTransactionResponse);
}

public sealed record RemoteStartTransactionRequest(
    string IdTag,
    int? ConnectorId = null,
    ChargingProfile? ChargingProfile = null) : IOcppMessage;

public sealed record RemoteStartTransactionResponse(RemoteStartStopStatus Status) : IOcppMessage;
