using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.13. Duration in seconds; limits and the least rate in the schedule's own unit.</summary>
public sealed record ChargingSchedule(
    ChargingRateUnitType ChargingRateUnit,
    ImmutableArray<ChargingSchedulePeriod> ChargingSchedulePeriod,
    int? Duration = null,
    DateTimeOffset? StartSchedule = null,
    decimal? MinChargingRate = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Optional("duration", Whole(min: 0)),
        Optional("startSchedule", Moment),
        Required("chargingRateUnit", OneOf(Ocpp16Wire.Json.ChargingRateUnitType)),
        Required("chargingSchedulePeriod", ListOf(V16.ChargingSchedulePeriod.Schema, min: 1)),
        Optional("minChargingRate", Tenths(min: 0)));
}

/// <summary>OCPP 1.6 §7.14: from this second of the schedule on, this limit. An absent number of phases means three.</summary>
public sealed record ChargingSchedulePeriod(int StartPeriod, decimal Limit, int? NumberPhases = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("startPeriod", Whole(min: 0)),
        Required("limit", Tenths(min: 0)),
        Optional("numberPhases", Whole(min: 0, max: 3)));
}

/// <summary>OCPP 1.6 §7.12: a limit in amperes is per phase, one in watts is the sum of the phases.</summary>
[JsonConverter(typeof(WireNameConverter<ChargingRateUnitType>))]
public enum ChargingRateUnitType
{
    A,
    W,
}
