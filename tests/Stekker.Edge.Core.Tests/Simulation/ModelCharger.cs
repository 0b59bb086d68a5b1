using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>A charger with its own truth: meters, clock, and a queue of transaction messages that it repeats until each is answered.</summary>
internal sealed class ModelCharger
{
    private readonly Dice dice;
    private readonly VirtualTime time;
    private readonly Edge edge;
    private readonly Invariants invariants;
    private readonly Queue<Frame> queue = new();
    private readonly Func<long> nextConnection;
    private TimeSpan clockError;
    private long? connection;

    public ModelCharger(string id, Dice dice, VirtualTime time, Edge edge, Invariants invariants, Func<long> nextConnection)
    {
        (Id, this.dice, this.time, this.edge, this.invariants, this.nextConnection) = (id, dice, time, edge, invariants, nextConnection);
        Quirks = Quirks.Thrown(dice);
        clockError = Quirks.ClockError;
        Connectors = [.. Enumerable.Range(1, Quirks.Connectors).Select(c => new ModelConnector(c, Quirks.FirstMeterWh + (c * 17), Quirks.RolloverWh))];
        Orders = new OrderBook(this, dice);
    }

    public string Id { get; }

    public Quirks Quirks { get; }

    public List<ModelConnector> Connectors { get; }

    public List<ModelTransaction> Transactions { get; } = [];

    public OrderBook Orders { get; }

    public bool IsOnline => connection is not null;

    public bool HasQueue => queue.Count > 0;

    /// <summary>How often a frame or its answer is lost.</summary>
    public double Loss { get; set; } = 0.03;

    public DateTimeOffset Clock => Stamped(time.TrueUtc + clockError);

    // ---- the line

    public void Connect()
    {
        connection = nextConnection();
        edge.Happens(new SiteEvent.Connected(Id, connection.Value, "ocpp1.6", $"192.0.2.{Id[^1]}"));
    }

    public void LineDrops(bool noticed = true)
    {
        Orders.LineDropped(noticed && IsOnline ? edge : null);
        if (connection is { } was && noticed)
        {
            connection = null;
            edge.Happens(new SiteEvent.Disconnected(Id, was, "dropped"));
        }

        connection = null;
    }

    public void EdgeDied()
    {
        connection = null;
        Orders.LineDropped(null);
    }

    public void Boot()
    {
        if (edge.Ask(r => new SiteEvent.Booted(r, Id, new ChargePointIdentity("Maker", "Model"))) is Reply.Boot { Utc: var utc } && !Quirks.HasNoClock)
        {
            SetClock(utc);
        }
    }

    public void Heartbeat()
    {
        if (edge.Ask(r => new SiteEvent.Heartbeat(r, Id)) is Reply.Clock { Utc: var utc } && Quirks.ClockError == TimeSpan.Zero)
        {
            SetClock(utc);
        }
    }

    public void ReportStatus(ModelConnector connector)
    {
        if (IsOnline && !dice.Chance(Loss == 0 ? 0 : Quirks.StatusLost))
        {
            DateTimeOffset? at = dice.Chance(0.5) ? Clock : null;
            edge.Ask(r => new SiteEvent.StatusReported(r, Id, connector.Id, connector.Status, null, at));
        }
    }

    /// <summary>Sends what waits, in order. A frame that is lost, or whose answer is, stays at the head and is sent again, to the letter.</summary>
    public void Send(int most)
    {
        for (; most > 0 && IsOnline && queue.TryPeek(out Frame? frame); most--)
        {
            if (dice.Chance(Loss))
            {
                LineDrops();
                return;
            }

            Reply? reply = edge.Ask(frame.As);
            Noted(frame, reply);
            if (IsOnline && dice.Chance(Loss))
            {
                Noted(frame, edge.Ask(frame.As));
            }

            if (reply is null or Reply.NotAdmitted)
            {
                return;
            }

            if (dice.Chance(Loss))
            {
                LineDrops(dice.Chance(0.7));
                return;
            }

            queue.Dequeue();
            if (frame is Frame.Start && reply is Reply.TransactionStart started)
            {
                frame.Transaction.Id = started.TransactionId;
                if (!started.Authorization.Accepted && dice.Chance(0.7) && Connectors.Find(c => c.Transaction == frame.Transaction) is { } refused)
                {
                    Stop(refused, StopReason.Deauthorised);
                }
            }
        }
    }

    // ---- charging

    public void Start(ModelConnector connector, string idTag)
    {
        // To the letter the same as an earlier start it would be that start: a charger's clock moves between two.
        ModelTransaction transaction = new(Id, connector.Id, idTag, connector.MeterWh, Clock);
        if (Transactions.Exists(t => t.ConnectorId == connector.Id && string.Equals(t.IdTag, idTag, StringComparison.OrdinalIgnoreCase) && t.MeterStart == transaction.MeterStart && t.At == transaction.At))
        {
            return;
        }

        Transactions.Add(transaction);
        connector.Transaction = transaction;
        connector.Charged = true;
        connector.IsPaused = false;
        connector.PowerW = dice.Between(1_400, 22_000);
        queue.Enqueue(new Frame.Start(transaction));
    }

    public void Sample(ModelConnector connector)
    {
        if (connector.Transaction is { } transaction && (IsOnline || !Quirks.DropsSamplesOffline))
        {
            queue.Enqueue(new Frame.Meter(transaction, FrozenId(transaction), [Sampled(connector, transaction)]));
        }
    }

    /// <summary>Clock-aligned, and not part of the queue: it may overtake what waits there.</summary>
    public void SampleWithoutTransaction(ModelConnector connector)
    {
        foreach (ModelTransaction overtaken in queue.Select(f => f.Transaction).Where(t => t.ConnectorId == connector.Id))
        {
            overtaken.WasOvertaken = true;
            overtaken.ClockWentBack |= connector.MeterWh < overtaken.ToldRegister;
        }

        edge.Ask(r => new SiteEvent.Metered(
            r, Id, connector.Id, null, [new MeterSample(Clock, SampleReason.ClockAligned, new WattHours(connector.MeterWh))]));
    }

    public void Stop(ModelConnector connector, StopReason reason)
    {
        ModelTransaction transaction = connector.Transaction!;
        MeterSample? sample = Quirks.SamplesInStop ? Sampled(connector, transaction) : null;
        transaction.Told(connector.MeterWh);
        transaction.Stop = (reason, connector.MeterWh);
        connector.Transaction = null;
        queue.Enqueue(new Frame.Stop(transaction, FrozenId(transaction), connector.MeterWh, Clock, reason, sample is null ? [] : [sample]));
    }

    public void PowerCut()
    {
        LineDrops(dice.Chance(0.5));
        foreach (ModelConnector connector in Connectors.Where(c => c.Transaction is not null))
        {
            if (Quirks.OnPowerCut == OnPowerCut.Stops)
            {
                Stop(connector, StopReason.PowerLoss);
            }
            else if (Quirks.OnPowerCut == OnPowerCut.Forgets)
            {
                connector.Transaction!.Forgotten = true;
                connector.Transaction = null;
            }
        }

        // A register that begins again just below its last digit cannot be told from one that ran over.
        if (Quirks.RolloverWh == Quirks.Never && dice.Chance(0.3))
        {
            Connectors.ForEach(c => c.BeginAgain(dice.Chance(0.6) ? 0 : Math.Max(0, c.MeterWh - dice.Between(0, 3_000))));
        }

        if (Quirks.HasNoClock)
        {
            clockError = DateTimeOffset.UnixEpoch.AddSeconds(dice.Between(5, 90)) - time.TrueUtc;
        }
    }

    public void ClockMayHaveGoneBack()
    {
        foreach (ModelTransaction running in Connectors.Select(c => c.Transaction).Concat(queue.Select(f => f.Transaction)).OfType<ModelTransaction>())
        {
            running.ClockWentBack = true;
        }
    }

    private void SetClock(DateTimeOffset utc)
    {
        TimeSpan error = utc - time.TrueUtc;
        if (error < clockError)
        {
            ClockMayHaveGoneBack();
        }

        clockError = error + Quirks.ClockError;
    }

    private MeterSample Sampled(ModelConnector connector, ModelTransaction transaction)
    {
        long rounded = (connector.MeterWh + Quirks.RoundsToWh - Quirks.RoundsUpFromWh) / Quirks.RoundsToWh * Quirks.RoundsToWh;
        transaction.Told(connector.MeterWh);
        transaction.Rounded(Quirks.RoundsToWh - 1, connector.MeterWh);
        return new MeterSample(Clock, SampleReason.Periodic, new WattHours(rounded));
    }

    private int? FrozenId(ModelTransaction transaction) => transaction.Id is null ? Quirks.FrozenId : null;

    private void Noted(Frame frame, Reply? reply)
    {
        if (frame is Frame.Start && reply is Reply.TransactionStart { TransactionId: var id })
        {
            invariants.IdWasTold(frame.Transaction, id);
        }
    }

    private static DateTimeOffset Stamped(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}
