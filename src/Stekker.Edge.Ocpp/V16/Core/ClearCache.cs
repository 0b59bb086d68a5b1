using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.4: forget the cards remembered from earlier answers.</summary>
public static class ClearCache
{
    public static OcppAction<ClearCacheRequest, ClearCacheResponse> Action { get; } = new(
        "ClearCache", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.ClearCacheStatus))),
        Ocpp16Wire.Json.ClearCacheRequest, Ocpp16Wire.Json.ClearCacheResponse);
}

public sealed record ClearCacheRequest : IOcppMessage;

public sealed record ClearCacheResponse(ClearCacheStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<ClearCacheStatus>))]
public enum ClearCacheStatus
{
    Accepted,
    Rejected,
}
