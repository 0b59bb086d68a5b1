using System.Collections.Immutable;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.8: read configuration keys; all of them when none is named.</summary>
public static class GetConfiguration
{
    public static OcppAction<GetConfigurationRequest, GetConfigurationResponse> Action { get; } = new(
        "GetConfiguration", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.Core,
        Shape(Optional("key", ListOf(Text(50)))),
        Shape(
            Optional("configurationKey", ListOf(KeyValue.Schema)),
            Optional("unknownKey", ListOf(Text(50)))),
        Ocpp16Wire.Json.GetConfigurationRequest, Ocpp16Wire.Json.GetConfigurationResponse);
}

public sealed record GetConfigurationRequest(ImmutableArray<string>? Key = null) : IOcppMessage;

public sealed record GetConfigurationResponse(
    ImmutableArray<KeyValue>? ConfigurationKey = null,
    ImmutableArray<string>? UnknownKey = null) : IOcppMessage;
