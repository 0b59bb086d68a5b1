using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.3 and §5.6: whatever a vendor needs that OCPP lacks, in either direction.</summary>
public static class DataTransfer
{
    public static OcppAction<DataTransferRequest, DataTransferResponse> Action { get; } = new(
        "DataTransfer", OcppDirection.Both, Ocpp16.Profiles.Core,
        Shape(
            Required("vendorId", Text(255)),
            Optional("messageId", Text(50)),
            Optional("data", Text())),
        Shape(
            Required("status", OneOf(Ocpp16Wire.Json.DataTransferStatus)),
            Optional("data", Text())),
        Ocpp16Wire.Json.DataTransferRequest, Ocpp16Wire.Json.DataTransferResponse);
}

public sealed record DataTransferRequest(string VendorId, string? MessageId = null, string? Data = null) : IOcppMessage;

public sealed record DataTransferResponse(DataTransferStatus Status, string? Data = null) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<DataTransferStatus>))]
public enum DataTransferStatus
{
    Accepted,
    Rejected,
    UnknownMessageId,
    UnknownVendorId,
}
