using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.15: the cards to trust without asking: all of them, or what changed.</summary>
public static class SendLocalList
{
    public static OcppAction<SendLocalListRequest, SendLocalListResponse> Action { get; } = new(
        "SendLocalList", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.LocalAuthListManagement,
        Shape(
            Required("listVersion", Whole()),
            Optional("localAuthorizationList", ListOf(AuthorizationData.Schema)),
            Required("updateType", OneOf(Ocpp16Wire.Json.UpdateType))),
        Shape(Required("status", OneOf(Ocpp16Wire.Json.UpdateStatus))),
        Ocpp16Wire.Json.SendLocalListRequest, Ocpp16Wire.Json.SendLocalListResponse);
}

public sealed record SendLocalListRequest(
    int ListVersion,
    UpdateType UpdateType,
    ImmutableArray<AuthorizationData>? LocalAuthorizationList = null) : IOcppMessage;

public sealed record SendLocalListResponse(UpdateStatus Status) : IOcppMessage;

[JsonConverter(typeof(WireNameConverter<UpdateType>))]
public enum UpdateType
{
    Differential,
    Full,
}

[JsonConverter(typeof(WireNameConverter<UpdateStatus>))]
public enum UpdateStatus
{
    Accepted,
    Failed,
    NotSupported,
    VersionMismatch,
}
