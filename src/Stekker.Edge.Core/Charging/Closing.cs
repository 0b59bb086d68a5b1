using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Charging;

/// <summary>Ends of sessions, also of those whose end was never told, and second thoughts about them.</summary>
internal static class Closing
{
    /// <summary>Sessions waiting for the clock; more than a day of a busy site.</summary>
    private const int MostAwaitingTime = 500;

    /// <summary>Closes a transaction whose stop never came by what is known: its last register and when that was. A late stop replaces this.</summary>
    public static Session Infer(Turn turn, Session session, string why)
    {
        Transaction transaction = session.Transaction!;
        Stamp at = new(transaction.Register.At, transaction.Started.Trusted, null);
        turn.Tell(
            TellLevel.Warning,
            session.ChargePointId,
            $"{session.ChargePointId} connector {session.ConnectorId}: transaction {transaction.Id} never stopped; closed at {transaction.Register.Register}, because {why}");
        return session with
        {
            State = SessionState.Finished,
            Transaction = transaction with { End = new TransactionEnd(at, transaction.Register.Register, StopReason.NeverReported, Inferred: true) },
            Unsaved = true,
        };
    }

    /// <summary>The car has left: the session is closed, written down and remembered among the charge point's recent ones.</summary>
    public static void End(Turn turn, string chargePointId, Connector connector, Session session, Stamp at)
    {
        ChargePoint chargePoint = turn.Find(chargePointId)!;
        Connector empty = connector with { Session = null, FreeSince = null, Live = null };

        // Plugged in and out without a card before the ledger heard of it: a rattling cable is not worth the flash.
        if (session is { Transaction: null, Unsaved: true })
        {
            turn.Put(chargePoint, empty);
            return;
        }

        Stamp unplugged = session.Transaction?.End?.At is { } stop && stop.Utc > at.Utc ? stop : at;
        Session ended = turn.Saved(session with { State = SessionState.Ended, Unplugged = unplugged });
        turn.Put(chargePoint with { Recent = [ended, .. chargePoint.Recent.Take(ChargePoint.RecentSessions - 1)] }, empty);
        if (!turn.Now.UtcTrusted && turn.State.AwaitingTime.Length < MostAwaitingTime)
        {
            turn.State = turn.State with { AwaitingTime = turn.State.AwaitingTime.Add(ended) };
        }
    }

    /// <summary>A closed session is known better now.</summary>
    public static void Amend(Turn turn, ChargePoint chargePoint, Session session)
    {
        Session saved = turn.Saved(session);
        turn.State = turn.State with { AwaitingTime = [.. turn.State.AwaitingTime.Select(s => s.Id == saved.Id ? saved : s)] };
        turn.Put(chargePoint with { Recent = [.. chargePoint.Recent.Select(s => s.Id == saved.Id ? saved : s)] });
    }

    /// <summary>
    /// A charger goes on with a transaction we had closed for want of news (it boots into a running one after a power cut): it is open
    /// again. Returns the connector as it is then.
    /// </summary>
    public static Connector Reopen(Turn turn, ChargePoint chargePoint, Connector connector, int transactionId)
    {
        bool free = connector.Session is null or { Transaction: null };
        if (!free
            || chargePoint.Recent.FirstOrDefault(s => s.Transaction?.Id == transactionId) is not { Transaction.End.Inferred: true } closed
            || closed.ConnectorId != connector.Id)
        {
            return connector;
        }

        if (connector.Session is { Unsaved: false } idle)
        {
            turn.Saved(idle with { State = SessionState.Ended, Unplugged = turn.Now.Stamp });
        }

        Session open = turn.Saved(closed with { State = SessionState.Charging, Unplugged = null, Transaction = closed.Transaction! with { End = null } });
        turn.State = turn.State with { AwaitingTime = turn.State.AwaitingTime.RemoveAll(s => s.Id == open.Id) };
        Connector back = connector with { Session = open, FreeSince = connector.Status == ConnectorStatus.Available ? turn.Now.Elapsed : null };
        turn.Put(chargePoint with { Recent = [.. chargePoint.Recent.Where(s => s.Id != open.Id)] }, back);
        turn.Tell(TellLevel.Info, chargePoint.Id, $"{chargePoint.Id} connector {connector.Id}: transaction {transactionId} goes on after all");
        return back;
    }
}
