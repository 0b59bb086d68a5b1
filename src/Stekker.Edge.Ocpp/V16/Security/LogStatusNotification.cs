using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.13: how an upload of a log goes.</summary>
public static class LogStatusNotification
{
    public static OcppAction<LogStatusNotificationRequest, LogStatusNotificationResponse> Action { get; } = new(
        "LogStatusNotification", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Security,
        Shape(
            Required("status", OneOf(Ocpp16Wire.Json.UploadLogStatusEnumType)),
            Optional("requestId", Whole())),
        Shape(),
        Ocpp16Wire.Json.LogStatusNotificationRequest, Ocpp16Wire.Json.LogStatusNotificationResponse);
}

public sealed record LogStatusNotificationRequest(UploadLogStatusEnumType Status, int? RequestId = null) : IOcppMessage;

public sealed record LogStatusNotificationResponse : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<UploadLogStatusEnumType>))]
public enum UploadLogStatusEnumType
{
    BadMessage,
    Idle,
    NotSupportedOperation,
    PermissionDenied,
    Uploaded,
    UploadFailure,
    Uploading,
}
