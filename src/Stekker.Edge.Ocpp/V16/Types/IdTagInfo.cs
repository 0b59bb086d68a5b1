using System.Text.Json.Serialization;
using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.27: what the central system says of a card.</summary>
public sealed record IdTagInfo(AuthorizationStatus Status, DateTimeOffset? ExpiryDate = null, string? ParentIdTag = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Optional("expiryDate", Moment),
        Optional("parentIdTag", IdToken.Schema),
        Required("status", OneOf(Ocpp16Wire.Json.AuthorizationStatus)));
}

/// <summary>OCPP 1.6 §7.2</summary>
[JsonConverter(typeof(WireNameConverter<AuthorizationStatus>))]
public enum AuthorizationStatus
{
    Accepted,
    Blocked,
    Expired,
    Invalid,
    ConcurrentTx,
}
