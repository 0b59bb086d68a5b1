using System.Buffers;
using System.Threading.Channels;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>
/// Our CALLs: one under way, the others in line behind it. OCPP-J 1.6 §4.1.1: a party sends no CALL before the one
/// before it was answered or has timed out.
/// </summary>
internal sealed class OutgoingCalls(FrameSender sender, OcppPeerOptions options, TimeProvider time)
{
    private readonly MessageIds _ids = options.MessageIds ?? new MessageIds();
    private readonly Channel<PendingCall> _queue = Channel.CreateBounded<PendingCall>(
        new BoundedChannelOptions(options.MaxQueuedCalls) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private PendingCall? _underWay;
    private volatile bool _ended;

    internal async Task<CallOutcome> CallAsync(OcppAction action, ReadOnlyMemory<byte> payload, bool isRaw, CancellationToken cancellationToken)
    {
        var call = new PendingCall(_ids.Next(), action, payload, isRaw);
        if (!_queue.Writer.TryWrite(call))
        {
            return _ended
                ? new CallOutcome.Disconnected()
                : new CallOutcome.NotSent(NotSentReason.QueueFull, $"{options.MaxQueuedCalls} calls are waiting already.");
        }
        try
        {
            return await call.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Once sent it keeps its place until answered or timed out; the peer is still busy with it.
            call.IsAbandoned = true;
            throw;
        }
    }

    /// <summary>Takes the answer to the call under way; false for an answer that nobody waits for (any more).</summary>
    internal bool TryComplete(string messageId, Func<PendingCall, CallOutcome> outcome)
    {
        var call = Volatile.Read(ref _underWay);
        return call is not null && call.MessageId == messageId && call.TryComplete(outcome(call));
    }

    internal async Task RunAsync(CancellationToken ended)
    {
        try
        {
            await foreach (var call in _queue.Reader.ReadAllAsync(ended).ConfigureAwait(false))
            {
                if (!call.IsAbandoned)
                {
                    await SendAsync(call, ended).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended; below, every caller is told.
        }
        _ended = true;
        _queue.Writer.TryComplete();
        Volatile.Read(ref _underWay)?.TryComplete(new CallOutcome.Disconnected());
        while (_queue.Reader.TryRead(out var waiting))
        {
            waiting.TryComplete(new CallOutcome.Disconnected());
        }
    }

    private async Task SendAsync(PendingCall call, CancellationToken ended)
    {
        var frame = new ArrayBufferWriter<byte>(call.Payload.Length + 96);
        FrameWriter.Call(frame, call.MessageId, call.Action.Name, call.Payload.Span);
        Volatile.Write(ref _underWay, call);
        await using var timer = time.CreateTimer(
            static state => ((PendingCall)state!).TryComplete(new CallOutcome.TimedOut()), call, options.CallTimeout, Timeout.InfiniteTimeSpan);
        if (!await sender.SendAsync(frame.WrittenMemory, ended).ConfigureAwait(false))
        {
            call.TryComplete(new CallOutcome.Disconnected());
        }
        await call.Outcome.WaitAsync(ended).ConfigureAwait(false);
        Volatile.Write(ref _underWay, null);
    }
}

internal sealed class PendingCall(string messageId, OcppAction action, ReadOnlyMemory<byte> payload, bool isRaw)
{
    private readonly TaskCompletionSource<CallOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string MessageId => messageId;

    internal OcppAction Action => action;

    internal ReadOnlyMemory<byte> Payload => payload;

    internal Task<CallOutcome> Outcome => _outcome.Task;

    internal volatile bool IsAbandoned;

    internal bool TryComplete(CallOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>What a CALLRESULT's payload means for this call.</summary>
    internal CallOutcome Read(ReadOnlyMemory<byte> answer)
    {
        if (action.ReadFramedResponse(answer.Span, out var response) is { } fault)
        {
            return new CallOutcome.InvalidAnswer(fault.Description);
        }
        return isRaw ? new CallOutcome.AnsweredRaw(answer.ToArray()) : action.Outcomes(response!);
    }
}
