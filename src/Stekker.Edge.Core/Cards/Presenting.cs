using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Cards;

/// <summary>A card is held to a reader, or a car says its name.</summary>
internal static class Presenting
{
    public static void Presented(Turn turn, SiteEvent.CardPresented e)
    {
        Authorization authorization = Authorizer.Judge(turn.State, e.IdTag, turn.Now, e.ChargePointId);
        if (!authorization.Accepted)
        {
            Refuse(turn, e.IdTag, e.ChargePointId, authorization.Verdict);
        }

        turn.Answer(e.Request, new Reply.CardAnswer(authorization));
    }

    /// <summary>Remembers a refusal, newest first; the same token again at the same charger counts up instead of filling the list.</summary>
    public static void Refuse(Turn turn, string said, string chargePointId, CardVerdict verdict)
    {
        if (IdTag.TryParse(said) is not { } idTag)
        {
            turn.Tell(TellLevel.Warning, chargePointId, $"{chargePointId}: a token that is none was refused");
            return;
        }

        int at = -1;
        for (int i = 0; i < turn.State.Refusals.Length && at < 0; i++)
        {
            Refusal old = turn.State.Refusals[i];
            at = old.IdTag == idTag && old.ChargePointId == chargePointId ? i : -1;
        }

        int times = at >= 0 ? turn.State.Refusals[at].Times + 1 : 1;
        Refusal refusal = new(idTag, chargePointId, verdict, turn.Now.Stamp, times);
        var others = at >= 0 ? turn.State.Refusals.RemoveAt(at) : turn.State.Refusals;
        turn.State = turn.State with { Refusals = [refusal, .. others.Take(SiteState.MostRefusals - 1)] };
        turn.Save(new Effect.SaveRefusal(refusal));
        turn.Tell(
            TellLevel.Warning,
            chargePointId,
            $"{chargePointId}: {(idTag.IsAutocharge ? "car" : "card")} {idTag} refused: {Authorizer.InWords(verdict)}"
            + (verdict == CardVerdict.Unknown ? $"; 'stekker-edge cards add {idTag}' lets it in" : ""));
    }
}
