using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.11: trust this root certificate, as PEM.</summary>
public static class InstallCertificate
{
    public static OcppAction<InstallCertificateRequest, InstallCertificateResponse> Action { get; } = new(
        "InstallCertificate", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Security,
        Shape(
            Required("certificateType", OneOf(Ocpp16Wire.Json.CertificateUseEnumType)),
            Required("certificate", Text(5500))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.InstallCertificateStatus))),
        Ocpp16Wire.Json.InstallCertificateRequest, Ocpp16Wire.Json.InstallCertificateResponse);
}

public sealed record InstallCertificateRequest(CertificateUseEnumType CertificateType, string Certificate) : IOcppMessage;

public sealed record InstallCertificateResponse(InstallCertificateStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<InstallCertificateStatus>))]
public enum InstallCertificateStatus
{
    Accepted,
    Failed,
    Rejected,
}
