using System.Collections.Immutable;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>
/// The charge point without its line: connectors, meters, limits and transactions. Every member is to be called under
/// <see cref="Gate"/>; what is to be told goes into the queue and the outbox, so nothing here waits.
/// </summary>
internal sealed class ChargePointBody : IDisposable
{
    internal ChargePointBody(ChargePointSettings settings, TransactionQueue transactions, TimeProvider time)
    {
        Settings = settings;
        Transactions = transactions;
        Time = time;
        Agenda = new Agenda(Gate, time);
        Keys = new ConfigurationKeys(settings);
        Most = new PhaseLimit(settings.MaxA, settings.Phases);
        Connectors = [.. Enumerable.Range(1, settings.Connectors).Select(id => new Connector(id, settings.MeterStartWh, Most))];
    }

    internal Lock Gate { get; } = new();

    internal ChargePointSettings Settings { get; }

    internal TransactionQueue Transactions { get; }

    internal TimeProvider Time { get; }

    internal Agenda Agenda { get; }

    internal ConfigurationKeys Keys { get; }

    internal ChargingProfiles Profiles { get; } = new();

    internal LocalAuthorizationList LocalList { get; } = new();

    internal Outbox Outbox { get; } = new();

    internal PhaseLimit Most { get; }

    internal ImmutableArray<Connector> Connectors { get; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal Connector? Find(int connectorId) => Connectors.FirstOrDefault(connector => connector.Id == connectorId);

    /// <summary>A transaction began whose number the central system has not told yet.</summary>
    internal bool IsStartUnderWay
    {
        get
        {
            lock (Gate)
            {
                return Connectors.Any(connector => connector.Transaction is { Queued.TransactionId: null });
            }
        }
    }

    internal Connector? FindTransaction(int transactionId) =>
        Connectors.FirstOrDefault(connector => connector.Transaction?.Queued.TransactionId == transactionId);

    /// <summary>After whatever changed: brings limits, power and reported states up to date.</summary>
    internal void Settle()
    {
        var now = Now;
        var cap = Profiles.ForChargePoint(now);
        var running = Math.Max(1, Connectors.Count(connector => connector.Transaction is not null));
        var next = cap.Until;
        foreach (var connector in Connectors)
        {
            var limit = Profiles.ForTransaction(connector.Id, now, connector.Transaction?.Since);
            connector.Offered = Combine(connector, limit, cap, running);
            var power = connector.Transaction is null || connector.Error != ChargePointErrorCode.NoError
                ? PhasePower.None
                : connector.Flow ?? connector.Offered.Apply(connector.Demand, Settings.VoltageV);
            connector.Meter.Set(power, now);
            next = limit.Until < next ? limit.Until : next;
            Report(connector);
        }
        if (next < DateTimeOffset.MaxValue)
        {
            Agenda.Set("limits", next, Settle);
        }
        else
        {
            Agenda.Remove("limits");
        }
    }

    /// <summary>The charge point's cap is shared out evenly over the connectors that charge.</summary>
    internal PhaseLimit Combine(Connector connector, ScheduledLimit limit, ScheduledLimit cap, int running)
    {
        var own = PhaseLimit.From(limit, Most, Settings.VoltageV, connector.Demand.Phases);
        var all = new PhaseLimit(Most.Amperes * running, Most.Phases);
        var shared = PhaseLimit.From(cap, all, Settings.VoltageV, connector.Demand.Phases);
        return own.And(shared with { Amperes = shared.Amperes / running });
    }

    internal void StartTransaction(Connector connector, string idTag)
    {
        var now = Now;
        connector.Meter.Advance(now);
        int? reservation = connector.Reservation is { } reserved ? reserved.Id : null;
        connector.Reservation = null;
        Agenda.Remove($"reservation {connector.Id}");
        connector.AuthorizedIdTag = null;
        connector.IsFinishing = false;
        Agenda.Remove($"plug {connector.Id}");
        var request = new StartTransactionRequest(connector.Id, idTag, connector.Meter.EnergyWh, now, reservation);
        connector.Transaction = new RunningTransaction(Transactions.Start(request), idTag, now);
        if (connector.PendingProfile is { } profile)
        {
            connector.PendingProfile = null;
            Profiles.TrySet(connector.Id, profile, now);
        }
        Settle();
        ScheduleSample(connector);
    }

    internal void StopTransaction(Connector connector, Reason reason, string? idTag = null)
    {
        if (connector.Transaction is not { } transaction)
        {
            return;
        }
        var now = Now;
        connector.Meter.Set(PhasePower.None, now);
        Agenda.Remove($"sample {connector.Id}");
        var data = MeterSampler.Sample(connector, Keys["StopTxnSampledData"], ReadingContext.TransactionEnd, now, Settings.VoltageV);
        Transactions.Stop(transaction.Queued, new StopTransactionRequest(
            connector.Meter.EnergyWh, now, QueuedTransaction.UnknownId, idTag, reason, data is null ? null : [data]));
        connector.Transaction = null;
        connector.IsFinishing = connector.IsPlugged;
        Profiles.ClearTransaction(connector.Id);
        if (connector.InoperativeNext is { } inoperative)
        {
            connector.IsInoperative = inoperative;
            connector.InoperativeNext = null;
        }
        Settle();
    }

    /// <summary>The answer to a start: a card that is not accepted ends the transaction, where so configured (OCPP 1.6 §4.8).</summary>
    internal void OnStarted(QueuedTransaction queued, StartTransactionResponse response)
    {
        var connector = Connectors.FirstOrDefault(connector => connector.Transaction?.Queued == queued);
        if (connector is not null && response.IdTagInfo.Status != AuthorizationStatus.Accepted && Keys.IsOn("StopTransactionOnInvalidId"))
        {
            StopTransaction(connector, Reason.DeAuthorized);
        }
    }

    internal void ScheduleSample(Connector connector)
    {
        var interval = Keys.Seconds("MeterValueSampleInterval");
        if (connector.Transaction is null || interval <= TimeSpan.Zero)
        {
            Agenda.Remove($"sample {connector.Id}");
            return;
        }
        Agenda.Set($"sample {connector.Id}", Now + interval, () =>
        {
            SendSample(connector, ReadingContext.SamplePeriodic);
            ScheduleSample(connector);
        });
    }

    internal void SendSample(Connector connector, ReadingContext context) => SendReading(connector, "MeterValuesSampledData", context);

    internal void SendAligned(Connector connector) => SendReading(connector, "MeterValuesAlignedData", ReadingContext.SampleClock);

    /// <summary>A reading within a transaction is a transaction message; one outside matters only while fresh.</summary>
    private void SendReading(Connector connector, string measurandsKey, ReadingContext context)
    {
        connector.Meter.Advance(Now);
        if (MeterSampler.Sample(connector, Keys[measurandsKey], context, Now, Settings.VoltageV) is not { } reading)
        {
            return;
        }
        var request = new MeterValuesRequest(connector.Id, [reading]);
        if (connector.Transaction is { } transaction)
        {
            Transactions.Meter(transaction.Queued, request);
        }
        else
        {
            Outbox.Post(MeterValues.Action, request);
        }
    }

    /// <summary>Tells a connector's state if it is another than was told last.</summary>
    internal void Report(Connector connector)
    {
        if (connector.Reported != (connector.Status, connector.Error))
        {
            SendStatus(connector);
        }
    }

    internal void SendStatus(Connector connector)
    {
        connector.Reported = (connector.Status, connector.Error);
        Outbox.Post(StatusNotification.Action, new StatusNotificationRequest(connector.Id, connector.Error, connector.Status, Timestamp: Now));
    }

    /// <summary>Connector 0 stands for the charge point itself.</summary>
    internal void SendOwnStatus()
    {
        var status = Connectors.All(connector => connector.IsInoperative) ? ChargePointStatus.Unavailable : ChargePointStatus.Available;
        Outbox.Post(StatusNotification.Action, new StatusNotificationRequest(0, ChargePointErrorCode.NoError, status, Timestamp: Now));
    }

    public void Dispose() => Agenda.Dispose();
}
