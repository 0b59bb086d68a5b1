using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Charging;

/// <summary>
/// A transaction starts. Whatever the card is worth it gets an id (OCPP 1.6 §4.8: the charger may have begun offline), and the same start
/// said again gets the same id.
/// </summary>
internal static class Starting
{
    /// <summary>A TxProfile that overtakes the answer to the start names a transaction the charger does not know yet.</summary>
    private static readonly TimeSpan AnswerOnItsWay = TimeSpan.FromMilliseconds(500);

    public static void Started(Turn turn, SiteEvent.TransactionStarted e)
    {
        ChargePoint chargePoint = turn.Find(e.ChargePointId)!;
        IdTag idTag = IdTag.TryParse(e.IdTag) ?? default;
        e = e with { At = Stamp.ToMilliseconds(e.At) };
        if (Repeated(chargePoint, e, idTag) is { } known)
        {
            turn.Answer(e.Request, new Reply.TransactionStart(known.Id, Authorizer.Judge(turn.State, e.IdTag, turn.Now, e.ChargePointId, e.ConnectorId)));
            return;
        }

        Authorization authorization = Authorizer.Judge(turn.State, e.IdTag, turn.Now, e.ChargePointId, e.ConnectorId);
        if (!authorization.Accepted)
        {
            Presenting.Refuse(turn, e.IdTag, e.ChargePointId, authorization.Verdict);
        }

        Stamp started = Stamp.FromPeer(e.At, turn.Now);
        Connector connector = MakeRoom(turn, chargePoint, e, started);
        Session session = connector.Session ?? Plugging.NewSession(turn, e.ChargePointId, e.ConnectorId, started);
        int id = turn.State.NextTransactionId;
        turn.State = turn.State with { NextTransactionId = id + 1 };
        session = turn.Saved(session with
        {
            State = connector.Status switch
            {
                ConnectorStatus.SuspendedByCar => SessionState.PausedByCar,
                ConnectorStatus.SuspendedByCharger => SessionState.PausedBySite,
                _ => SessionState.Charging,
            },
            PluggedIn = started.Utc < session.PluggedIn.Utc ? started : session.PluggedIn,
            Vehicle = authorization.Card?.Vehicle,
            CardLabel = authorization.Card?.Label,
            Priority = authorization.Card?.Priority ?? CardPriority.Normal,
            Transaction = new Transaction(
                id, idTag, authorization.Verdict, started, e.At, e.MeterStart, RegisterTrack.StartingAt(e.MeterStart, started.Utc)),
        });
        turn.Put(
            turn.Find(e.ChargePointId)!,
            connector with
            {
                Session = session,
                HeardAt = turn.Now.Elapsed,
                LimitableFrom = turn.Now.Elapsed + AnswerOnItsWay,
                FreeSince = connector.Status == ConnectorStatus.Available ? turn.Now.Elapsed : null,
            });
        turn.Answer(e.Request, new Reply.TransactionStart(id, authorization));
        turn.Tell(TellLevel.Info, e.ChargePointId, $"{e.ChargePointId} connector {e.ConnectorId}: charging for {Who(session, idTag)} (transaction {id})");
    }

    private static Transaction? Repeated(ChargePoint chargePoint, SiteEvent.TransactionStarted e, IdTag idTag)
    {
        bool Same(Session? session) =>
            session is { Transaction: { } t } && session.ConnectorId == e.ConnectorId && t.IsSameStart(idTag, e.MeterStart, e.At);

        Session? open = chargePoint.Connectors.Find(e.ConnectorId)?.Session;
        return Same(open) ? open!.Transaction : chargePoint.Recent.FirstOrDefault(Same)?.Transaction;
    }

    /// <summary>A start on a connector whose last transaction never stopped closes that one; a second start on one cable is a second session.</summary>
    private static Connector MakeRoom(Turn turn, ChargePoint chargePoint, SiteEvent.TransactionStarted e, Stamp at)
    {
        Connector connector = Plugging.ConnectorOf(turn, chargePoint, e.ConnectorId);
        if (connector.Session is { Transaction: not null } session)
        {
            if (session.HasOpenTransaction)
            {
                session = Metering.Settle(turn, session, e.MeterStart, e.At);
                session = Closing.Infer(turn, session, "the next one began on the same connector");
            }

            Closing.End(turn, chargePoint.Id, connector, session, at);
            return turn.Find(chargePoint.Id)!.Connectors.Find(e.ConnectorId)!;
        }

        return connector;
    }

    private static string Who(Session session, IdTag idTag) => session.CardLabel is { Length: > 0 } label ? $"{label} ({idTag})" : $"card {idTag}";
}
