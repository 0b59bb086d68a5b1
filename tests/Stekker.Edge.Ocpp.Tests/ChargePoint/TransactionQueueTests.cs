using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

/// <summary>OCPP 1.6 §3.7 and §9.1.31, message by message against a raw central system.</summary>
public class TransactionQueueTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TransactionRetry Retry = new(3, TimeSpan.FromSeconds(10));

    [Fact]
    public async Task Messages_wait_for_each_other_s_answers_and_carry_the_number_that_came()
    {
        using var bench = new QueueBench();
        bench.QueueWhole();
        await bench.AnswerAsync("StartTransaction", """{"idTagInfo":{"status":"Accepted"},"transactionId":33}""");
        Assert.Contains("\"transactionId\":33", await bench.AnswerAsync("MeterValues", "{}"), StringComparison.Ordinal);
        Assert.Contains("\"transactionId\":33", await bench.AnswerAsync("StopTransaction", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_answered_goes_first_on_the_next_connection()
    {
        using var bench = new QueueBench();
        var transaction = bench.QueueWhole();
        await bench.AnswerAsync("StartTransaction", """{"idTagInfo":{"status":"Accepted"},"transactionId":33}""");
        await bench.Raw.ReceiveAsync();
        bench.Reconnect();
        Assert.Equal((2, 33), (bench.Queue.Count, transaction.TransactionId));
        Assert.Contains("\"transactionId\":33", await bench.AnswerAsync("MeterValues", "{}"), StringComparison.Ordinal);
        await bench.AnswerAsync("StopTransaction", "{}");
    }

    [Fact]
    public async Task A_refused_message_is_tried_so_often_and_then_let_go()
    {
        using var bench = new QueueBench();
        var transaction = bench.QueueWhole();
        for (var attempt = 1; attempt <= Retry.Attempts; attempt++)
        {
            await bench.RefuseAsync("StartTransaction");
            if (attempt < Retry.Attempts)
            {
                // OCPP 1.6 §9.1.32: the wait grows with the attempts.
                await bench.Time.AdvanceToTimer(Retry.Interval * attempt).OrFail();
            }
        }
        Assert.Contains("\"transactionId\":-1", await bench.AnswerAsync("MeterValues", "{}"), StringComparison.Ordinal);
        Assert.Contains("\"transactionId\":-1", await bench.AnswerAsync("StopTransaction", "{}"), StringComparison.Ordinal);
        Assert.Equal(QueuedTransaction.UnknownId, transaction.TransactionId);
    }

    [Fact]
    public async Task A_message_without_an_answer_is_never_let_go()
    {
        using var bench = new QueueBench();
        bench.QueueWhole();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Contains("StartTransaction", await bench.Raw.ReceiveAsync(), StringComparison.Ordinal);
            await bench.Time.AdvanceToTimer(TimeSpan.FromSeconds(30)).OrFail();
            await bench.Time.AdvanceToTimer(Retry.Interval).OrFail();
        }
        await bench.AnswerAsync("StartTransaction", """{"idTagInfo":{"status":"Accepted"},"transactionId":1}""");
    }

    [Fact]
    public void At_the_bound_readings_go_and_starts_and_stops_stay()
    {
        var queue = new TransactionQueue(new VirtualTime(), capacity: 5);
        var transaction = queue.Start(new StartTransactionRequest(1, "A", 0, Noon));
        for (var i = 0; i < 20; i++)
        {
            queue.Meter(transaction, new MeterValuesRequest(1, [new MeterValue(Noon, [new SampledValue("1")])]));
        }
        Assert.Equal(5, queue.Count);
        for (var i = 0; i < 6; i++)
        {
            queue.Stop(transaction, new StopTransactionRequest(1, Noon, 0));
        }
        Assert.Equal(7, queue.Count);
    }

    private sealed class QueueBench : IOcppHandler, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private ChargePointClient _client = null!;
        private SocketPair _wire = null!;

        public QueueBench()
        {
            Queue = new TransactionQueue(Time);
            Connect();
        }

        public VirtualTime Time { get; } = new();

        public TransactionQueue Queue { get; }

        public RawPeer Raw { get; private set; } = null!;

        public QueuedTransaction QueueWhole()
        {
            var transaction = Queue.Start(new StartTransactionRequest(1, "A", 0, Noon));
            Queue.Meter(transaction, new MeterValuesRequest(1, [new MeterValue(Noon, [new SampledValue("1")])]));
            Queue.Stop(transaction, new StopTransactionRequest(1, Noon, 0));
            return transaction;
        }

        public async Task<string> AnswerAsync(string action, string payload)
        {
            var (call, id) = await NextAsync(action);
            await Raw.SendAsync($"[3,\"{id}\",{payload}]");
            return call;
        }

        public async Task RefuseAsync(string action)
        {
            var (_, id) = await NextAsync(action);
            await Raw.SendAsync($"[4,\"{id}\",\"InternalError\",\"\",{{}}]");
        }

        public void Reconnect()
        {
            _wire.Cut();
            Connect();
        }

        public ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing is asked");

        public void Dispose()
        {
            _stop.Cancel();
            _wire.Dispose();
            _stop.Dispose();
        }

        private async Task<(string Call, string Id)> NextAsync(string action)
        {
            var call = await Raw.ReceiveAsync();
            Assert.Contains($"\"{action}\"", call, StringComparison.Ordinal);
            return (call, call.Split('"')[1]);
        }

        private void Connect()
        {
            _wire = new SocketPair();
            _client = new ChargePointClient(new DialOutcome.Connected(_wire.Client, "ocpp1.6"), this, time: Time);
            Raw = new RawPeer(_wire.Server);
            _ = _client.RunAsync(_stop.Token);
            _ = Queue.SendAsync(_client, () => Retry, _stop.Token);
        }
    }
}
