using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Cards;

public enum CardScopeKind
{
    /// <summary>Belongs to one vehicle: in use at one connector at a time.</summary>
    Vehicle,

    /// <summary>Anyone at one site may use it.</summary>
    Site,

    /// <summary>Good at every site of the organisation.</summary>
    Organisation,
}

/// <summary>Where a card is good. <paramref name="SiteId"/> null means here.</summary>
public sealed record CardScope(CardScopeKind Kind, string? SiteId = null)
{
    /// <summary>As typed and shown: vehicle, site, site:ID, organisation.</summary>
    public override string ToString() => Kind switch
    {
        CardScopeKind.Vehicle => "vehicle",
        CardScopeKind.Organisation => "organisation",
        _ => SiteId is null ? "site" : $"site:{SiteId}",
    };

    public static CardScope? TryParse(string text) => text.Trim() switch
    {
        "vehicle" => new CardScope(CardScopeKind.Vehicle),
        "site" => new CardScope(CardScopeKind.Site),
        "organisation" => new CardScope(CardScopeKind.Organisation),
        ['s', 'i', 't', 'e', ':', _, ..] site => new CardScope(CardScopeKind.Site, site[5..]),
        _ => null,
    };
}

public enum CardPriority
{
    Normal,
    High,
}

/// <summary>Who a card comes from, and so who may take it away.</summary>
public enum CardOrigin
{
    /// <summary>Added by people at the site.</summary>
    Site,

    /// <summary>Sent by the cloud.</summary>
    Cloud,
}

/// <summary>A card or an Autocharge token that may charge.</summary>
/// <param name="Vehicle">Id of the vehicle it belongs to, where it does.</param>
/// <param name="Active">False: deactivated, lost. A card is never forgotten, so that its sessions keep their name.</param>
/// <param name="Group">OCPP's parentIdTag: cards of one group may stop each other's charging.</param>
/// <param name="Version">The number of the card list's change that brought it (the local list's version at chargers).</param>
public sealed record Card(
    IdTag IdTag,
    string Label,
    CardScope Scope,
    string? Vehicle,
    CardPriority Priority,
    bool Active,
    DateTimeOffset? Expires,
    string? Group,
    int Version = 0,
    CardOrigin Origin = CardOrigin.Site) : IKeyed<IdTag>
{
    IdTag IKeyed<IdTag>.Key => IdTag;
}
