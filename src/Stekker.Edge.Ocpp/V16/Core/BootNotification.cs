using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.2: the charge point presents itself, and is told the time and the heartbeat interval in seconds.</summary>
public static class BootNotification
{
    public static OcppAction<BootNotificationRequest, BootNotificationResponse> Action { get; } = new(
        "BootNotification", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Core,
        Shape(
            Required("chargePointVendor", Text(20)),
            Required("chargePointModel", Text(20)),
            Optional("chargePointSerialNumber", Text(25)),
            Optional("chargeBoxSerialNumber", Text(25)),
            Optional("firmwareVersion", Text(50)),
            Optional("iccid", Text(20)),
            Optional("imsi", Text(20)),
            Optional("meterType", Text(25)),
            Optional("meterSerialNumber", Text(25))),
        Shape(
            Required("status", OneOf(Ocpp16Wire.Json.RegistrationStatus)),
            Required("currentTime", Moment),
            Required("interval", Whole(min: 0))),
        Ocpp16Wire.Json.BootNotificationRequest, Ocpp16Wire.Json.BootNotificationResponse);
}

public sealed record BootNotificationRequest(
    string ChargePointVendor,
    string ChargePointModel,
    string? ChargePointSerialNumber = null,
    string? ChargeBoxSerialNumber = null,
    string? FirmwareVersion = null,
    string? Iccid = null,
    string? Imsi = null,
    string? MeterType = null,
    string? MeterSerialNumber = null) : IOcppMessage;

public sealed record BootNotificationResponse(RegistrationStatus Status, DateTimeOffset CurrentTime, int Interval) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<RegistrationStatus>))]
public enum RegistrationStatus
{
    Accepted,
    Pending,
    Rejected,
}
