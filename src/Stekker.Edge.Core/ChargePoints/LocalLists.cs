using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>
/// Keeps the cards in each charger's own list, so that a tap works while the edge is down (OCPP 1.6 §3.5, §5.15). A change goes out as a
/// difference; a charger we know nothing of, or whose version differs, gets the whole list.
/// </summary>
internal static class LocalLists
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    public static void BringToAll(Turn turn)
    {
        foreach (ChargePoint chargePoint in turn.State.ChargePoints)
        {
            Bring(turn, chargePoint.Id);
        }
    }

    public static void Bring(Turn turn, string chargePointId)
    {
        if (turn.Find(chargePointId) is not { IsConnected: true, IsAdmitted: true, Capabilities: { HasLocalList: true } can, LocalListUnderWay: null } chargePoint
            || turn.State.CardsVersion == 0
            || chargePoint.Record.LocalListVersion == turn.State.CardsVersion)
        {
            return;
        }

        List<Card> listed = [.. turn.State.Cards.Where(c => BelongsThere(turn, c))];
        int most = can.LocalListMax ?? 0;
        int known = chargePoint.Record.LocalListVersion;

        // Where not all may fit, the list is chosen anew each time: a difference could push it over its length, or leave out what fits now.
        bool full = known == 0 || known > turn.State.CardsVersion || turn.State.Cards.Count(Fits) > most;
        ImmutableArray<LocalListEntry> entries = full
            ? [.. listed.OrderByDescending(c => c.Priority).ThenByDescending(c => c.Version).Take(most).Select(c => new LocalListEntry(c.IdTag, c))]
            : [.. turn.State.Cards.Where(c => c.Version > known && Fits(c)).Select(c => new LocalListEntry(c.IdTag, BelongsThere(turn, c) ? c : null))];
        if (listed.Count > most)
        {
            turn.Tell(TellLevel.Warning, chargePointId, $"{chargePointId} takes {most} of our {listed.Count} cards in its own list; the others need the edge to be up");
        }

        turn.Put(chargePoint with { LocalListUnderWay = turn.State.CardsVersion });
        turn.Instruct(chargePointId, new Order.SendLocalList(turn.State.CardsVersion, full, entries, can.LocalListPerCall));
    }

    public static void Sent(Turn turn, ChargePoint chargePoint, Order.SendLocalList sent, OrderOutcome outcome)
    {
        // An outcome of a line that was replaced meanwhile is not about the list now under way.
        if (chargePoint.LocalListUnderWay != sent.Version)
        {
            return;
        }

        ChargePoint idle = chargePoint with { LocalListUnderWay = null };
        switch (outcome)
        {
            case OrderOutcome.Done:
                ChargePointRecord record = chargePoint.Record with { LocalListVersion = sent.Version };
                turn.Keep(record);
                turn.Put(idle with { Record = record });
                Bring(turn, chargePoint.Id);
                break;
            case OrderOutcome.VersionMismatch when !sent.Full:
                turn.Put(idle with { Record = chargePoint.Record with { LocalListVersion = 0 } });
                Bring(turn, chargePoint.Id);
                break;
            case OrderOutcome.NoAnswer:
                // Lost on a line that stands: asked again what it holds, it says whether the list arrived.
                turn.Put(idle with { CommissionAt = turn.Now.Elapsed + RetryAfter });
                break;
            default:
                // Until it connects again: asking a charger that will not does not change its mind.
                turn.Put(idle with { Capabilities = chargePoint.Capabilities! with { LocalListMax = null } });
                turn.Tell(TellLevel.Warning, chargePoint.Id, $"{chargePoint.Id} would not take the card list; cards work there only while the edge is up");
                break;
        }
    }

    /// <summary>OCPP 1.6 has no room for longer tokens in its list (IdToken, CiString20).</summary>
    private static bool Fits(Card card) => card.IdTag.Text.Length <= IdTag.MaxCardLength;

    private static bool BelongsThere(Turn turn, Card card) =>
        Fits(card) && Authorizer.Standing(turn.State.Configuration, card, turn.Now) == CardVerdict.Accepted;
}
