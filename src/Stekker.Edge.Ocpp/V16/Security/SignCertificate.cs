using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.17: please have this certificate request (PKCS#10, PEM) signed.</summary>
public static class SignCertificate
{
    public static OcppAction<SignCertificateRequest, SignCertificateResponse> Action { get; } = new(
        "SignCertificate", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Security,
        Shape(Required("csr", Text(5500))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.GenericStatusEnumType))),
        Ocpp16Wire.Json.SignCertificateRequest, Ocpp16Wire.Json.SignCertificateResponse);
}

public sealed record SignCertificateRequest(string Csr) : IOcppMessage;

public sealed record SignCertificateResponse(GenericStatusEnumType Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<GenericStatusEnumType>))]
public enum GenericStatusEnumType
{
    Accepted,
    Rejected,
}
