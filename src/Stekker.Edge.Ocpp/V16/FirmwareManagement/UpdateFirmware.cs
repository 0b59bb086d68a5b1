using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.19: fetch and install firmware, not before this date.</summary>
public static class UpdateFirmware
{
    public static OcppAction<UpdateFirmwareRequest, UpdateFirmwareResponse> Action { get; } = new(
        "UpdateFirmware", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.FirmwareManagement,
        Shape(
            Required("location", Link()),
            Optional("retries", Whole(min: 0)),
            Required("retrieveDate", Moment),
            Optional("retryInterval", Whole(min: 0))),
        Shape(),
        Ocpp16Wire.Json.UpdateFirmwareRequest, Ocpp16Wire.Json.UpdateFirmwareResponse);
}

public sealed record UpdateFirmwareRequest(
    string Location,
    DateTimeOffset RetrieveDate,
    int? Retries = null,
    int? RetryInterval = null) : IOcppMessage;

public sealed record UpdateFirmwareResponse : IOcppMessage;
