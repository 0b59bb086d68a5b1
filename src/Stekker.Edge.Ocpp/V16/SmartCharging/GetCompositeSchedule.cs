using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.7: what will the connector be limited to, all its profiles taken together? Duration in seconds.</summary>
public static class GetCompositeSchedule
{
    public static OcppAction<GetCompositeScheduleRequest, GetCompositeScheduleResponse> Action { get; } = new(
        "GetCompositeSchedule", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.SmartCharging,
        Shape(
            Required("connectorId", Whole(min: 0)),
            Required("duration", Whole(min: 0)),
            Optional("chargingRateUnit", OneOf(Ocpp16Wire.Json.ChargingRateUnitType))),
        Shape(
            Required("status", OneOf(Ocpp16Wire.Json.GetCompositeScheduleStatus)),
            Optional("connectorId", Whole(min: 0)),
            Optional("scheduleStart", Moment),
            Optional("chargingSchedule", V16.ChargingSchedule.Schema)),
        Ocpp16Wire.Json.GetCompositeScheduleRequest, Ocpp16Wire.Json.GetCompositeScheduleResponse);
}

public sealed record GetCompositeScheduleRequest(
    int ConnectorId,
    int Duration,
    ChargingRateUnitType? ChargingRateUnit = null) : IOcppMessage;

public sealed record GetCompositeScheduleResponse(
    GetCompositeScheduleStatus Status,
    int? ConnectorId = null,
    DateTimeOffset? ScheduleStart = null,
    ChargingSchedule? ChargingSchedule = null) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<GetCompositeScheduleStatus>))]
public enum GetCompositeScheduleStatus
{
    Accepted,
    Rejected,
}
