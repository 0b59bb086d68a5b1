using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Storage;

/// <summary>A card's row, there and back.</summary>
internal static class CardTable
{
    public const string Columns = "id_tag, label, scope, scope_site_id, vehicle_id, priority, active, expires_utc_ms, card_group, version, origin";

    /// <summary>Of a file from before cards had an origin.</summary>
    public const string FormerColumns = "id_tag, label, scope, scope_site_id, vehicle_id, priority, active, expires_utc_ms, card_group, version, NULL";

    public const string Key = "id_tag";

    public static Statement Bind(Statement put, Card c) => put
        .Bind(c.IdTag.Text).Bind(c.Label).Bind<CardScopeKind>(c.Scope.Kind).Bind(c.Scope.SiteId).Bind(c.Vehicle)
        .Bind<CardPriority>(c.Priority).Bind(c.Active).Bind(c.Expires).Bind(c.Group).Bind((long)c.Version).Bind<CardOrigin>(c.Origin);

    /// <summary>Null where the token is none (a row of a damaged file). An unknown scope reads as the narrowest.</summary>
    public static Card? Read(Row row)
    {
        IdTag? idTag = IdTag.TryParse(row.TextOrNull());
        string label = row.Text();
        CardScope scope = new(row.Enum(CardScopeKind.Vehicle), row.TextOrNull());
        Card card = new(
            idTag ?? default, label, scope, row.TextOrNull(), row.Enum(CardPriority.Normal), row.Flag(), row.TimeOrNull(), row.TextOrNull(), row.Int(), row.Enum(CardOrigin.Site));
        return idTag is null ? null : card;
    }
}
