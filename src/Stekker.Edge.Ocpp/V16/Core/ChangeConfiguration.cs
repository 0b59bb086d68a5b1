using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.3: set one configuration key. The value may be a password (AuthorizationKey), so it is never quoted.</summary>
public static class ChangeConfiguration
{
    public static OcppAction<ChangeConfigurationRequest, ChangeConfigurationResponse> Action { get; } = new(
        "ChangeConfiguration", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(
            Required("key", Text(50)),
            Required("value", Secret(500))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.ConfigurationStatus))),
        Ocpp16Wire.Json.ChangeConfigurationRequest, Ocpp16Wire.Json.ChangeConfigurationResponse);
}

public sealed record ChangeConfigurationRequest(string Key, string Value) : IOcppMessage;

public sealed record ChangeConfigurationResponse(ConfigurationStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<ConfigurationStatus>))]
public enum ConfigurationStatus
{
    Accepted,
    Rejected,
    RebootRequired,
    NotSupported,
}
