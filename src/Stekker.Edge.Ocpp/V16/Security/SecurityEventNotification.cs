using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>Improved security for OCPP 1.6-J ed.3 §5.15: something happened that matters for security.</summary>
public static class SecurityEventNotification
{
    public static OcppAction<SecurityEventNotificationRequest, SecurityEventNotificationResponse> Action { get; } = new(
        "SecurityEventNotification", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Security,
        Shape(
            Required("type", Text(50)),
            Required("timestamp", Moment),
            Optional("techInfo", Text(255))),
        Shape(),
        Ocpp16Wire.Json.SecurityEventNotificationRequest, Ocpp16Wire.Json.SecurityEventNotificationResponse);
}

public sealed record SecurityEventNotificationRequest(string Type, DateTimeOffset Timestamp, string? TechInfo = null) : IOcppMessage;

public sealed record SecurityEventNotificationResponse : IOcppMessage;
