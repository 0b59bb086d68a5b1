using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.9: a connector, or the charge point as connector 0, changed state or met an error.</summary>
public static class StatusNotification
{
    public static OcppAction<StatusNotificationRequest, StatusNotificationResponse> Action { get; } = new(
        "StatusNotification", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Core,
        Shape(
            Required("connectorId", Whole(min: 0)),
            Required("errorCode", OneOf(Ocpp16Wire.Json.ChargePointErrorCode)),
            Optional("info", Text(50)),
            Required("status", OneOf(Ocpp16Wire.Json.ChargePointStatus)),
            Optional("timestamp", Moment),
            Optional("vendorId", Text(255)),
            Optional("vendorErrorCode", Text(50))),
        Shape(),
        Ocpp16Wire.Json.StatusNotificationRequest, Ocpp16Wire.Json.StatusNotificationResponse);
}

public sealed record StatusNotificationRequest(
    int ConnectorId,
    ChargePointErrorCode ErrorCode,
    ChargePointStatus Status,
    string? Info = null,
    DateTimeOffset? Timestamp = null,
    string? VendorId = null,
    string? VendorErrorCode = null) : IOcppMessage;

public sealed record StatusNotificationResponse : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<ChargePointErrorCode>))]
public enum ChargePointErrorCode
{
    ConnectorLockFailure,
    EVCommunicationError,
    GroundFailure,
    HighTemperature,
    InternalError,
    LocalListConflict,
    NoError,
    OtherError,
    OverCurrentFailure,
    PowerMeterFailure,
    PowerSwitchFailure,
    ReaderFailure,
    ResetFailure,
    UnderVoltage,
    OverVoltage,
    WeakSignal,
}

[JsonConverter(typeof(WireNameConverter<ChargePointStatus>))]
public enum ChargePointStatus
{
    Available,
    Preparing,
    Charging,
    SuspendedEVSE,
    SuspendedEV,
    Finishing,
    Reserved,
    Unavailable,
    Faulted,
}
