using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.6: I am still here; what time is it?</summary>
public static class Heartbeat
{
    public static OcppAction<HeartbeatRequest, HeartbeatResponse> Action { get; } = new(
        "Heartbeat", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Core,
        Shape(),
        Shape(Required("currentTime", Moment)),
        Ocpp16Wire.Json.HeartbeatRequest, Ocpp16Wire.Json.HeartbeatResponse);
}

public sealed record HeartbeatRequest : IOcppMessage;

public sealed record HeartbeatResponse(DateTimeOffset CurrentTime) : IOcppMessage;
