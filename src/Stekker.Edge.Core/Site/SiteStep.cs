using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Site;

/// <summary>The heart: what happened to the site, and what follows. Pure: same state, event and now give the same state and effects.</summary>
public static class SiteStep
{
    public static (SiteState State, ImmutableArray<Effect> Effects) Next(SiteState state, SiteEvent happened, Now now)
    {
        Turn turn = new(state, now);
        Mending.Watch(turn);
        if (AskedByStranger(turn, happened) is { } refused)
        {
            turn.Answer(refused.Request, refused.Reply);
            return (turn.State, turn.Effects);
        }

        switch (happened)
        {
            case SiteEvent.Tick: Housekeeping.Tick(turn); break;
            case SiteEvent.PlanMade e: Scheduler.Made(turn, e); break;
            case SiteEvent.PlanFailed e: Scheduler.Failed(turn, e); break;
            case SiteEvent.MeterRead e: MeterReports.Read(turn, e.Measured); break;
            case SiteEvent.MeterSilent e: MeterReports.Silent(turn, e); break;
            case SiteEvent.MeterDoubted e: MeterReports.Doubted(turn, e); break;
            case SiteEvent.ConfigurationApplied e: Admissions.Configure(turn, e.Configuration); break;
            case SiteEvent.LedgerFailed e: turn.Raise(Alert.OfLedger, e.Why); break;
            case SiteEvent.LedgerCaughtUp: turn.Clear(Alert.OfLedger); break;
            case SiteEvent.BoxReported { Text: { } text } e: turn.Raise(e.AlertId, text, e.Level); break;
            case SiteEvent.BoxReported e: turn.Clear(e.AlertId); break;
            case SiteEvent.FlashSpared e: turn.State = turn.State with { Upkeep = turn.State.Upkeep with { SparesFlash = e.Spare } }; break;
            case SiteEvent.CrashFound e:
                turn.Save(new Effect.QueueReport(new Report.OfCrash(e.CrashId, e.Json), turn.State.Configuration, turn.Now.Utc));
                turn.Answer(e.Request, new Reply.Done());
                break;
            case SiteEvent.Connected e: Lines.Connected(turn, e); break;
            case SiteEvent.Disconnected e: Lines.Disconnected(turn, e); break;
            case SiteEvent.OrderEnded e: Orders.Ended(turn, e); break;
            case SiteEvent.Booted e: Lines.Booted(turn, e); break;
            case SiteEvent.Heartbeat e: turn.Answer(e.Request, new Reply.Clock(now.Utc)); break;
            case SiteEvent.StatusReported e: Plugging.Reported(turn, e); break;
            case SiteEvent.CardPresented e: Presenting.Presented(turn, e); break;
            case SiteEvent.TransactionStarted e: Starting.Started(turn, e); break;
            case SiteEvent.Metered e: Metering.Metered(turn, e); break;
            case SiteEvent.TransactionStopped e: Stopping.Stopped(turn, e); break;
            case SiteEvent.Noticed e: Lines.Noticed(turn, e); break;
            case SiteEvent.CardsPut e: CardList.Put(turn, e); break;
            case SiteEvent.CardDeactivated e: CardList.Deactivate(turn, e); break;
            case SiteEvent.VehiclesPut e: CardList.PutVehicles(turn, e); break;
            case SiteEvent.CloudCardsPut e: CloudCards.Put(turn, e); break;
            case SiteEvent.CloudVehiclesPut e: CloudCards.Put(turn, e); break;
            case SiteEvent.WishPut e: Wishes.Put(turn, e); break;
            case SiteEvent.WeatherPut e: WeatherReports.Put(turn, e); break;
            case SiteEvent.LimitWindowsPut e: Rounds.PutWindows(turn, e); break;
            case SiteEvent.PricesPut e: Market.Put(turn, e); break;
            case SiteEvent.ImbalancePut e: Market.Put(turn, e); break;
            case SiteEvent.PriceSourceReported e: Market.Reported(turn, e); break;
            case SiteEvent.CommandBegun e: CloudCommands.Begun(turn, e); break;
            case SiteEvent.CommandEnded e: CloudCommands.Ended(turn, e); break;
            case SiteEvent.ReportsSent e:
                turn.Save(new Effect.ForgetReports(e.ReportIds));
                turn.Answer(e.Request, new Reply.Done());
                break;
            case SiteEvent.ChargePointAdmitted e: Admissions.Admit(turn, e); break;
            case SiteEvent.RemoteStartAsked e: Orders.StartRemotely(turn, e); break;
            case SiteEvent.RemoteStopAsked e: Orders.StopRemotely(turn, e); break;
            default: throw new InvariantBrokenException($"no step for {happened.GetType().Name}");
        }

        return (turn.State, turn.Effects);
    }

    /// <summary>A charge point that is not admitted does no business; it may boot, and its clock may be set.</summary>
    private static (RequestId Request, Reply Reply)? AskedByStranger(Turn turn, SiteEvent happened)
    {
        (RequestId Request, string Id)? asked = happened switch
        {
            SiteEvent.StatusReported e => (e.Request, e.ChargePointId),
            SiteEvent.CardPresented e => (e.Request, e.ChargePointId),
            SiteEvent.TransactionStarted e => (e.Request, e.ChargePointId),
            SiteEvent.Metered e => (e.Request, e.ChargePointId),
            SiteEvent.TransactionStopped e => (e.Request, e.ChargePointId),
            SiteEvent.Noticed e => (e.Request, e.ChargePointId),
            _ => null,
        };
        return asked is { } known && turn.Find(known.Id) is not { IsAdmitted: true }
            ? (known.Request, new Reply.NotAdmitted(turn.Find(known.Id)?.Record.Admission ?? Admission.Pending))
            : null;
    }
}
