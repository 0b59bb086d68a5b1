using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Charging;

/// <summary>What a connector's status says about the car at it: sessions begin when a car is plugged in and end when it leaves.</summary>
internal static class Plugging
{
    public static void Reported(Turn turn, SiteEvent.StatusReported e)
    {
        turn.Answer(e.Request, new Reply.Done());
        ChargePoint chargePoint = turn.Find(e.ChargePointId)!;
        if (e.Status == ConnectorStatus.Faulted || e.ErrorText is not null)
        {
            string where = e.ConnectorId == 0 ? e.ChargePointId : $"{e.ChargePointId} connector {e.ConnectorId}";
            turn.Tell(TellLevel.Warning, e.ChargePointId, $"{where} reports a fault: {e.ErrorText ?? "not told which"}");
        }

        // Connector 0 is the charge point itself (OCPP 1.6 §4.9): no car is ever plugged into it.
        if (e.ConnectorId == 0)
        {
            return;
        }

        Connector old = ConnectorOf(turn, chargePoint, e.ConnectorId);
        Stamp at = Stamp.FromPeer(e.At, turn.Now);
        Connector connector = old with
        {
            Status = e.Status,
            ErrorText = e.ErrorText,
            Since = old.Status == e.Status ? old.Since : at,
        };
        connector = connector with { HeardAt = connector.MayBeCharging ? turn.Now.Elapsed : old.HeardAt };
        turn.Put(chargePoint, connector);
        switch (e.Status)
        {
            case ConnectorStatus.Available:
                Freed(turn, e.ChargePointId, connector, at);
                break;
            case ConnectorStatus.Preparing:
                Arrived(turn, e.ChargePointId, connector, at);
                break;
            case ConnectorStatus.Charging or ConnectorStatus.SuspendedByCar or ConnectorStatus.SuspendedByCharger:
                Occupied(turn, e.ChargePointId, connector with { FreeSince = null }, at);
                break;
            default:
                // Finishing begins nothing: chargers say it also after the car has gone.
                break;
        }
    }

    public static Connector ConnectorOf(Turn turn, ChargePoint chargePoint, int connectorId) =>
        chargePoint.Connectors.Find(connectorId) ?? new Connector(connectorId, ConnectorStatus.Unknown, null, turn.Now.Stamp, HeardAt: turn.Now.Elapsed);

    public static Session NewSession(Turn turn, string chargePointId, int connectorId, Stamp pluggedIn)
    {
        Session session = new()
        {
            Id = turn.State.NextSessionId,
            ChargePointId = chargePointId,
            ConnectorId = connectorId,
            PluggedIn = pluggedIn,
            State = SessionState.PluggedIn,
            Unsaved = true,
        };
        turn.State = turn.State with { NextSessionId = turn.State.NextSessionId + 1 };
        return session;
    }

    /// <summary>The session on a connector has ended at last, and the next car was plugged in meanwhile.</summary>
    public static void NextAlreadyThere(Turn turn, string chargePointId, int connectorId)
    {
        if (turn.Find(chargePointId)!.Connectors.Find(connectorId) is { Status: ConnectorStatus.Preparing, Session: null } connector)
        {
            Arrived(turn, chargePointId, connector, connector.Since);
        }
    }

    private static void Arrived(Turn turn, string chargePointId, Connector connector, Stamp at)
    {
        Occupied(turn, chargePointId, connector, at);
        FreeVend(turn, chargePointId, connector);
    }

    private static void Freed(Turn turn, string chargePointId, Connector connector, Stamp at)
    {
        if (connector.Session is not { } session)
        {
            return;
        }

        if (!session.HasOpenTransaction)
        {
            Closing.End(turn, chargePointId, connector, session, at);
            return;
        }

        // The stop may still be queued behind this status in a charger that was offline: it gets its time.
        turn.Put(turn.Find(chargePointId)!, connector with { FreeSince = connector.FreeSince ?? turn.Now.Elapsed });
    }

    private static void Occupied(Turn turn, string chargePointId, Connector connector, Stamp at)
    {
        Session session = connector.Session ?? NewSession(turn, chargePointId, connector.Id, at);
        SessionState state = connector.Status switch
        {
            _ when !session.HasOpenTransaction => session.State,
            ConnectorStatus.SuspendedByCar => SessionState.PausedByCar,
            ConnectorStatus.SuspendedByCharger => SessionState.PausedBySite,
            ConnectorStatus.Charging => SessionState.Charging,
            _ => session.State,
        };
        turn.Put(turn.Find(chargePointId)!, connector with { Session = session with { State = state } });
    }

    /// <summary>Where no card is needed, a car that is plugged in is started by us.</summary>
    private static void FreeVend(Turn turn, string chargePointId, Connector connector)
    {
        Connector now = turn.Find(chargePointId)!.Connectors.Find(connector.Id)!;
        if (turn.State.Configuration.Access is { NoCardNeeded: true } access
            && now.Session is { Transaction: null }
            && IdTag.TryParse(access.NoCardIdTag) is { } idTag)
        {
            turn.Instruct(chargePointId, new Order.StartRemotely(connector.Id, idTag, null));
        }
    }
}
