using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.4: how an upload of diagnostics goes.</summary>
public static class DiagnosticsStatusNotification
{
    public static OcppAction<DiagnosticsStatusNotificationRequest, DiagnosticsStatusNotificationResponse> Action { get; } = new(
        "DiagnosticsStatusNotification", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.FirmwareManagement,
        Shape(Required("status", OneOf(Ocpp16Wire.Json.DiagnosticsStatus))),
        Shape(),
        Ocpp16Wire.Json.DiagnosticsStatusNotificationRequest, Ocpp16Wire.Json.DiagnosticsStatusNotificationResponse);
}

public sealed record DiagnosticsStatusNotificationRequest(DiagnosticsStatus Status) : IOcppMessage;

public sealed record DiagnosticsStatusNotificationResponse : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<DiagnosticsStatus>))]
public enum DiagnosticsStatus
{
    Idle,
    Uploaded,
    UploadFailed,
    Uploading,
}
