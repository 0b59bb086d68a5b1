using System.Collections.Immutable;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.7: readings of one connector, or of the main meter as connector 0.</summary>
public static class MeterValues
{
    public static OcppAction<MeterValuesRequest, MeterValuesResponse> Action { get; } = new(
        "MeterValues", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Core,
        Shape(
            Required("connectorId", Whole(min: 0)),
            Optional("transactionId", Whole()),
            Required("meterValue", ListOf(V16.MeterValue.Schema, min: 1))),
        Shape(),
        Ocpp16Wire.Json.MeterValuesRequest, Ocpp16Wire.Json.MeterValuesResponse);
}

public sealed record MeterValuesRequest(int ConnectorId, ImmutableArray<MeterValue> MeterValue, int? TransactionId = null) : IOcppMessage;

public sealed record MeterValuesResponse : IOcppMessage;
