using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §6: names one certificate.</summary>
public sealed record CertificateHashData(HashAlgorithmEnumType HashAlgorithm, string IssuerNameHash, string IssuerKeyHash, string SerialNumber)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("hashAlgorithm", OneOf(Ocpp16Wire.Json.HashAlgorithmEnumType)),
        Required("issuerNameHash", Text(128)),
        Required("issuerKeyHash", Text(128)),
        Required("serialNumber", Text(40)));
}

[JsonConverter(typeof(WireNameConverter<HashAlgorithmEnumType>))]
public enum HashAlgorithmEnumType
{
    SHA256,
    SHA384,
    SHA512,
}
