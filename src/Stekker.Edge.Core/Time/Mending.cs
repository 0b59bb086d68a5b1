using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Time;

/// <summary>
/// Time arrives at a router that woke in the past: every stamp it wrote meanwhile is moved by the distance measured on the monotonic clock.
/// Stamps of an earlier run cannot be measured; they stay marked as not trusted.
/// </summary>
internal static class Mending
{
    /// <summary>Before anything is stamped by the new time: old and new stamps must not meet in one session.</summary>
    public static void Watch(Turn turn)
    {
        if (turn.Now.UtcTrusted && !turn.State.UtcTrusted)
        {
            TimeHasCome(turn);
        }

        turn.State = turn.State.UtcTrusted == turn.Now.UtcTrusted ? turn.State : turn.State with { UtcTrusted = turn.Now.UtcTrusted };
    }

    private static void TimeHasCome(Turn turn)
    {
        int mended = 0;
        foreach (ChargePoint chargePoint in turn.State.ChargePoints)
        {
            SetClock(turn, chargePoint);
            foreach (Connector connector in chargePoint.Connectors)
            {
                if (connector.Session is { } session && Mended(session, turn.Now) is { } better)
                {
                    mended++;
                    turn.Put(turn.Find(chargePoint.Id)!, connector with { Session = turn.Saved(better) });
                }
            }
        }

        foreach (Session ended in turn.State.AwaitingTime)
        {
            if (Mended(ended, turn.Now) is { } better && turn.Find(ended.ChargePointId) is { } chargePoint)
            {
                mended++;
                Closing.Amend(turn, chargePoint, better);
            }
        }

        turn.State = turn.State with { AwaitingTime = [] };
        turn.Tell(TellLevel.Info, "clock", $"The clock is set: {turn.Now.Utc:yyyy-MM-dd HH:mm:ss} UTC{(mended > 0 ? $"; the times of {mended} sessions were put right" : "")}");
    }

    /// <summary>Chargers have their time from us: they are asked to fetch it again now.</summary>
    private static void SetClock(Turn turn, ChargePoint chargePoint)
    {
        turn.Put(chargePoint with { Clock = null });
        if (chargePoint is { IsAdmitted: true, IsConnected: true })
        {
            turn.Instruct(chargePoint.Id, new Order.AskForHeartbeat());
        }
    }

    /// <summary>Null where nothing is to mend.</summary>
    private static Session? Mended(Session session, Now now)
    {
        Stamp first = session.Transaction?.Started ?? session.PluggedIn;
        TimeSpan shift = first.Mend(now).Utc - first.Utc;
        Session better = session with
        {
            PluggedIn = session.PluggedIn.Mend(now),
            Unplugged = session.Unplugged?.Mend(now),
            Transaction = session.Transaction is not { } t
                ? null
                : t with
                {
                    Started = t.Started.Mend(now),
                    Register = t.Started.Trusted ? t.Register : t.Register with { At = t.Register.At + shift },
                    End = t.End is { } end ? end with { At = Mended(end.At, now, shift) } : null,
                },
            Ptus = shift == TimeSpan.Zero ? session.Ptus : Shifted(session.Ptus, shift),
        };
        return better == session ? null : better;
    }

    private static Stamp Mended(Stamp stamp, Now now, TimeSpan shift) =>
        stamp.Trusted || stamp.Elapsed is not null ? stamp.Mend(now) : stamp with { Utc = stamp.Utc + shift, Trusted = shift != TimeSpan.Zero };

    /// <summary>To the nearest quarter: finer was never known.</summary>
    private static ImmutableArray<PtuEnergy> Shifted(ImmutableArray<PtuEnergy> ptus, TimeSpan shift)
    {
        TimeSpan quarters = Ptu.Length * Math.Round(shift / Ptu.Length);
        return [.. ptus.Select(p => p with { Start = p.Start + quarters })];
    }
}
