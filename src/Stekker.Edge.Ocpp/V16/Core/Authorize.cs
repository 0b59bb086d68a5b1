using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §4.1: may this card charge?</summary>
public static class Authorize
{
    public static OcppAction<AuthorizeRequest, AuthorizeResponse> Action { get; } = new(
        "Authorize", OcppDirection.ChargePointToCentralSystem, Ocpp16.Profiles.Core,
        Shape(Required("idTag", IdToken.Schema)),
        Shape(Required("idTagInfo", IdTagInfo.Schema)),
        Ocpp16Wire.Json.AuthorizeRequest, Ocpp16Wire.Json.AuthorizeResponse);
}

public sealed record AuthorizeRequest(string IdTag) : IOcppMessage;

public sealed record AuthorizeResponse(IdTagInfo IdTagInfo) : IOcppMessage;
