using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.8: a limit over time, and when and to what it applies.</summary>
public sealed record ChargingProfile(
    int ChargingProfileId,
    int StackLevel,
    ChargingProfilePurposeType ChargingProfilePurpose,
    ChargingProfileKindType ChargingProfileKind,
    ChargingSchedule ChargingSchedule,
    int? TransactionId = null,
    RecurrencyKindType? RecurrencyKind = null,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("chargingProfileId", Whole()),
        Optional("transactionId", Whole()),
        Required("stackLevel", Whole(min: 0)),
        Required("chargingProfilePurpose", OneOf(Ocpp16Wire.Json.ChargingProfilePurposeType)),
        Required("chargingProfileKind", OneOf(Ocpp16Wire.Json.ChargingProfileKindType)),
        Optional("recurrencyKind", OneOf(Ocpp16Wire.Json.RecurrencyKindType)),
        Optional("validFrom", Moment),
        Optional("validTo", Moment),
        Required("chargingSchedule", V16.ChargingSchedule.Schema));
}

/// <summary>OCPP 1.6 §7.10</summary>
[JsonConverter(typeof(WireNameConverter<ChargingProfilePurposeType>))]
public enum ChargingProfilePurposeType
{
    ChargePointMaxProfile,
    TxDefaultProfile,
    TxProfile,
}

/// <summary>OCPP 1.6 §7.9</summary>
[JsonConverter(typeof(WireNameConverter<ChargingProfileKindType>))]
public enum ChargingProfileKindType
{
    Absolute,
    Recurring,
    Relative,
}

/// <summary>OCPP 1.6 §7.37</summary>
[JsonConverter(typeof(WireNameConverter<RecurrencyKindType>))]
public enum RecurrencyKindType
{
    Daily,
    Weekly,
}
