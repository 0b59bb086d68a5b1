using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.19: how an update with signed firmware goes.</summary>
public static class SignedFirmwareStatusNotification
{
    public static OcppAction<SignedFirmwareStatusNotificationRequest, SignedFirmwareStatusNotificationResponse> Action { get; } = new(
        "SignedFirmwareStatusNotification", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Security,
        Shape(
            Required("status", OneOf(Ocpp16Wire.Json.FirmwareStatusEnumType)),
            Optional("requestId", Whole())),
        Shape(),
        Ocpp16Wire.Json.SignedFirmwareStatusNotificationRequest, Ocpp16Wire.Json.SignedFirmwareStatusNotificationResponse);
}

public sealed record SignedFirmwareStatusNotificationRequest(FirmwareStatusEnumType Status, int? RequestId = null) : IOcppMessage;

public sealed record SignedFirmwareStatusNotificationResponse : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<FirmwareStatusEnumType>))]
public enum FirmwareStatusEnumType
{
    Downloaded,
    DownloadFailed,
    Downloading,
    DownloadScheduled,
    DownloadPaused,
    Idle,
    InstallationFailed,
    Installing,
    Installed,
    InstallRebooting,
    InstallScheduled,
    InstallVerificationFailed,
    InvalidSignature,
    SignatureVerified,
}
