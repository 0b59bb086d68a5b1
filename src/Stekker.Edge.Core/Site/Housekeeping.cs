using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Core.Site;

/// <summary>What time alone brings about.</summary>
internal static class Housekeeping
{
    /// <summary>How far the ledger may lag behind the meters. All sessions are written together, so flash sees few commits.</summary>
    public static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(2);

    /// <summary>How long a stop may still come after its connector was reported free: chargers say the status first, queued messages later.</summary>
    public static readonly TimeSpan FreeGrace = TimeSpan.FromMinutes(5);

    public static void Tick(Turn turn)
    {
        foreach (ChargePoint chargePoint in turn.State.ChargePoints)
        {
            if (chargePoint is { IsConnected: true, IsAdmitted: true, CommissionAt: { } due } && due <= turn.Now.Elapsed)
            {
                Lines.Commission(turn, chargePoint);
            }

            Lines.ForgetReplacements(turn, turn.Find(chargePoint.Id)!);
            Flapping.Tick(turn, turn.Find(chargePoint.Id)!);
            CloseSilent(turn, chargePoint);
        }

        PtuKeeping.Tick(turn);
        Market.Watch(turn);
        Scheduler.Look(turn);
        Rounds.Run(turn);
        Settling.Tick(turn);
        Cdrs.Tick(turn);
        Retention.Tick(turn);
        if (turn.Now.Elapsed - turn.State.CheckpointAt >= CheckpointInterval)
        {
            Checkpoint(turn);
        }
    }

    private static void CloseSilent(Turn turn, ChargePoint chargePoint)
    {
        TimeSpan timeout = turn.State.Configuration.Ocpp.TransactionTimeout;
        foreach (Connector connector in chargePoint.Connectors)
        {
            if (connector.Session is not { HasOpenTransaction: true } session)
            {
                continue;
            }

            string? why = connector.FreeSince is { } free && turn.Now.Elapsed - free >= FreeGrace ? "its connector has been free since"
                : turn.Now.Elapsed - connector.HeardAt >= timeout ? $"nothing was heard of it for {timeout.TotalHours:0} h"
                : null;
            if (why is not null)
            {
                Session closed = Closing.Infer(turn, session, why);
                Closing.End(turn, chargePoint.Id, connector, closed, closed.Transaction!.End!.At);
                Plugging.NextAlreadyThere(turn, chargePoint.Id, connector.Id);
            }
        }
    }

    private static void Checkpoint(Turn turn)
    {
        turn.State = turn.State with { CheckpointAt = turn.Now.Elapsed };
        Remembering.Save(turn);
        foreach (ChargePoint chargePoint in turn.State.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                if (connector.Session is { Unsaved: true } session)
                {
                    turn.Put(turn.Find(chargePoint.Id)!, connector with { Session = turn.Saved(session) });
                }
            }
        }
    }
}
