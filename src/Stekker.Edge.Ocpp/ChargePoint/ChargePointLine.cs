using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>The charge point's line: dials, boots until accepted, delivers what waits, and dials again.</summary>
internal sealed class ChargePointLine : IChargePointControl, IDisposable
{
    /// <summary>Between BootNotifications when the central system names no interval: OCPP 1.6 §4.2 leaves it to us.</summary>
    private static readonly TimeSpan DefaultBootInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(45);

    private readonly ChargePointBody _body;
    private readonly ICentralSystemDialer _dialer;
    private readonly BackOff _backOff;
    private readonly CentralSystemRequests _requests;
    private readonly BootNotificationRequest _boot;
    private TaskCompletionSource _bootAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChargePointClient? _client;
    private volatile ChargePointClient? _accepted;
    private bool _isResetting;

    internal ChargePointLine(ChargePointBody body, ICentralSystemDialer dialer)
    {
        _body = body;
        _dialer = dialer;
        _backOff = new BackOff(new Random(body.Settings.Seed));
        _requests = new CentralSystemRequests(body, this);
        var settings = body.Settings;
        _boot = new BootNotificationRequest(settings.Vendor, settings.Model, settings.SerialNumber, FirmwareVersion: settings.FirmwareVersion);
        body.Transactions.Started += OnStarted;
    }

    /// <summary>The client, once its BootNotification was accepted: before that nothing else may be sent (OCPP 1.6 §4.2).</summary>
    internal ChargePointClient? Accepted => _accepted;

    internal Func<Connector, string, Task> StartRemotely { get; set; } = (_, _) => Task.CompletedTask;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var dialled = await _dialer.DialAsync(cancellationToken).ConfigureAwait(false);
                if (dialled is DialOutcome.Connected line)
                {
                    await ServeAsync(line, cancellationToken).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                }
                if (!Interlocked.Exchange(ref _isResetting, false))
                {
                    await Task.Delay(_backOff.Next(), _body.Time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    internal void Drop() => Volatile.Read(ref _client)?.Peer.Abort("dropped");

    public void OnConfigurationChanged(string key)
    {
        switch (key.ToUpperInvariant())
        {
            case "HEARTBEATINTERVAL":
                ScheduleHeartbeat();
                break;
            case "CLOCKALIGNEDDATAINTERVAL":
                ScheduleClockAligned();
                break;
            case "METERVALUESAMPLEINTERVAL":
                foreach (var connector in _body.Connectors)
                {
                    _body.ScheduleSample(connector);
                }
                break;
            default:
                break;
        }
    }

    /// <summary>Waiting to be accepted, the wait is over; accepted already, it is told once more.</summary>
    public void BootAgain()
    {
        if (_accepted is not null)
        {
            _body.Outbox.Post(BootNotification.Action, _boot);
        }
        _bootAgain.TrySetResult();
    }

    public void SendHeartbeat() => _body.Outbox.Post(Heartbeat.Action, new HeartbeatRequest());

    /// <summary>Ends the transactions, and the line once their messages are out; the loop then boots anew.</summary>
    public void Reset(bool isHard)
    {
        lock (_body.Gate)
        {
            foreach (var connector in _body.Connectors)
            {
                _body.StopTransaction(connector, isHard ? Reason.HardReset : Reason.SoftReset);
            }
        }
        _ = RestartAsync();
    }

    void IChargePointControl.StartRemotely(Connector connector, string idTag) => _ = StartRemotely(connector, idTag);

    public void Dispose() => _body.Transactions.Started -= OnStarted;

    /// <summary>Once the transaction messages are out, or without them when that takes too long.</summary>
    private async Task RestartAsync()
    {
        using var patience = new CancellationTokenSource(LongestDrain, _body.Time);
        await Task.WhenAny(_body.Transactions.WhenEmpty(), Task.Delay(Timeout.InfiniteTimeSpan, patience.Token)).ConfigureAwait(false);
        if (Volatile.Read(ref _client) is { } client)
        {
            Volatile.Write(ref _isResetting, true);
            await client.CloseAsync("reset").ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(DialOutcome.Connected line, CancellationToken cancellationToken)
    {
        using var client = new ChargePointClient(line, _requests, _body.Settings.Peer, _body.Time);
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _client, client);
        var working = WorkAsync(client, session.Token);
        await client.RunAsync(cancellationToken).ConfigureAwait(false);
        _accepted = null;
        Volatile.Write(ref _client, null);
        lock (_body.Gate)
        {
            _body.Agenda.Remove("heartbeat");
        }
        await session.CancelAsync().ConfigureAwait(false);
        await working.ConfigureAwait(false);
    }

    private async Task WorkAsync(ChargePointClient client, CancellationToken cancellationToken)
    {
        try
        {
            if (await BootAsync(client, cancellationToken).ConfigureAwait(false))
            {
                _backOff.Reset();
                GoOnline(client);
                var outbox = _body.Outbox.SendAsync(client, cancellationToken);
                var transactions = _body.Transactions.SendAsync(client, Retry, cancellationToken);
                await Task.WhenAll(outbox, transactions).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The line is gone; what was not answered stays in the queue.
        }
    }

    /// <summary>Until accepted. False when the line is gone.</summary>
    private async Task<bool> BootAsync(ChargePointClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            _bootAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var outcome = await client.BootNotificationAsync(_boot, cancellationToken).ConfigureAwait(false);
            if (outcome is CallOutcome.Disconnected)
            {
                return false;
            }
            var wait = DefaultBootInterval;
            if (outcome.TryGet(out BootNotificationResponse? boot))
            {
                if (boot.Status == RegistrationStatus.Accepted)
                {
                    TakeInterval(boot.Interval);
                    return true;
                }
                wait = boot.Interval > 0 ? TimeSpan.FromSeconds(boot.Interval) : wait;
            }
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(wait, _body.Time, waiting.Token), _bootAgain.Task).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void TakeInterval(int seconds)
    {
        lock (_body.Gate)
        {
            if (seconds > 0)
            {
                _body.Keys.Set("HeartbeatInterval", seconds);
            }
        }
    }

    /// <summary>After every boot all states are told: the central system may have forgotten them.</summary>
    private void GoOnline(ChargePointClient client)
    {
        lock (_body.Gate)
        {
            _body.Outbox.Clear();
            _body.SendOwnStatus();
            foreach (var connector in _body.Connectors)
            {
                _body.SendStatus(connector);
            }
            _accepted = client;
            ScheduleHeartbeat();
            ScheduleClockAligned();
        }
    }

    private TransactionRetry Retry()
    {
        lock (_body.Gate)
        {
            return new TransactionRetry(
                Math.Max(1, _body.Keys.Number("TransactionMessageAttempts")), _body.Keys.Seconds("TransactionMessageRetryInterval"));
        }
    }

    private void ScheduleHeartbeat()
    {
        var interval = _body.Keys.Seconds("HeartbeatInterval");
        if (_accepted is null || interval <= TimeSpan.Zero)
        {
            _body.Agenda.Remove("heartbeat");
            return;
        }
        _body.Agenda.Set("heartbeat", _body.Now + interval, () =>
        {
            SendHeartbeat();
            ScheduleHeartbeat();
        });
    }

    /// <summary>OCPP 1.6 §9.1.5: readings at whole multiples of the interval since midnight, transaction or not.</summary>
    private void ScheduleClockAligned()
    {
        var interval = _body.Keys.Seconds("ClockAlignedDataInterval");
        if (interval <= TimeSpan.Zero)
        {
            _body.Agenda.Remove("aligned");
            return;
        }
        var midnight = new DateTimeOffset(_body.Now.UtcDateTime.Date, TimeSpan.Zero);
        var next = midnight + (interval * (Math.Floor((_body.Now - midnight) / interval) + 1));
        _body.Agenda.Set("aligned", next, () =>
        {
            foreach (var connector in _body.Connectors)
            {
                _body.SendAligned(connector);
            }
            ScheduleClockAligned();
        });
    }

    private void OnStarted(QueuedTransaction transaction, StartTransactionResponse response)
    {
        lock (_body.Gate)
        {
            _body.OnStarted(transaction, response);
        }
    }
}
