using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.5: how a firmware update goes.</summary>
public static class FirmwareStatusNotification
{
    public static OcppAction<FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse> Action { get; } = new(
        "FirmwareStatusNotification", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.FirmwareManagement,
        Shape(Required("status", OneOf(Ocpp16Wire.Json.FirmwareStatus))),
        Shape(),
        Ocpp16Wire.Json.FirmwareStatusNotificationRequest, Ocpp16Wire.Json.FirmwareStatusNotificationResponse);
}

public sealed record FirmwareStatusNotificationRequest(FirmwareStatus Status) : IOcppMessage;

public sealed record FirmwareStatusNotificationResponse : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<FirmwareStatus>))]
public enum FirmwareStatus
{
    Downloaded,
    DownloadFailed,
    Downloading,
    Idle,
    InstallationFailed,
    Installing,
    Installed,
}
