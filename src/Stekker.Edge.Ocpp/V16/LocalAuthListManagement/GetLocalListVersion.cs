using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §5.10: which version of the local list is there? 0 is an empty list, -1 none supported.</summary>
public static class GetLocalListVersion
{
    public static OcppAction<GetLocalListVersionRequest, GetLocalListVersionResponse> Action { get; } = new(
        "GetLocalListVersion", OcppDirection.CentralSystemToChargePoint, Ocpp16.Profiles.LocalAuthListManagement,
        Shape(),
        Shape(Required("listVersion", Whole(min: -1))),
        Ocpp16Wire.Json.GetLocalListVersionRequest, Ocpp16Wire.Json.GetLocalListVersionResponse);
}

public sealed record GetLocalListVersionRequest : IOcppMessage;

public sealed record GetLocalListVersionResponse(int ListVersion) : IOcppMessage;
