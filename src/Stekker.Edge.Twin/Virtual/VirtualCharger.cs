using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// A charger that speaks the site's own events: it queues its transaction messages while it is cut off, charges offline by its default
/// profile, and sends its queue in order when the line is back.
/// </summary>
internal sealed class VirtualCharger
{
    /// <summary>A status must stand so long before it is told: a ramp is no news.</summary>
    private static readonly TimeSpan StatusStands = TimeSpan.FromSeconds(5);

    private readonly IVirtualSite site;
    private readonly Queue<Message> queue = new();
    private readonly ChargingProfiles profiles = new();
    private TimeSpan clockError;
    private TimeSpan nextSampleAt = TimeSpan.MaxValue;
    private TimeSpan sampleEvery = TimeSpan.FromSeconds(30);

    public VirtualCharger(VirtualChargerSettings settings, IEnumerable<Evse> evses, IVirtualSite site)
    {
        (Settings, this.site) = (settings, site);
        Line = new VirtualLine(this, site);
        Connectors = [.. evses.Select(e => new VirtualConnector(e))];
    }

    private abstract record Message(VirtualTransaction Transaction)
    {
        public sealed record Start(VirtualTransaction Transaction) : Message(Transaction);

        public sealed record Stop(VirtualTransaction Transaction, DateTimeOffset At, StopReason Reason, string? IdTag) : Message(Transaction);
    }

    public VirtualChargerSettings Settings { get; }

    public string Id => Settings.Id;

    public VirtualLine Line { get; }

    public ImmutableArray<VirtualConnector> Connectors { get; }

    /// <summary>When it has something to do by itself.</summary>
    public TimeSpan NextAt
    {
        get
        {
            TimeSpan next = Line.NextAt < nextSampleAt ? Line.NextAt : nextSampleAt;
            foreach (VirtualConnector connector in Connectors)
            {
                next = connector.LimitChangesAt < next ? connector.LimitChangesAt : next;
            }

            return next;
        }
    }

    /// <summary>The site's edge knows of all its transactions.</summary>
    public bool IsKnown => queue.Count == 0;

    public bool IsCharging
    {
        get
        {
            foreach (VirtualConnector connector in Connectors)
            {
                if (connector.Transaction is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private DateTimeOffset Clock => Milliseconds(site.World.Utc + clockError);

    // ---- what the line brings

    public void Connected(bool boots)
    {
        DateTimeOffset? told = (boots ? site.Ask(r => new SiteEvent.Booted(r, Id, new ChargePointIdentity("Stekker", "Twin"))) : site.Ask(r => new SiteEvent.Heartbeat(r, Id))) switch
        {
            Reply.Boot boot => boot.Utc,
            Reply.Clock clock => clock.Utc,
            _ => null,
        };
        SetClock(told);
        ReportStatus();
        Send();
    }

    public OrderOutcome Obey(Order order)
    {
        switch (order)
        {
            case Order.Commission commission:
                sampleEvery = Settings.SampleEvery ?? commission.Needs.SampleInterval;
                return new OrderOutcome.Commissioned(
                    Capabilities.Unknown with { LimitUnit = Settings.Unit, MaxProfileLevel = 5, Connectors = Connectors.Length, CanSwitchPhases = Settings.CanSwitchPhases }, null);
            case Order.SetLimit limit:
                if (Connectors.FirstOrDefault(c => c.Id == limit.Setpoint.ConnectorId) is not { Transaction.Id: { } running } || running != limit.TransactionId)
                {
                    return new OrderOutcome.Refused("no such transaction");
                }

                profiles.Set(limit);
                LookAtLimits();
                return new OrderOutcome.Done();
            case Order.SetFallback fallback:
                profiles.Set(fallback);
                LookAtLimits();
                return new OrderOutcome.Done();
            case Order.AskForLimit ask:
                return new OrderOutcome.LimitShown(Amperes.FromDeciamperes((int)(LimitOf(Connectors.First(c => c.Id == ask.ConnectorId)).LimitA * 10)));
            case Order.AskForStatus:
                site.Later(() => ReportStatus());
                return new OrderOutcome.Done();
            case Order.AskForHeartbeat:
                site.Later(() => SetClock((site.Ask(r => new SiteEvent.Heartbeat(r, Id)) as Reply.Clock)?.Utc));
                return new OrderOutcome.Done();
            case Order.StopRemotely stop when Connectors.FirstOrDefault(c => c.Transaction?.Id == stop.TransactionId) is { } connector:
                site.Later(() => Stop(connector, StopReason.Remote, null));
                return new OrderOutcome.Done();
            default:
                return new OrderOutcome.NotSupported("the twin has no use for it");
        }
    }

    // ---- what the driver brings

    public void PluggedIn(VirtualConnector connector)
    {
        connector.Charged = false;
        Report(connector);
    }

    public void CardPresented(VirtualConnector connector, string idTag, bool toStop)
    {
        if (toStop)
        {
            Stop(connector, StopReason.Local, idTag);
            return;
        }

        Reply? reply = Line.IsOpen ? site.Ask(r => new SiteEvent.CardPresented(r, Id, idTag)) : null;
        if (reply is null or Reply.CardAnswer { Authorization.Accepted: true })
        {
            Start(connector, idTag);
        }
        else
        {
            site.Sessions.Refused();
        }
    }

    public void Unplugged(VirtualConnector connector)
    {
        Stop(connector, StopReason.CarUnplugged, null);
        connector.Charged = false;
        Report(connector);
    }

    // ---- what time brings

    /// <summary>Meter values that are due, statuses that stood long enough, profiles that lapsed.</summary>
    public void TimePassed()
    {
        TimeSpan at = site.World.At;
        if (at >= nextSampleAt)
        {
            nextSampleAt = IsCharging ? Whole(at + sampleEvery) : TimeSpan.MaxValue;
            Sample();
        }

        foreach (VirtualConnector connector in Connectors)
        {
            if (at >= connector.LimitChangesAt)
            {
                LookAtLimit(connector);
                site.Rungs.Count(Line.IsOpen ? Rung.ProfileLetGo : Rung.ProfileLapsed, isCharging: true);
            }

            ConnectorStatus status = connector.Status;
            if (status == connector.Reported)
            {
                connector.OtherSince = null;
            }
            else if (at - (connector.OtherSince ??= at) >= StatusStands)
            {
                Report(connector);
            }
        }
    }

    private void Start(VirtualConnector connector, string idTag)
    {
        connector.Transaction = new VirtualTransaction(Id, connector.Id, idTag, connector.MeterWh, Clock);
        connector.Evse.Energised = true;
        site.Sessions.Began(connector.Transaction);
        queue.Enqueue(new Message.Start(connector.Transaction));
        nextSampleAt = Whole(site.World.At + TimeSpan.FromSeconds(5));
        LookAtLimit(connector);
        Send();
        Report(connector);
    }

    private void Stop(VirtualConnector connector, StopReason reason, string? idTag)
    {
        if (connector.Transaction is not { } transaction)
        {
            return;
        }

        connector.Evse.Energised = false;
        transaction.MeterStopWh = connector.MeterWh;
        (connector.Transaction, connector.Charged) = (null, true);
        profiles.TransactionEnded(connector.Id);
        LookAtLimit(connector);
        queue.Enqueue(new Message.Stop(transaction, Clock, reason, idTag));
        Send();
        Report(connector);
    }

    /// <summary>Sends what waits, in order; what is not answered stays and is sent again on the next line.</summary>
    private void Send()
    {
        while (Line.IsOpen && queue.TryPeek(out Message? message))
        {
            VirtualTransaction t = message.Transaction;
            Reply? reply = message switch
            {
                Message.Start => site.Ask(r => new SiteEvent.TransactionStarted(r, Id, t.ConnectorId, t.IdTag, new WattHours(t.MeterStartWh), t.Started)),
                Message.Stop stop => site.Ask(r => new SiteEvent.TransactionStopped(r, Id, t.Id ?? -1, stop.IdTag, new WattHours(t.MeterStopWh!.Value), stop.At, stop.Reason, [])),
                _ => null,
            };
            if (reply is null)
            {
                return;
            }

            queue.Dequeue();
            if (reply is Reply.TransactionStart started)
            {
                t.Id = started.TransactionId;
                Authorised(t, started);
            }
            else
            {
                site.Sessions.Ended(t);
            }
        }
    }

    private void Authorised(VirtualTransaction transaction, Reply.TransactionStart started)
    {
        foreach (VirtualConnector connector in Connectors)
        {
            if (connector.Transaction == transaction)
            {
                LookAtLimit(connector);
                if (!started.Authorization.Accepted)
                {
                    site.Later(() => Stop(connector, StopReason.Deauthorised, null));
                }
            }
        }
    }

    private void Sample()
    {
        if (!Line.IsOpen)
        {
            return;
        }

        foreach (VirtualConnector connector in Connectors)
        {
            if (connector.Transaction is { Id: { } id })
            {
                Evse evse = connector.Evse;
                MeterSample sample = new(Clock, SampleReason.Periodic, new WattHours(connector.MeterWh));
                if (Settings.TellsCurrents)
                {
                    sample = sample with { Power = new Watts((long)evse.PowerW), Current = new PerPhase<Amperes>(Own(evse, 0), Own(evse, 1), Own(evse, 2)) };
                }

                if (evse.Car is { Settings.TellsStateOfCharge: true } car)
                {
                    sample = sample with { StateOfCharge = StateOfCharge.FromPermille((int)(car.Fraction * 1000)) };
                }

                site.Ask(r => new SiteEvent.Metered(r, Id, connector.Id, id, [sample]));
            }
        }
    }

    private void ReportStatus()
    {
        foreach (VirtualConnector connector in Connectors)
        {
            connector.Reported = ConnectorStatus.Unknown;
            Report(connector);
        }
    }

    private void Report(VirtualConnector connector)
    {
        ConnectorStatus status = connector.Status;
        if (Line.IsOpen && connector.Reported != status)
        {
            connector.Reported = status;
            site.Ask(r => new SiteEvent.StatusReported(r, Id, connector.Id, status, null, Clock));
        }
    }

    private void SetClock(DateTimeOffset? told)
    {
        if (told is { } utc)
        {
            clockError = utc - site.World.Utc;
            LookAtLimits();
        }
    }

    private void LookAtLimits()
    {
        foreach (VirtualConnector connector in Connectors)
        {
            LookAtLimit(connector);
        }
    }

    /// <summary>Something may have changed what its car may draw.</summary>
    public void LookAtLimit(VirtualConnector connector)
    {
        (double limitA, int phases) = connector.Transaction is null ? (0, 3) : LimitOf(connector);
        connector.Evse.Offer(limitA, phases, site.World.At);
        connector.LimitChangesAt = profiles.LapsesAt(connector.Id, connector.Transaction?.Id, Clock) is { } until && connector.Transaction is not null
            ? site.World.At + (until - Clock)
            : TimeSpan.MaxValue;
    }

    private (double LimitA, int Phases) LimitOf(VirtualConnector connector) => connector.PolicyA is { } a ? (a, 3) : profiles.Limit(
        connector.Id, connector.Transaction?.Id, Clock, connector.Evse.Settings.MaxA, connector.Evse.PhasesDrawn, site.World.Settings.VoltageV);

    private static Amperes? Own(Evse evse, int phase) => Amperes.FromDeciamperes((int)Math.Round(evse.OwnA(phase) * 10));

    private static TimeSpan Whole(TimeSpan at) => TimeSpan.FromSeconds(Math.Ceiling(at.TotalSeconds));

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
}
