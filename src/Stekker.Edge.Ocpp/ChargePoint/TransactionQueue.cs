using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>A transaction as the charge point knows it: its number comes with the answer to its StartTransaction.</summary>
public sealed class QueuedTransaction
{
    /// <summary>For a start that the central system would not process: what follows is still reported (OCPP 1.6 errata sheet on StartTransaction).</summary>
    public const int UnknownId = -1;

    public int? TransactionId { get; internal set; }
}

/// <summary>How often, and how patiently, a message that the central system fails to process is sent: OCPP 1.6 §9.1.31 and §9.1.32.</summary>
public readonly record struct TransactionRetry(int Attempts, TimeSpan Interval);

/// <summary>
/// Transaction messages, kept in order until each was answered: OCPP 1.6 §3.7. The queue outlives the connection; the next
/// client takes over where the last one broke off, so a message can arrive twice but never not at all.
/// </summary>
public sealed class TransactionQueue(TimeProvider time, int capacity = TransactionQueue.DefaultCapacity)
{
    public const int DefaultCapacity = 10_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _entries = [];
    private TaskCompletionSource? _emptied;
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Told when a transaction got its number, and when a card turned out not to be accepted.</summary>
    public event Action<QueuedTransaction, StartTransactionResponse>? Started;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Done once everything was answered.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            if (_entries.Count == 0)
            {
                return Task.CompletedTask;
            }
            _emptied ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _emptied.Task;
        }
    }

    public QueuedTransaction Start(StartTransactionRequest request)
    {
        var transaction = new QueuedTransaction();
        Add(new Entry(transaction, request));
        return transaction;
    }

    /// <summary>The request's transaction id is filled in when it is sent.</summary>
    public void Meter(QueuedTransaction transaction, MeterValuesRequest request) => Add(new Entry(transaction, request));

    public void Stop(QueuedTransaction transaction, StopTransactionRequest request) => Add(new Entry(transaction, request));

    /// <summary>Sends what is there and what comes, until the line is gone or the token says so.</summary>
    public async Task SendAsync(ChargePointClient client, Func<TransactionRetry> retry, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task added;
            Entry? first;
            lock (_gate)
            {
                added = _added.Task;
                first = _entries.First?.Value;
            }
            if (first is null)
            {
                await added.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            var outcome = await first.SendAsync(client, cancellationToken).ConfigureAwait(false);
            if (outcome is CallOutcome.Disconnected)
            {
                return;
            }
            await TakeAsync(first, outcome, retry(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(Entry entry, CallOutcome outcome, TransactionRetry retry, CancellationToken cancellationToken)
    {
        if (outcome.TryGet(out StartTransactionResponse? started))
        {
            entry.Transaction.TransactionId = started.TransactionId;
            Remove(entry);
            Started?.Invoke(entry.Transaction, started);
            return;
        }
        var isAnswered = outcome is CallOutcome.Answered<MeterValuesResponse> or CallOutcome.Answered<StopTransactionResponse>;
        // A time-out is the line's fault and does not count against the message; a refusal does.
        var isRefused = outcome is CallOutcome.Refused or CallOutcome.InvalidAnswer && ++entry.Attempts >= retry.Attempts;
        var isHopeless = outcome is CallOutcome.NotSent { Reason: not NotSentReason.QueueFull };
        if (isAnswered || isRefused || isHopeless)
        {
            entry.GiveUpStart();
            Remove(entry);
            return;
        }
        await Task.Delay(retry.Interval * Math.Max(1, entry.Attempts), time, cancellationToken).ConfigureAwait(false);
    }

    private void Add(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.Count >= capacity)
            {
                DropOneMeterValue();
            }
            _entries.AddLast(entry);
            var added = _added;
            _added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            added.TrySetResult();
        }
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            _entries.Remove(entry);
            if (_entries.Count == 0)
            {
                _emptied?.TrySetResult();
                _emptied = null;
            }
        }
    }

    /// <summary>
    /// At the bound a reading in the middle goes: the first may be under way, starts and stops are money. With starts and stops
    /// alone above the bound (ten thousand of them) the queue grows on.
    /// </summary>
    private void DropOneMeterValue()
    {
        for (var node = _entries.First?.Next; node is not null; node = node.Next)
        {
            if (node.Value.Request is MeterValuesRequest)
            {
                _entries.Remove(node);
                return;
            }
        }
    }

    private sealed class Entry(QueuedTransaction transaction, IOcppMessage request)
    {
        internal QueuedTransaction Transaction => transaction;

        internal IOcppMessage Request => request;

        internal int Attempts { get; set; }

        internal Task<CallOutcome> SendAsync(ChargePointClient client, CancellationToken cancellationToken) => request switch
        {
            StartTransactionRequest start => client.StartTransactionAsync(start, cancellationToken),
            StopTransactionRequest stop => client.StopTransactionAsync(stop with { TransactionId = Id }, cancellationToken),
            MeterValuesRequest meter => client.MeterValuesAsync(meter with { TransactionId = Id }, cancellationToken),
            _ => throw new InvalidOperationException($"{request.GetType().Name} is no transaction message."),
        };

        internal void GiveUpStart()
        {
            if (request is StartTransactionRequest)
            {
                transaction.TransactionId ??= QueuedTransaction.UnknownId;
            }
        }

        private int Id => transaction.TransactionId ?? QueuedTransaction.UnknownId;
    }
}
