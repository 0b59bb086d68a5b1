using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.8: charging began; the answer gives the transaction its number. The meter is in Wh.</summary>
public static class StartTransaction
{
    public static OcppAction<StartTransactionRequest, StartTransactionResponse> Action { get; } = new(
        "StartTransaction", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Core,
        Shape(
            Required("connectorId", Whole(min: 1)),
            Required("idTag", IdToken.Schema),
            Required("meterStart", Whole()),
            Optional("reservationId", Whole()),
            Required("timestamp", Moment)),
        Shape(
            Required("idTagInfo", IdTagInfo.Schema),
            Required("transactionId", Whole())),
        Ocpp16Wire.Json.StartTransactionRequest, Ocpp16Wire.Json.StartTransactionResponse);
}

public sealed record StartTransactionRequest(
    int ConnectorId,
    string IdTag,
    int MeterStart,
    DateTimeOffset Timestamp,
    int? ReservationId = null) : IOcppMessage;

public sealed record StartTransactionResponse(IdTagInfo IdTagInfo, int TransactionId) : IOcppMessage;
