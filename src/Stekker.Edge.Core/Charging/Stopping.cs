using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Charging;

/// <summary>A transaction stops. The stop is never refused (OCPP 1.6 §4.10): it has happened.</summary>
internal static class Stopping
{
    public static void Stopped(Turn turn, SiteEvent.TransactionStopped e)
    {
        ChargePoint chargePoint = turn.Find(e.ChargePointId)!;
        Authorization? authorization = e.IdTag is { } said ? Authorizer.Judge(turn.State, said, turn.Now, e.ChargePointId) : null;
        turn.Answer(e.Request, new Reply.TransactionStop(authorization));
        Stamp at = Stamp.FromPeer(e.At, turn.Now);
        if (Meant(chargePoint, e, at) is not { Transaction: { } transaction } session)
        {
            Orphan(turn, e);
            return;
        }

        // The same stop said again changes nothing.
        if (transaction.End is { Inferred: false })
        {
            return;
        }

        session = Metering.Apply(turn, session, e.Samples);
        session = Metering.Settle(turn, session, e.MeterStop, e.At);
        session = Metering.Advance(turn, session, e.MeterStop, e.At);
        session = session with
        {
            State = session.State == SessionState.Ended ? SessionState.Ended : SessionState.Finished,
            Transaction = session.Transaction! with { End = new TransactionEnd(at, e.MeterStop, e.Reason, Inferred: false) },
        };
        turn.Tell(
            TellLevel.Info,
            e.ChargePointId,
            $"{e.ChargePointId} connector {session.ConnectorId}: charged {session.Energy.Value / 1000m:0.0##} kWh (transaction {transaction.Id}, {InWords(e.Reason)})");
        Keep(turn, chargePoint, session, at);
    }

    private static void Keep(Turn turn, ChargePoint chargePoint, Session session, Stamp at)
    {
        if (session.State == SessionState.Ended)
        {
            Closing.Amend(turn, chargePoint, session);
            return;
        }

        Connector connector = chargePoint.Connectors.Find(session.ConnectorId)!;
        bool gone = connector.Status == ConnectorStatus.Available || connector.FreeSince is not null || session.Transaction!.End!.Reason == StopReason.CarUnplugged;
        if (gone)
        {
            Closing.End(turn, chargePoint.Id, connector, session, at);
            Plugging.NextAlreadyThere(turn, chargePoint.Id, connector.Id);
            return;
        }

        turn.Put(chargePoint, connector with { Session = turn.Saved(session), FreeSince = null, HeardAt = turn.Now.Elapsed });
    }

    /// <summary>
    /// By its id; a charger that never got an id says 0 or -1, and is believed where only one transaction can be meant: one it stopped in
    /// these words before, the one that is open, else the last one closed for want of a stop.
    /// </summary>
    private static Session? Meant(ChargePoint chargePoint, SiteEvent.TransactionStopped e, Stamp at)
    {
        if (e.TransactionId > 0)
        {
            return chargePoint.SessionOf(e.TransactionId);
        }

        List<Session> known =
        [
            .. chargePoint.Connectors.Select(c => c.Session).OfType<Session>().Concat(chargePoint.Recent)
                .Where(s => s.Transaction is { } t && (e.IdTag is null || t.IdTag == IdTag.TryParse(e.IdTag))),
        ];
        List<Session> saidBefore =
            [.. known.Where(s => s.Transaction!.End is { Inferred: false } end && end.MeterStop == e.MeterStop && end.Reason == e.Reason)];
        List<Session> open = [.. known.Where(s => s.HasOpenTransaction)];
        return saidBefore.Find(s => s.Transaction!.End!.At.Utc == at.Utc) ?? open.Count switch
        {
            // A charger without a clock is stamped anew each time: the newest that fits.
            0 => known.Find(s => s.Transaction!.End is { Inferred: true } || saidBefore.Contains(s)),
            1 => open[0],
            _ => null,
        };
    }

    private static void Orphan(Turn turn, SiteEvent.TransactionStopped e)
    {
        OrphanStop stop = new(e.ChargePointId, e.TransactionId, e.IdTag, e.MeterStop, Stamp.FromPeer(e.At, turn.Now), e.Reason);
        turn.Save(new Effect.SaveOrphanStop(stop));
        turn.Tell(
            TellLevel.Warning,
            e.ChargePointId,
            $"{e.ChargePointId} stopped transaction {e.TransactionId}, of which no start is known; kept aside (meter at {e.MeterStop})");
    }

    private static string InWords(StopReason reason) => reason switch
    {
        StopReason.Local => "stopped at the charger",
        StopReason.Remote => "stopped from afar",
        StopReason.CarUnplugged => "unplugged",
        StopReason.Deauthorised => "card no longer good",
        StopReason.EmergencyStop => "emergency stop",
        StopReason.PowerLoss => "power cut",
        StopReason.HardReset or StopReason.SoftReset or StopReason.Reboot => "charger restarted",
        StopReason.Unlocked => "unlocked",
        _ => "other reason",
    };
}
