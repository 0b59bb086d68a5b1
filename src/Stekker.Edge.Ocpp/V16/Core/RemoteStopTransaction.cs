using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.12: end this transaction.</summary>
public static class RemoteStopTransaction
{
    public static OcppAction<RemoteStopTransactionRequest, RemoteStopTransactionResponse> Action { get; } = new(
        "RemoteStopTransaction", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(Required("transactionId", Whole())),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.RemoteStartStopStatus))),
        Ocpp16Wire.Json.RemoteStopTransactionRequest, Ocpp16Wire.Json.RemoteStopTransactionResponse);
}

public sealed record RemoteStopTransactionRequest(int TransactionId) : IOcppMessage;

public sealed record RemoteStopTransactionResponse(RemoteStartStopStatus Status) : IOcppMessage;

/// <summary>OCPP 1.6 §7.39: the answer to both remote start and remote stop.</summary>
[JsonConverter(typeof(WireNameConverter<RemoteStartStopStatus>))]
public enum RemoteStartStopStatus
{
    Accepted,
    Rejected,
}
