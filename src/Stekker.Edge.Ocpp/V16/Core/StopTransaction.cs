using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.10: charging ended. The meter is in Wh.</summary>
public static class StopTransaction
{
    public static OcppAction<StopTransactionRequest, StopTransactionResponse> Action { get; } = new(
        "StopTransaction", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Core,
        Shape(
            Optional("idTag", IdToken.Schema),
            Required("meterStop", Whole()),
            Required("timestamp", Moment),
            Required("transactionId", Whole()),
            Optional("reason", OneOf(Ocpp16Wire.Json.Reason)),
            Optional("transactionData", ListOf(V16.MeterValue.Schema))),
        Shape(Optional("idTagInfo", IdTagInfo.Schema)),
        Ocpp16Wire.Json.StopTransactionRequest, Ocpp16Wire.Json.StopTransactionResponse);
}

public sealed record StopTransactionRequest(
    int MeterStop,
    DateTimeOffset Timestamp,
    int TransactionId,
    string? IdTag = null,
    Reason? Reason = null,
    ImmutableArray<MeterValue>? TransactionData = null) : IOcppMessage;

public sealed record StopTransactionResponse(IdTagInfo? IdTagInfo = null) : IOcppMessage;

/// <summary>OCPP 1.6 §7.36. A stop without a reason means Local.</summary>
[JsonConverter(typeof(WireNameConverter<Reason>))]
public enum Reason
{
    DeAuthorized,
    EmergencyStop,
    EVDisconnected,
    HardReset,
    Local,
    Other,
    PowerLoss,
    Reboot,
    Remote,
    SoftReset,
    UnlockCommand,
}
