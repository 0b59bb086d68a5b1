using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>Charge points come, boot and go. A boot ends nothing: some chargers boot into the running transaction.</summary>
internal static class Lines
{
    /// <summary>After connecting, a charger that was only cut off does not boot; then we ask by ourselves.</summary>
    public static readonly TimeSpan BootGrace = TimeSpan.FromSeconds(5);

    /// <summary>How soon a charger that must wait for its admission boots again.</summary>
    private static readonly TimeSpan PendingRetry = TimeSpan.FromSeconds(30);

    /// <summary>So many replaced lines within <see cref="TwiceWindow"/> mean two chargers with one id.</summary>
    private const int TwiceCount = 4;

    private static readonly TimeSpan TwiceWindow = TimeSpan.FromMinutes(2);

    public static void Connected(Turn turn, SiteEvent.Connected e)
    {
        ChargePoint chargePoint = Admissions.Known(turn, e.ChargePointId);
        if (chargePoint.Line is { } old)
        {
            // Two lines in the same moment may be told in either order; the younger one counts.
            if (old.ConnectionId > e.ConnectionId)
            {
                return;
            }

            chargePoint = Replaced(turn, chargePoint, old, e);
        }

        turn.Put(chargePoint with
        {
            Line = new ChargePointLine(e.ConnectionId, e.Protocol, e.Remote, turn.Now.Elapsed),
            LocalListUnderWay = null,
            CommissionAt = chargePoint.IsAdmitted ? turn.Now.Elapsed + BootGrace : null,
        });
        if (!Flapping.IsDamped(chargePoint))
        {
            turn.Tell(TellLevel.Info, e.ChargePointId, $"{e.ChargePointId} connected from {e.Remote} ({e.Protocol}){Waiting(chargePoint)}");
        }
    }

    public static void Disconnected(Turn turn, SiteEvent.Disconnected e)
    {
        // The end of a line that was replaced meanwhile is no news.
        if (turn.Find(e.ChargePointId) is not { Line: { } line } chargePoint || line.ConnectionId != e.ConnectionId)
        {
            return;
        }

        ChargePoint gone = turn.Put(Flapping.Lost(chargePoint with { Line = null, LocalListUnderWay = null, CommissionAt = null }, turn.Now));
        if (!Flapping.IsDamped(gone))
        {
            turn.Tell(TellLevel.Warning, e.ChargePointId, $"{e.ChargePointId} is gone: {e.Why}{Flapping.Notice(gone)}");
        }
    }

    public static void Booted(Turn turn, SiteEvent.Booted e)
    {
        ChargePoint chargePoint = Admissions.Known(turn, e.ChargePointId);
        ChargePointRecord record = chargePoint.Record with { Identity = e.Identity };
        if (chargePoint.IsAdmitted)
        {
            if (record != chargePoint.Record)
            {
                turn.Keep(record);
            }

            Commission(turn, chargePoint with { Record = record });
        }
        else
        {
            turn.Put(chargePoint with { Record = record });
        }

        OcppRules rules = turn.State.Configuration.Ocpp;
        turn.Answer(e.Request, new Reply.Boot(record.Admission, chargePoint.IsAdmitted ? rules.HeartbeatInterval : PendingRetry, turn.Now.Utc));
        if (Flapping.IsDamped(chargePoint) && record == chargePoint.Record)
        {
            return;
        }

        turn.Tell(TellLevel.Info, e.ChargePointId, $"{e.ChargePointId} booted: {e.Identity.Vendor} {e.Identity.Model}, firmware {e.Identity.Firmware ?? "not told"}{Waiting(chargePoint)}");
    }

    public static void Noticed(Turn turn, SiteEvent.Noticed e)
    {
        turn.Tell(e.IsAlarm ? TellLevel.Warning : TellLevel.Info, e.ChargePointId, e.Text);
        turn.Answer(e.Request, new Reply.Done());
    }

    public static void Commission(Turn turn, ChargePoint chargePoint)
    {
        OcppRules rules = turn.State.Configuration.Ocpp;
        turn.Put(chargePoint with { CommissionAt = null });
        turn.Instruct(chargePoint.Id, new Order.Commission(new ChargerNeeds(rules.MeterValueSampleInterval, rules.HeartbeatInterval)));
    }

    private static ChargePoint Replaced(Turn turn, ChargePoint chargePoint, ChargePointLine old, SiteEvent.Connected e)
    {
        TimeSpan since = turn.Now.Elapsed - TwiceWindow;
        ImmutableArray<TimeSpan> lately = [.. chargePoint.Replacements.Where(t => t >= since), turn.Now.Elapsed];
        if (lately.Length >= TwiceCount)
        {
            turn.Raise(
                TwiceAlert(e.ChargePointId),
                $"Two chargers seem to be set to the id {e.ChargePointId} (at {old.Remote} and {e.Remote}): they push each other out. Give each its own id.");
        }

        return Flapping.Lost(chargePoint with { Replacements = lately }, turn.Now);
    }

    public static string TwiceAlert(string chargePointId) => $"charge-point-twice:{chargePointId}";

    public static void ForgetReplacements(Turn turn, ChargePoint chargePoint)
    {
        if (!chargePoint.Replacements.IsEmpty && chargePoint.Replacements[^1] < turn.Now.Elapsed - TwiceWindow)
        {
            turn.Put(chargePoint with { Replacements = [] });
            turn.Clear(TwiceAlert(chargePoint.Id));
        }
    }

    private static string Waiting(ChargePoint chargePoint) =>
        chargePoint.IsAdmitted ? "" : $"; not accepted yet: 'stekker-edge charge-points accept {chargePoint.Id}' does it";
}
