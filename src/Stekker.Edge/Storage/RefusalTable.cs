using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Storage;

/// <summary>Tokens that were turned away: one row per token and charge point, the latest on top.</summary>
internal static class RefusalTable
{
    /// <summary>A passer-by who tries cards all night must not fill the flash.</summary>
    public const int Most = 200;

    public const string Columns = "id_tag, charge_point_id, verdict, at_utc_ms, at_trusted, times";

    /// <summary>Replacing gives the row a new number, so the highest is the latest also while the clock is wrong.</summary>
    public const string Put = $"INSERT OR REPLACE INTO refusal ({Columns}) VALUES ($0, $1, $2, $3, $4, $5)";

    public const string Trim =
        "DELETE FROM refusal WHERE refusal_id <= (SELECT refusal_id FROM refusal ORDER BY refusal_id DESC LIMIT 1 OFFSET $0)";

    /// <summary>Its card is good now.</summary>
    public const string Forget = "DELETE FROM refusal WHERE id_tag = $0";

    public static Statement Bind(Statement put, Refusal r) => put
        .Bind(r.IdTag.Text).Bind(r.ChargePointId).Bind<CardVerdict>(r.Verdict).Bind(r.At.Utc).Bind(r.At.Trusted).Bind((long)r.Times);

    public static Refusal Read(Row row)
    {
        IdTag idTag = IdTag.TryParse(row.TextOrNull()) ?? default;
        return new Refusal(idTag, row.Text(), row.Enum(CardVerdict.Unknown), row.Stamp(), row.Int());
    }
}
