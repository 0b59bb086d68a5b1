using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Cards;

/// <summary>Decides what a presented token may do.</summary>
public static class Authorizer
{
    /// <param name="chargePointId">Where it is presented.</param>
    /// <param name="connectorId">Null before a connector is known: a card that charges at another connector is then judged at the start.</param>
    public static Authorization Judge(SiteState state, string said, Now now, string chargePointId, int? connectorId = null)
    {
        SiteConfiguration site = state.Configuration;
        IdTag? idTag = IdTag.TryParse(said);
        Card? card = idTag is { } tag ? state.Cards.Find(tag) : null;
        if (card is null)
        {
            bool open = site.Access.FreeVend
                || (site.Cards.Unknown == UnknownCards.Accept && idTag is not null)
                || (site.Access.NoCardNeeded && idTag == IdTag.TryParse(site.Access.NoCardIdTag));
            return new Authorization(open ? CardVerdict.Accepted : CardVerdict.Unknown, null);
        }

        CardVerdict standing = Standing(site, card, now);
        if (standing == CardVerdict.Accepted && connectorId is { } at && IsChargingElsewhere(state, card, chargePointId, at))
        {
            return new Authorization(CardVerdict.InUseElsewhere, card);
        }

        bool freed = site.Access.FreeVend && (standing is CardVerdict.Expired or CardVerdict.OtherSite);
        return new Authorization(freed ? CardVerdict.Accepted : standing, card);
    }

    /// <summary>The card by itself. While the clock is not trusted no card is called expired: a driver is not sent home on a guess.</summary>
    public static CardVerdict Standing(SiteConfiguration site, Card card, Now now)
    {
        if (!card.Active)
        {
            return CardVerdict.Deactivated;
        }

        if (card.Scope is { Kind: CardScopeKind.Site, SiteId: { } other } && !string.Equals(other, site.SiteId, StringComparison.OrdinalIgnoreCase))
        {
            return CardVerdict.OtherSite;
        }

        return now.UtcTrusted && card.Expires is { } expires && expires <= now.Utc ? CardVerdict.Expired : CardVerdict.Accepted;
    }

    public static string InWords(CardVerdict verdict) => verdict switch
    {
        CardVerdict.Accepted => "accepted",
        CardVerdict.Unknown => "not known here",
        CardVerdict.OtherSite => "belongs to another site",
        CardVerdict.Deactivated => "deactivated",
        CardVerdict.Expired => "expired",
        _ => "charging at another connector already",
    };

    /// <summary>Only a vehicle's own card is in one place at a time, and only a live charger proves it: a ghost transaction must not keep a car from charging.</summary>
    private static bool IsChargingElsewhere(SiteState state, Card card, string chargePointId, int connectorId)
    {
        if (card.Scope.Kind != CardScopeKind.Vehicle)
        {
            return false;
        }

        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                bool here = chargePoint.Id == chargePointId && connector.Id == connectorId;
                if (!here
                    && chargePoint.IsConnected
                    && connector.Session is { HasOpenTransaction: true } session
                    && session.Transaction!.IdTag == card.IdTag
                    && connector.Status is ConnectorStatus.Charging or ConnectorStatus.SuspendedByCar or ConnectorStatus.SuspendedByCharger)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
