using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>What a driver asks for the session that is plugged in: another departure, another target, or to charge now.</summary>
internal static class Wishes
{
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(8);

    public static void Put(Turn turn, SiteEvent.WishPut e)
    {
        if (turn.Find(e.ChargePointId) is not { } chargePoint)
        {
            Deny(turn, e, $"there is no charge point {e.ChargePointId} here");
            return;
        }

        Connector[] plugged = [.. chargePoint.Connectors.Where(c => c.Session is not null && (e.ConnectorId is null || c.Id == e.ConnectorId))];
        if (plugged is not [{ Session: { } session } connector])
        {
            Deny(turn, e, plugged.Length == 0
                ? $"no car is plugged in at {e.ChargePointId}{(e.ConnectorId is { } id ? $" connector {id}" : "")}"
                : $"more than one car is plugged in at {e.ChargePointId}: say which connector");
            return;
        }

        if (e.Wish.Departure is { } departure && (departure <= turn.Now.Utc || departure > turn.Now.Utc + FurthestAhead))
        {
            Deny(turn, e, departure <= turn.Now.Utc ? "that departure has passed already" : "a departure is at most eight days ahead");
            return;
        }

        if (e.Wish.TargetPermille is < 0 or > 1000)
        {
            Deny(turn, e, "a target is between 0 and 100 %");
            return;
        }

        Session asked = session with { Wish = e.Wish };
        turn.Put(chargePoint, connector with { Session = asked.Transaction is null && asked.Unsaved ? asked : turn.Saved(asked) });
        turn.Answer(e.Request, new Reply.Done());
    }

    private static void Deny(Turn turn, SiteEvent.WishPut e, string why) => turn.Answer(e.Request, new Reply.Impossible(why));
}
