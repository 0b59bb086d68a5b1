using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Steering;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>Orders to chargers: asked for by people, and what came of them.</summary>
internal static class Orders
{
    public static void StartRemotely(Turn turn, SiteEvent.RemoteStartAsked e)
    {
        if (!turn.State.Configuration.Access.RemoteStart)
        {
            turn.Answer(e.Request, new Reply.Impossible("remote start is switched off at this site (access.remoteStart)"));
            return;
        }

        if (WhyNot(turn, e.ChargePointId) is { } why)
        {
            turn.Answer(e.Request, new Reply.Impossible(why));
            return;
        }

        Authorization authorization = Authorizer.Judge(turn.State, e.IdTag, turn.Now, e.ChargePointId);
        if (!authorization.Accepted || IdTag.TryParse(e.IdTag) is not { } idTag)
        {
            turn.Answer(e.Request, new Reply.Impossible($"card {e.IdTag}: {Authorizer.InWords(authorization.Verdict)}"));
            return;
        }

        turn.Instruct(e.ChargePointId, new Order.StartRemotely(e.ConnectorId, idTag, e.Request));
    }

    public static void StopRemotely(Turn turn, SiteEvent.RemoteStopAsked e)
    {
        if (WhyNot(turn, e.ChargePointId) is { } why)
        {
            turn.Answer(e.Request, new Reply.Impossible(why));
            return;
        }

        List<Session> running =
        [
            .. turn.Find(e.ChargePointId)!.Connectors
                .Where(c => e.ConnectorId is null || c.Id == e.ConnectorId)
                .Select(c => c.Session).OfType<Session>().Where(s => s.HasOpenTransaction),
        ];
        if (running.Count == 1)
        {
            turn.Instruct(e.ChargePointId, new Order.StopRemotely(running[0].Transaction!.Id, e.Request));
            return;
        }

        turn.Answer(e.Request, new Reply.Impossible(running.Count == 0
            ? $"nothing is charging at {e.ChargePointId}{(e.ConnectorId is { } c ? $" connector {c}" : "")}"
            : $"{running.Count} cars are charging at {e.ChargePointId}: name the connector"));
    }

    public static void Ended(Turn turn, SiteEvent.OrderEnded e)
    {
        switch (e.Order)
        {
            case Order.StartRemotely { Request: { } request }:
                turn.Answer(request, new Reply.Ordered(e.Outcome));
                break;
            case Order.StopRemotely { Request: { } request }:
                turn.Answer(request, new Reply.Ordered(e.Outcome));
                break;
            case Order.StopRemotely stop when e.Outcome is not OrderOutcome.Done:
                turn.Tell(TellLevel.Alarm, e.ChargePointId, $"{e.ChargePointId} did not stop transaction {stop.TransactionId}: {InWords(e.Outcome)}");
                break;
            case Order.StartRemotely start when e.Outcome is not OrderOutcome.Done:
                turn.Tell(TellLevel.Warning, e.ChargePointId, $"{e.ChargePointId} did not start for {start.IdTag}: {InWords(e.Outcome)}");
                break;
            case Order.Commission when turn.Find(e.ChargePointId) is { } chargePoint:
                Commissioned(turn, chargePoint, e.Outcome);
                break;
            case Order.SendLocalList sent when turn.Find(e.ChargePointId) is { } chargePoint:
                LocalLists.Sent(turn, chargePoint, sent, e.Outcome);
                break;
            case Order.SetLimit limit:
                Rounds.LimitEnded(turn, e.ChargePointId, limit, e.Outcome);
                break;
            case Order.AskForLimit asked:
                Rounds.LimitShown(turn, e.ChargePointId, asked, e.Outcome);
                break;
            case Order.SetFallback fallback:
                Fallbacks.Ended(turn, e.ChargePointId, fallback, e.Outcome);
                break;
            default:
                break;
        }
    }

    private static void Commissioned(Turn turn, ChargePoint chargePoint, OrderOutcome outcome)
    {
        // No answer means the line is gone or mute: the next connection asks again.
        if (outcome is not OrderOutcome.Commissioned commissioned)
        {
            return;
        }

        Capabilities can = commissioned.Capabilities;
        ChargePointRecord record = chargePoint.Record with
        {
            LocalListVersion = commissioned.LocalListVersion == chargePoint.Record.LocalListVersion ? chargePoint.Record.LocalListVersion : 0,
        };
        turn.Put(chargePoint with { Capabilities = can, Record = record });
        if (!can.Refused.IsEmpty && !Flapping.IsDamped(chargePoint))
        {
            turn.Tell(TellLevel.Warning, chargePoint.Id, $"{chargePoint.Id} would not set {string.Join(", ", can.Refused)}; it goes on with what it has");
        }

        turn.Instruct(chargePoint.Id, new Order.AskForStatus());
        LocalLists.Bring(turn, chargePoint.Id);
        CardList.StopDeactivated(turn, turn.Find(chargePoint.Id)!);
    }

    public static string InWords(OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.Refused refused => $"refused ({refused.Why})",
        OrderOutcome.NotSupported not => $"not supported ({not.Why})",
        OrderOutcome.NoAnswer none => $"no answer ({none.Why})",
        _ => "not done",
    };

    private static string? WhyNot(Turn turn, string chargePointId) => turn.Find(chargePointId) switch
    {
        null when turn.State.Configuration.ChargePoint(chargePointId) is not null => $"{chargePointId} is not connected",
        null => $"no charge point {chargePointId} is known here",
        { IsAdmitted: false } => $"{chargePointId} is not accepted here yet",
        { IsConnected: false } => $"{chargePointId} is not connected",
        _ => null,
    };
}
