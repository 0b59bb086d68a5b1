using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.7: which certificates of this kind are installed?</summary>
public static class GetInstalledCertificateIds
{
    public static OcppAction<GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse> Action { get; } = new(
        "GetInstalledCertificateIds", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Security,
        Shape(Required("certificateType", OneOf(Ocpp16Wire.Json.CertificateUseEnumType))),
        Shape(
            Optional("certificateHashData", ListOf(V16.CertificateHashData.Schema, min: 1)),
            Required("status", OneOf(Ocpp16Wire.Json.GetInstalledCertificateStatusEnumType))),
        Ocpp16Wire.Json.GetInstalledCertificateIdsRequest, Ocpp16Wire.Json.GetInstalledCertificateIdsResponse);
}

public sealed record GetInstalledCertificateIdsRequest(CertificateUseEnumType CertificateType) : IOcppMessage;

public sealed record GetInstalledCertificateIdsResponse(
    GetInstalledCertificateStatusEnumType Status,
    ImmutableArray<CertificateHashData>? CertificateHashData = null) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<CertificateUseEnumType>))]
public enum CertificateUseEnumType
{
    CentralSystemRootCertificate,
    ManufacturerRootCertificate,
}

[JsonConverter(typeof(WireNameConverter<GetInstalledCertificateStatusEnumType>))]
public enum GetInstalledCertificateStatusEnumType
{
    Accepted,
    NotFound,
}
