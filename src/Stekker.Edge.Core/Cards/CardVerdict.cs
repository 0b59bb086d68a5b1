namespace Stekker.Edge.Core.Cards;

/// <summary>What a presented token may do, with the reason in the field's words.</summary>
public enum CardVerdict
{
    Accepted,
    Unknown,
    OtherSite,
    Deactivated,
    Expired,
    InUseElsewhere,
}

/// <param name="Card">The card, where the token is one we know.</param>
public readonly record struct Authorization(CardVerdict Verdict, Card? Card)
{
    public bool Accepted => Verdict == CardVerdict.Accepted;
}

/// <summary>A token that was turned away; kept so that one command adds it.</summary>
/// <param name="Times">How often in a row it was presented there.</param>
public sealed record Refusal(IdTag IdTag, string ChargePointId, CardVerdict Verdict, Time.Stamp At, int Times);
