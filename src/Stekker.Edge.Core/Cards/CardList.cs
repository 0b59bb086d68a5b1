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
        // A change at the site does not make a card of the cloud the site's own.
        (int added, int changed) = Keep(turn, e.Cards.Select(c => c with { Origin = turn.State.Cards.Find(c.IdTag)?.Origin ?? c.Origin }));
        turn.Answer(e.Request, new Reply.CardsChanged(added, changed, e.Cards.Length - added - changed));
    }

    public static void Deactivate(Turn turn, SiteEvent.CardDeactivated e)
    {
        if (IdTag.TryParse(e.IdTag) is not { } idTag || turn.State.Cards.Find(idTag) is not { } card)
        {
            turn.Answer(e.Request, new Reply.Impossible($"no card {e.IdTag} is known here"));
            return;
        }

        Keep(turn, [card with { Active = false }]);
        turn.Answer(e.Request, new Reply.CardsChanged(0, card.Active ? 1 : 0, card.Active ? 0 : 1));
    }

    public static void PutVehicles(Turn turn, SiteEvent.VehiclesPut e)
    {
        (int added, int changed) = Keep(turn, e.Vehicles);
        turn.Answer(e.Request, new Reply.CardsChanged(added, changed, e.Vehicles.Length - added - changed));
    }

    /// <summary>Puts cards, each replaced whole by its token; what is so already is left alone. All of it is one change of the list.</summary>
    public static (int Added, int Changed) Keep(Turn turn, IEnumerable<Card> wanted)
    {
        int version = turn.State.CardsVersion + 1;
        (List<Card> kept, int added) = Differing(turn.State.Cards, wanted, static c => c.IdTag, static (old, c) => old with { Version = 0 } == c with { Version = 0 });
        if (kept.Count == 0)
        {
            return (0, 0);
        }

        kept = kept.ConvertAll(c => c with { Version = version });
        HashSet<IdTag> known = [.. kept.Where(c => c.Active).Select(c => c.IdTag)];
        turn.State = turn.State with
        {
            Cards = turn.State.Cards.With(kept),
            Refusals = turn.State.Refusals.RemoveAll(r => known.Contains(r.IdTag)),
            CardsVersion = version,
        };
        kept.ForEach(c => turn.Save(new Effect.SaveCard(c)));
        if (kept.Exists(c => !c.Active))
        {
            foreach (ChargePoint chargePoint in turn.State.ChargePoints)
            {
                StopDeactivated(turn, chargePoint);
            }
        }

        LocalLists.BringToAll(turn);
        return (added, kept.Count - added);
    }

    public static (int Added, int Changed) Keep(Turn turn, IEnumerable<Vehicle> wanted)
    {
        (List<Vehicle> kept, int added) = Differing(turn.State.Vehicles, wanted, static v => v.Id, static (old, v) => old == v);
        turn.State = turn.State with { Vehicles = turn.State.Vehicles.With(kept) };
        kept.ForEach(v => turn.Save(new Effect.SaveVehicle(v)));
        return (added, kept.Count - added);
    }

    /// <summary>Those that are new or not so already, the last said of each key, and how many of them are new.</summary>
    private static (List<T> Items, int Added) Differing<TKey, T>(Keyed<TKey, T> known, IEnumerable<T> wanted, Func<T, TKey> key, Func<T, T, bool> isSo)
        where TKey : notnull
        where T : class, IKeyed<TKey>
    {
        OrderedDictionary<TKey, T> items = [];
        foreach (T item in wanted)
        {
            items[key(item)] = item;
        }

        List<T> differing = [.. items.Values.Where(i => known.Find(key(i)) is not { } old || !isSo(old, i))];
        return (differing, differing.Count(i => known.Find(key(i)) is null));
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
}
