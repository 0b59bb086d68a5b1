using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.5: TriggerMessage with the messages that security added.</summary>
public static class ExtendedTriggerMessage
{
    public static OcppAction<ExtendedTriggerMessageRequest, ExtendedTriggerMessageResponse> Action { get; } = new(
        "ExtendedTriggerMessage", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Security,
        Shape(
            Required("requestedMessage", OneOf(Ocpp16Wire.Json.MessageTriggerEnumType)),
            Optional("connectorId", Whole(min: 1))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.TriggerMessageStatusEnumType))),
        Ocpp16Wire.Json.ExtendedTriggerMessageRequest, Ocpp16Wire.Json.ExtendedTriggerMessageResponse);
}

public sealed record ExtendedTriggerMessageRequest(MessageTriggerEnumType RequestedMessage, int? ConnectorId = null) : IOcppMessage;

public sealed record ExtendedTriggerMessageResponse(TriggerMessageStatusEnumType Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<MessageTriggerEnumType>))]
public enum MessageTriggerEnumType
{
    BootNotification,
    LogStatusNotification,
    FirmwareStatusNotification,
    Heartbeat,
    MeterValues,
    SignChargePointCertificate,
    StatusNotification,
}

[JsonConverter(typeof(WireNameConverter<TriggerMessageStatusEnumType>))]
public enum TriggerMessageStatusEnumType
{
    Accepted,
    Rejected,
    NotImplemented,
}
