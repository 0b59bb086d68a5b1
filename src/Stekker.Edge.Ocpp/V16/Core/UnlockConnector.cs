using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.18: release a stuck cable; ends its transaction first.</summary>
public static class UnlockConnector
{
    public static OcppAction<UnlockConnectorRequest, UnlockConnectorResponse> Action { get; } = new(
        "UnlockConnector", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(Required("connectorId", Whole(min: 1))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.UnlockStatus))),
        Ocpp16Wire.Json.UnlockConnectorRequest, Ocpp16Wire.Json.UnlockConnectorResponse);
}

public sealed record UnlockConnectorRequest(int ConnectorId) : IOcppMessage;

public sealed record UnlockConnectorResponse(UnlockStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<UnlockStatus>))]
public enum UnlockStatus
{
    Unlocked,
    UnlockFailed,
    NotSupported,
}
