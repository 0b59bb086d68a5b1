using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Cards;

/// <summary>Changes of the card list. Each change has a number, and reaches the chargers' own lists at once.</summary>
internal static class CardList
{
    public static void Put(Turn turn, SiteEvent.CardsPut e)
    {
        int version = turn.State.CardsVersion + 1;
        int added = 0;
        int changed = 0;
        foreach (Card wanted in e.Cards)
        {
            Card? old = turn.State.Cards.Find(wanted.IdTag);
            if (old is not null && old with { Version = 0 } == wanted with { Version = 0 })
            {
                continue;
            }

            Keep(turn, wanted with { Version = version });
            added += old is null ? 1 : 0;
            changed += old is null ? 0 : 1;
        }

        Changed(turn, added + changed);
        turn.Answer(e.Request, new Reply.CardsChanged(added, changed, e.Cards.Length - added - changed));
    }

    public static void Deactivate(Turn turn, SiteEvent.CardDeactivated e)
    {
        if (IdTag.TryParse(e.IdTag) is not { } idTag || turn.State.Cards.Find(idTag) is not { } card)
        {
            turn.Answer(e.Request, new Reply.Impossible($"no card {e.IdTag} is known here"));
            return;
        }

        if (card.Active)
        {
            Keep(turn, card with { Active = false, Version = turn.State.CardsVersion + 1 });
            Changed(turn, 1);
        }

        turn.Answer(e.Request, new Reply.CardsChanged(0, card.Active ? 1 : 0, card.Active ? 0 : 1));
    }

    public static void PutVehicles(Turn turn, SiteEvent.VehiclesPut e)
    {
        int added = 0;
        int changed = 0;
        foreach (Vehicle wanted in e.Vehicles)
        {
            Vehicle? old = turn.State.Vehicles.Find(wanted.Id);
            turn.State = turn.State with { Vehicles = turn.State.Vehicles.With(wanted) };
            turn.Save(new Effect.SaveVehicle(wanted));
            added += old is null ? 1 : 0;
            changed += old is null ? 0 : 1;
        }

        turn.Answer(e.Request, new Reply.CardsChanged(added, changed, 0));
    }

    private static void Keep(Turn turn, Card card)
    {
        turn.State = turn.State with
        {
            Cards = turn.State.Cards.With(card),
            Refusals = turn.State.Refusals.RemoveAll(r => r.IdTag == card.IdTag && card.Active),
        };
        turn.Save(new Effect.SaveCard(card));
        if (!card.Active)
        {
            foreach (ChargePoint chargePoint in turn.State.ChargePoints)
            {
                StopDeactivated(turn, chargePoint);
            }
        }
    }

    /// <summary>A lost card stops charging now; at a charger that is offline, as soon as it is back.</summary>
    public static void StopDeactivated(Turn turn, ChargePoint chargePoint)
    {
        if (turn.State.Configuration.Cards.DeactivatedMidSession != DeactivatedMidSession.Stop || !chargePoint.IsConnected)
        {
            return;
        }

        foreach (Connector connector in chargePoint.Connectors)
        {
            if (connector.Session is { HasOpenTransaction: true, Transaction: { } transaction }
                && turn.State.Cards.Find(transaction.IdTag) is { Active: false } card)
            {
                turn.Tell(TellLevel.Warning, chargePoint.Id, $"Card {card.IdTag} was deactivated while charging at {chargePoint.Id}: stopping it");
                turn.Instruct(chargePoint.Id, new Order.StopRemotely(transaction.Id, null));
            }
        }
    }

    private static void Changed(Turn turn, int changes)
    {
        if (changes > 0)
        {
            turn.State = turn.State with { CardsVersion = turn.State.CardsVersion + 1 };
            LocalLists.BringToAll(turn);
        }
    }
}
