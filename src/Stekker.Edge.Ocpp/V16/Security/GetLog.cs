using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.9: upload a log to this place.</summary>
public static class GetLog
{
    public static OcppAction<GetLogRequest, GetLogResponse> Action { get; } = new(
        "GetLog", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Security,
        Shape(
            Required("log", LogParameters.Schema),
            Required("logType", OneOf(Ocpp16Wire.Json.LogEnumType)),
            Required("requestId", Whole()),
            Optional("retries", Whole(min: 0)),
            Optional("retryInterval", Whole(min: 0))),
        Shape(
            Required("status", OneOf(Ocpp16Wire.Json.LogStatusEnumType)),
            Optional("filename", Text(255))),
        Ocpp16Wire.Json.GetLogRequest, Ocpp16Wire.Json.GetLogResponse);
}

public sealed record GetLogRequest(
    LogParameters Log,
    LogEnumType LogType,
    int RequestId,
    int? Retries = null,
    int? RetryInterval = null) : IOcppMessage;

public sealed record GetLogResponse(LogStatusEnumType Status, string? Filename = null) : IOcppMessage;

public sealed record LogParameters(string RemoteLocation, DateTimeOffset? OldestTimestamp = null, DateTimeOffset? LatestTimestamp = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("remoteLocation", Text(512)),
        Optional("oldestTimestamp", Moment),
        Optional("latestTimestamp", Moment));
}

[JsonConverter(typeof(WireNameConverter<LogEnumType>))]
public enum LogEnumType
{
    DiagnosticsLog,
    SecurityLog,
}

[JsonConverter(typeof(WireNameConverter<LogStatusEnumType>))]
public enum LogStatusEnumType
{
    Accepted,
    Rejected,
    AcceptedCanceled,
}
