using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.13: keep a connector, or with connector 0 any, for this card.</summary>
public static class ReserveNow
{
    public static OcppAction<ReserveNowRequest, ReserveNowResponse> Action { get; } = new(
        "ReserveNow", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Reservation,
        Shape(
            Required("connectorId", Whole(min: 0)),
            Required("expiryDate", Moment),
            Required("idTag", IdToken.Schema),
            Optional("parentIdTag", IdToken.Schema),
            Required("reservationId", Whole())),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.ReservationStatus))),
        Ocpp16Wire.Json.ReserveNowRequest, Ocpp16Wire.Json.ReserveNowResponse);
}

public sealed record ReserveNowRequest(
    int ConnectorId,
    DateTimeOffset ExpiryDate,
    string IdTag,
    int ReservationId,
    string? ParentIdTag = null) : IOcppMessage;

public sealed record ReserveNowResponse(ReservationStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<ReservationStatus>))]
public enum ReservationStatus
{
    Accepted,
    Faulted,
    Occupied,
    Rejected,
    Unavailable,
}
