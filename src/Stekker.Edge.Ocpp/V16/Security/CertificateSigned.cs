using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.1: here is the certificate you asked for, with its chain, as PEM.</summary>
public static class CertificateSigned
{
    public static OcppAction<CertificateSignedRequest, CertificateSignedResponse> Action { get; } = new(
        "CertificateSigned", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Security,
        Shape(Required("certificateChain", Text(10000))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.CertificateSignedStatus))),
        Ocpp16Wire.Json.CertificateSignedRequest, Ocpp16Wire.Json.CertificateSignedResponse);
}

public sealed record CertificateSignedRequest(string CertificateChain) : IOcppMessage;

public sealed record CertificateSignedResponse(CertificateSignedStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<CertificateSignedStatus>))]
public enum CertificateSignedStatus
{
    Accepted,
    Rejected,
}
