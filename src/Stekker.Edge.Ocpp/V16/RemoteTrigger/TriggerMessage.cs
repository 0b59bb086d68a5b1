using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.17: send this message now.</summary>
public static class TriggerMessage
{
    public static OcppAction<TriggerMessageRequest, TriggerMessageResponse> Action { get; } = new(
        "TriggerMessage", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.RemoteTrigger,
        Shape(
            Required("requestedMessage", OneOf(Ocpp16Wire.Json.MessageTrigger)),
            Optional("connectorId", Whole(min: 1))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.TriggerMessageStatus))),
        Ocpp16Wire.Json.TriggerMessageRequest, Ocpp16Wire.Json.TriggerMessageResponse);
}

public sealed record TriggerMessageRequest(MessageTrigger RequestedMessage, int? ConnectorId = null) : IOcppMessage;

public sealed record TriggerMessageResponse(TriggerMessageStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<MessageTrigger>))]
public enum MessageTrigger
{
    BootNotification,
    DiagnosticsStatusNotification,
    FirmwareStatusNotification,
    Heartbeat,
    MeterValues,
    StatusNotification,
}

[JsonConverter(typeof(WireNameConverter<TriggerMessageStatus>))]
public enum TriggerMessageStatus
{
    Accepted,
    Rejected,
    NotImplemented,
}
