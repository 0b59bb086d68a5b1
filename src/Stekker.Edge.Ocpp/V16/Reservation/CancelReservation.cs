using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.1: free what was reserved.</summary>
public static class CancelReservation
{
    public static OcppAction<CancelReservationRequest, CancelReservationResponse> Action { get; } = new(
        "CancelReservation", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Reservation,
        Shape(Required("reservationId", Whole())),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.CancelReservationStatus))),
        Ocpp16Wire.Json.CancelReservationRequest, Ocpp16Wire.Json.CancelReservationResponse);
}

public sealed record CancelReservationRequest(int ReservationId) : IOcppMessage;

public sealed record CancelReservationResponse(CancelReservationStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<CancelReservationStatus>))]
public enum CancelReservationStatus
{
    Accepted,
    Rejected,
}
