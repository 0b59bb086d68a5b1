using Stekker.Edge.Ocpp.Schema;
using static Stekker.Edge.Ocpp.Schema.Fields;

namespace Stekker.Edge.Ocpp.V16;

/// <summary>OCPP 1.6 §7.1: one card of the local list; in a differential update one without info is to be removed.</summary>
public sealed record AuthorizationData(string IdTag, IdTagInfo? IdTagInfo = null)
{
    internal static ObjectSchema Schema { get; } = Shape(
        Required("idTag", IdToken.Schema),
        Optional("idTagInfo", V16.IdTagInfo.Schema));
}
