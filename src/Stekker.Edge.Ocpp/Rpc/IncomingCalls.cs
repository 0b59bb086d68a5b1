using System.Buffers;
using System.Threading.Channels;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>
/// The peer's CALLs: read ahead by a few, handled one at a time, answered in order. The reader itself never waits for a
/// handler, so a handler may call the peer and get its answer.
/// </summary>
internal sealed class IncomingCalls(OcppDialect dialect, OcppRole role, IOcppHandler handler, FrameSender sender, OcppPeerOptions options)
{
    private readonly Channel<IncomingCall> _queue = Channel.CreateBounded<IncomingCall>(
        new BoundedChannelOptions(options.MaxWaitingCalls) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private (string MessageId, int Fingerprint, ReadOnlyMemory<byte> Frame) _lastAnswer = ("", 0, default);

    /// <summary>Reads the payload at once, while its buffer lives, and queues what it says. Waits when the queue is full.</summary>
    internal ValueTask PostAsync(CallFrame frame, CancellationToken ended)
    {
        var fingerprint = new HashCode();
        fingerprint.Add(frame.Action);
        fingerprint.AddBytes(frame.Payload.Span);
        return _queue.Writer.WriteAsync(Read(frame, fingerprint.ToHashCode()), ended);
    }

    /// <summary>Queues the answer to something unreadable, so that it too comes in order.</summary>
    internal ValueTask PostAsync(MalformedFrame frame, CancellationToken ended) =>
        _queue.Writer.WriteAsync(new IncomingCall(frame.AnswerId, 0, null, null, OcppAnswer.Error(frame.Code, frame.Description)), ended);

    internal async Task RunAsync(CancellationToken ended)
    {
        try
        {
            await foreach (var call in _queue.Reader.ReadAllAsync(ended).ConfigureAwait(false))
            {
                await AnswerAsync(call, ended).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended. What waits here was not answered, so the peer will send it again.
        }
    }

    private IncomingCall Read(CallFrame frame, int fingerprint)
    {
        IncomingCall Refused(OcppErrorCode code, string description) =>
            new(frame.MessageId, fingerprint, null, null, OcppAnswer.Error(code, description));

        var action = dialect.Find(frame.Action);
        if (action is null)
        {
            return Refused(OcppErrorCode.NotImplemented, $"{dialect.Subprotocol} has no action {Cut.Short(frame.Action)}.");
        }
        if (!action.Direction.MayBeSentBy(role.Other()))
        {
            return Refused(OcppErrorCode.NotSupported, $"{action.Name} goes the other way.");
        }
        return action.ReadFramedRequest(frame.Payload.Span, out var request) is { } fault
            ? Refused(fault.Code, fault.Description)
            : new IncomingCall(frame.MessageId, fingerprint, action, request, null);
    }

    private async ValueTask AnswerAsync(IncomingCall call, CancellationToken ended)
    {
        // A charger that missed our answer asks again under the same id: it gets the same answer, not a second transaction.
        // The fingerprint tells a repetition from firmware that uses one id for everything.
        if (call.Action is not null && call.MessageId == _lastAnswer.MessageId && call.Fingerprint == _lastAnswer.Fingerprint)
        {
            await sender.SendAsync(_lastAnswer.Frame, ended).ConfigureAwait(false);
            return;
        }
        var answer = call.Ready ?? await HandleAsync(call.Action!, call.Request!, ended).ConfigureAwait(false);
        var frame = Write(call, answer);
        // A failure of ours is no answer to hold on to: asked again, it may go better.
        if (call.Action is not null && (answer.Response is not null || answer.Code != OcppErrorCode.InternalError))
        {
            _lastAnswer = (call.MessageId, call.Fingerprint, frame);
        }
        await sender.SendAsync(frame, ended).ConfigureAwait(false);
        if (answer.AfterSent is { } next)
        {
            Guard(call.Action!, next);
        }
    }

    private void Guard(OcppAction action, Action next)
    {
        try
        {
            next();
        }
#pragma warning disable CA1031 // As below: a handler's fault does not end the line.
        catch (Exception e)
#pragma warning restore CA1031
        {
            options.OnHandlerFault?.Invoke(action, e);
        }
    }

    private async ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken ended)
    {
        try
        {
            return await handler.HandleAsync(action, request, ended).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a handler throws is its own fault; the peer gets InternalError and the line lives.
        catch (Exception e) when (!ended.IsCancellationRequested)
#pragma warning restore CA1031
        {
            options.OnHandlerFault?.Invoke(action, e);
            return OcppAnswer.Error(OcppErrorCode.InternalError, $"{action.Name} failed here.");
        }
    }

    private ReadOnlyMemory<byte> Write(IncomingCall call, OcppAnswer answer)
    {
        var code = answer.Code;
        var description = answer.Description;
        if (answer.Response is { } response)
        {
            var payload = call.Action!.WriteResponse(response);
            if (call.Action.ResponseSchema.Check(payload) is not { } fault)
            {
                var result = new ArrayBufferWriter<byte>(payload.Length + 48);
                FrameWriter.CallResult(result, call.MessageId, payload);
                return result.WrittenMemory;
            }
            options.OnHandlerFault?.Invoke(call.Action, new InvalidOperationException("Our answer breaks the specification. " + fault.Description));
            (code, description) = (OcppErrorCode.InternalError, $"{call.Action.Name} was answered wrongly here.");
        }
        var error = new ArrayBufferWriter<byte>(description.Length + 96);
        FrameWriter.CallError(error, call.MessageId, dialect.Spell(code), description);
        return error.WrittenMemory;
    }

    /// <summary>Either a request to handle, or the answer to one that cannot be.</summary>
    private readonly record struct IncomingCall(string MessageId, int Fingerprint, OcppAction? Action, IOcppMessage? Request, OcppAnswer? Ready);
}
