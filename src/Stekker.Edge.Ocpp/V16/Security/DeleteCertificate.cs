using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.3: no longer trust this certificate.</summary>
public static class DeleteCertificate
{
    public static OcppAction<DeleteCertificateRequest, DeleteCertificateResponse> Action { get; } = new(
        "DeleteCertificate", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Security,
        Shape(Required("certificateHashData", V16.CertificateHashData.Schema)),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.DeleteCertificateStatus))),
        Ocpp16Wire.Json.DeleteCertificateRequest, Ocpp16Wire.Json.DeleteCertificateResponse);
}

public sealed record DeleteCertificateRequest(CertificateHashData CertificateHashData) : IOcppMessage;

public sealed record DeleteCertificateResponse(DeleteCertificateStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<DeleteCertificateStatus>))]
public enum DeleteCertificateStatus
{
    Accepted,
    Failed,
    NotFound,
}
