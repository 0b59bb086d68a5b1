using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.21: fetch and install firmware after checking its signature.</summary>
public static class SignedUpdateFirmware
{
    public static OcppAction<SignedUpdateFirmwareRequest, SignedUpdateFirmwareResponse> Action { get; } = new(
        "SignedUpdateFirmware", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Security,
        Shape(
            Optional("retries", Whole(min: 0)),
            Optional("retryInterval", Whole(min: 0)),
            Required("requestId", Whole()),
            Required("firmware", FirmwareType.Schema)),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.UpdateFirmwareStatusEnumType))),
        Ocpp16Wire.Json.SignedUpdateFirmwareRequest, Ocpp16Wire.Json.SignedUpdateFirmwareResponse);
}

public sealed record SignedUpdateFirmwareRequest(
    int RequestId,
    FirmwareType Firmware,
    int? Retries = null,
    int? RetryInterval = null) : IOcppMessage;

public sealed record SignedUpdateFirmwareResponse(UpdateFirmwareStatusEnumType Status) : IOcppMessage;

public sealed record FirmwareType(
    string Location,
    DateTimeOffset RetrieveDateTime,
    string SigningCertificate,
    string Signature,
    DateTimeOffset? InstallDateTime = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("location", Text(512)),
        Required("retrieveDateTime", Moment),
        Optional("installDateTime", Moment),
        Required("signingCertificate", Text(5500)),
        Required("signature", Text(800)));
}

[JsonConverter(typeof(WireNameConverter<UpdateFirmwareStatusEnumType>))]
public enum UpdateFirmwareStatusEnumType
{
    Accepted,
    Rejected,
    AcceptedCanceled,
    InvalidCertificate,
    RevokedCertificate,
}
