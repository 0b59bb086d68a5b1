using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Control;

/// <summary>
/// A card as people type and read it. In a change, what is null stays as it is, and an empty text clears; a new card gets what is usual.
/// </summary>
public sealed record CardEntry
{
    public required string IdTag { get; init; }

    public string? Label { get; init; }

    /// <summary>vehicle, site, site:ID or organisation.</summary>
    public string? Scope { get; init; }

    public string? Vehicle { get; init; }

    /// <summary>normal or high.</summary>
    public string? Priority { get; init; }

    public bool? Active { get; init; }

    /// <summary>A date (good until its end, in the site's zone) or a moment.</summary>
    public string? Expires { get; init; }

    public string? Group { get; init; }

    /// <summary>Only told, never taken: accepted, deactivated, expired, otherSite.</summary>
    public string? Standing { get; init; }

    /// <summary>Only told, never taken: site or cloud.</summary>
    public string? Origin { get; init; }

    public static CardEntry Of(Card card, SiteTimes times, CardVerdict? standing = null) => new()
    {
        IdTag = card.IdTag.Text,
        Label = card.Label,
        Scope = card.Scope.ToString(),
        Vehicle = card.Vehicle,
        Priority = Words.Of(card.Priority),
        Active = card.Active,
        Expires = card.Expires is { } expires ? times.WriteEnd(expires) : null,
        Group = card.Group,
        Origin = Words.Of(card.Origin),
        Standing = standing is { } verdict ? Words.Of(verdict) : null,
    };

    /// <summary>All that is wrong with it, each with its key, its value and what would be right.</summary>
    public IEnumerable<string> Faults() => FaultsByKey().Select(f => f.Text);

    /// <summary>The same, beside the key it is about.</summary>
    internal IEnumerable<EntryFault> FaultsByKey()
    {
        if (WhyNoTag(IdTag) is { } why)
        {
            yield return new("idTag", $"idTag: {why}");
        }

        if (!string.IsNullOrWhiteSpace(Scope) && CardScope.TryParse(Scope) is null)
        {
            yield return new("scope", $"scope '{Scope}': it is vehicle, site, site:ID or organisation");
        }

        if (!string.IsNullOrWhiteSpace(Priority) && PriorityOf(Priority) is null)
        {
            yield return new("priority", $"priority '{Priority}': it is normal or high");
        }

        if (!string.IsNullOrWhiteSpace(Expires) && !SiteTimes.IsMoment(Expires))
        {
            yield return new("expires", $"expires '{Expires}': it is {SiteTimes.Expected}");
        }
    }

    /// <summary>The card after this change. The entry has no faults.</summary>
    public Card Onto(Card? old, SiteTimes times)
    {
        IdTag idTag = Core.Cards.IdTag.TryParse(IdTag)!.Value;
        string? vehicle = Text(Vehicle, old?.Vehicle);
        bool isOneCar = vehicle is not null || idTag.IsAutocharge;
        CardScope usual = new(isOneCar ? CardScopeKind.Vehicle : CardScopeKind.Site);
        return new Card(
            idTag,
            Text(Label, old?.Label) ?? "",
            Scope is null ? old?.Scope ?? usual : CardScope.TryParse(Scope) ?? usual,
            vehicle,
            Priority is null ? old?.Priority ?? CardPriority.Normal : PriorityOf(Priority) ?? CardPriority.Normal,
            Active ?? old?.Active ?? true,
            Expires is null ? old?.Expires : times.End(Expires)?.ToUniversalTime(),
            Text(Group, old?.Group),
            Origin: old?.Origin ?? CardOrigin.Site);
    }

    /// <summary>The same with nothing left open: what is not said is cleared.</summary>
    public CardEntry Whole() => this with
    {
        Label = Label ?? "",
        Scope = Scope ?? "",
        Vehicle = Vehicle ?? "",
        Priority = Priority ?? "",
        Active = Active ?? true,
        Expires = Expires ?? "",
        Group = Group ?? "",
    };

    /// <summary>Null for a good tag.</summary>
    public static string? WhyNoTag(string said)
    {
        if (Core.Cards.IdTag.TryParse(said) is not null)
        {
            return null;
        }

        string trimmed = said.Trim();
        bool isCar = trimmed.StartsWith(Core.Cards.IdTag.AutochargePrefix, StringComparison.OrdinalIgnoreCase);
        return trimmed.Length == 0 ? "a card needs a tag, such as 04A1B2C3D4"
            : trimmed.Any(char.IsControl) ? $"'{new string([.. trimmed.Where(c => !char.IsControl(c))])}' has a control character (a tab, a line end) in it"
            : isCar ? $"'{trimmed[..24]}…' has {trimmed.Length} characters; a car's token has {Core.Cards.IdTag.MaxLength} at most"
            : $"'{trimmed}' has {trimmed.Length} characters; a card's tag has {Core.Cards.IdTag.MaxCardLength} at most in OCPP (only a car's own token, VID:…, may be longer)";
    }

    private static string? Text(string? said, string? old) => said is null ? old : said.Trim() is { Length: > 0 } text ? text : null;

    private static CardPriority? PriorityOf(string text) => text.Trim().ToUpperInvariant() switch
    {
        "NORMAL" => CardPriority.Normal,
        "HIGH" => CardPriority.High,
        _ => null,
    };
}
