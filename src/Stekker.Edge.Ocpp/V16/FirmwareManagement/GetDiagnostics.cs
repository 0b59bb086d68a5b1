using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.9: upload a file of diagnostics to this place. Retry interval in seconds.</summary>
public static class GetDiagnostics
{
    public static OcppAction<GetDiagnosticsRequest, GetDiagnosticsResponse> Action { get; } = new(
        "GetDiagnostics", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.FirmwareManagement,
        Shape(
            Required("location", Link()),
            Optional("retries", Whole(min: 0)),
            Optional("retryInterval", Whole(min: 0)),
            Optional("startTime", Moment),
            Optional("stopTime", Moment)),
        Shape(Optional("fileName", Text(255))),
        Ocpp16Wire.Json.GetDiagnosticsRequest, Ocpp16Wire.Json.GetDiagnosticsResponse);
}

public sealed record GetDiagnosticsRequest(
    string Location,
    int? Retries = null,
    int? RetryInterval = null,
    DateTimeOffset? StartTime = null,
    DateTimeOffset? StopTime = null) : IOcppMessage;

public sealed record GetDiagnosticsResponse(string? FileName = null) : IOcppMessage;
