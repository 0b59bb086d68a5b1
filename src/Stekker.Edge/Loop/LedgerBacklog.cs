using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Loop;

/// <summary>
/// Writes to the ledger, and keeps what could not be written (disk full) until it can. A later write of the same thing takes the place of
/// an earlier one, so the backlog is bounded by what the site has, not by how long the disk is full. What chargers can make up without
/// end has a bound of its own; beyond it the oldest goes.
/// </summary>
public sealed class LedgerBacklog(ILedger ledger)
{
    /// <summary>Stops without a start; more of them is a charger out of its mind.</summary>
    public const int MostOrphanStops = 1000;

    private readonly OrderedDictionary<object, Effect.LedgerWrite> waiting = [];

    public bool IsEmpty => waiting.Count == 0;

    public int Count => waiting.Count;

    /// <summary>True when all is on disk, this and what waited before. Nothing is half written otherwise.</summary>
    public bool TryCommit(List<Effect.LedgerWrite> writes, out LedgerUnavailableException? why)
    {
        why = null;
        if (waiting.Count > 0)
        {
            Keep(writes);
        }

        IReadOnlyList<Effect.LedgerWrite> all = waiting.Count > 0 ? waiting.Values : writes;
        if (all.Count == 0)
        {
            return true;
        }

        try
        {
            ledger.Commit(all);
            waiting.Clear();
            return true;
        }
        catch (LedgerUnavailableException e)
        {
            why = e;
            Keep(writes);
            return false;
        }
    }

    /// <summary>Without trying the disk.</summary>
    public void Keep(List<Effect.LedgerWrite> writes)
    {
        foreach (Effect.LedgerWrite write in writes)
        {
            object key = KeyOf(write);
            waiting[key] = waiting.TryGetValue(key, out Effect.LedgerWrite? earlier) ? Joined(earlier, write) : write;
            if (write is Effect.SaveRefusal)
            {
                DropBeyond<Effect.SaveRefusal>(SiteState.MostRefusals);
            }
            else if (write is Effect.SaveOrphanStop)
            {
                DropBeyond<Effect.SaveOrphanStop>(MostOrphanStops);
            }
        }
    }

    private void DropBeyond<T>(int most)
        where T : Effect.LedgerWrite
    {
        if (waiting.Values.OfType<T>().Skip(most).Any())
        {
            waiting.Remove(KeyOf(waiting.Values.OfType<T>().First()));
        }
    }

    /// <summary>Prices come some at a time: what waits is all of them.</summary>
    private static Effect.LedgerWrite Joined(Effect.LedgerWrite earlier, Effect.LedgerWrite later) => (earlier, later) switch
    {
        (Effect.SavePrices old, Effect.SavePrices now) => now with { Rows = SpotSeries.Over(old.Rows, now.Rows) },
        (Effect.ForgetReports old, Effect.ForgetReports now) => now with { ReportIds = [.. old.ReportIds, .. now.ReportIds] },
        (Effect.SaveImbalance old, Effect.SaveImbalance now) => now with { Rows = SpotSeries.Over(old.Rows, now.Rows) },
        _ => later,
    };

    private static object KeyOf(Effect.LedgerWrite write) => write switch
    {
        Effect.SaveSession s => ("session", s.Session.Id),
        Effect.SaveSettlement s => ("settlement", s.Settlement.SessionId),
        Effect.SaveCard c => ("card", c.Card.IdTag),
        Effect.SaveVehicle v => ("vehicle", v.Vehicle.Id),
        Effect.SaveChargePoint p => ("chargePoint", p.ChargePoint.Id),
        Effect.SaveRefusal r => ("refusal", r.Refusal.IdTag, r.Refusal.ChargePointId),
        Effect.SaveBalance => "balance",
        Effect.SaveLearned => "learned",
        Effect.ForgetReports => "sent",
        Effect.SavePrices p => ("prices", p.Area),
        Effect.SaveImbalance => "imbalance",
        Effect.SaveCdrTold c => ("cdrTold", c.Told.SessionId),
        Effect.SaveSavingsTold => "savingsTold",
        Effect.QueueReport { Report: Report.OfCdr r } => ("cdr", r.Session.Id),
        Effect.QueueReport { Report: Report.OfSavings r } => ("savings", r.Day),
        Effect.SaveCommand c => ("command", c.Command.Id),
        Effect.QueueReport { Report: Report.OfSession r } => ("report", r.Event, r.Session.Id),
        Effect.QueueReport { Report: Report.OfCommand r } => ("result", r.CommandId),
        Effect.QueueReport { Report: Report.OfCrash r } => ("crash", r.CrashId),
        Effect.PruneRecords => "prune",
        Effect.SaveWeather => "weather",
        Effect.SaveLimits => "limits",
        Effect.SaveCloudDocument d => ("document", d.Document.Name),
        _ => write,
    };
}
