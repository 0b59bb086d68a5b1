using System.Net.WebSockets;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp.Rpc;

/// <summary>
/// One end of one OCPP-J connection; both ends are alike. Three loops: one reads, one handles the peer's CALLs, one sends ours.
/// The WebSocket stays its owner's to dispose; keep-alive pings are the socket's own.
/// </summary>
public sealed class OcppPeer : IDisposable
{
    private readonly WebSocket _socket;
    private readonly OcppDialect _dialect;
    private readonly OcppRole _role;
    private readonly OcppPeerOptions _options;
    private readonly TimeProvider _time;
    private readonly FrameReceiver _receiver;
    private readonly FrameSender _sender;
    private readonly IncomingCalls _incoming;
    private readonly OutgoingCalls _outgoing;
    private readonly ReadPace _pace;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _readerDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _closeReason;
    private long _received;
    private long _malformed;
    private long _unexpected;

    public OcppPeer(
        WebSocket socket, OcppDialect dialect, OcppRole role, IOcppHandler handler, OcppPeerOptions? options = null, TimeProvider? time = null)
    {
        _socket = socket;
        _dialect = dialect;
        _role = role;
        _options = options ?? new OcppPeerOptions();
        _time = time ?? TimeProvider.System;
        _receiver = new FrameReceiver(socket, _options.MaxFrameBytes);
        _sender = new FrameSender(socket, _options, _time);
        _incoming = new IncomingCalls(dialect, role, handler, _sender, _options);
        _outgoing = new OutgoingCalls(_sender, _options, _time);
        _pace = new ReadPace(_options.MaxMessagesPerSecond, _options.MessageBurst, _time);
    }

    public OcppPeerStatistics Statistics => new(
        Interlocked.Read(ref _received), _sender.Sent, Interlocked.Read(ref _malformed), Interlocked.Read(ref _unexpected));

    /// <summary>Serves the connection until it ends, for whichever reason. Called once. Cancelling closes in good order.</summary>
    public async Task<PeerClosed> RunAsync(CancellationToken cancellationToken)
    {
        var handling = _incoming.RunAsync(_ended.Token);
        var calling = _outgoing.RunAsync(_ended.Token);
        await using var stop = cancellationToken.UnsafeRegister(static peer => _ = ((OcppPeer)peer!).CloseAsync("stopping"), this).ConfigureAwait(false);
        var closed = await ReadAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _closeReason) is { } ours)
        {
            closed = new PeerClosed.ClosedByUs(ours);
        }
        await _ended.CancelAsync().ConfigureAwait(false);
        await SayGoodbyeAsync(closed).ConfigureAwait(false);
        _readerDone.TrySetResult();
        await Task.WhenAll(handling, calling).ConfigureAwait(false);
        _receiver.Dispose();
        return closed;
    }

    /// <summary>Sends a CALL after those before it, and waits for its end. Cancelling gives up waiting, not the call once sent.</summary>
    public Task<CallOutcome> CallAsync<TRequest, TResponse>(
        OcppAction<TRequest, TResponse> action, TRequest request, CancellationToken cancellationToken = default)
        where TRequest : class, IOcppMessage
        where TResponse : class, IOcppMessage =>
        CallAsync(action, action.WriteRequest(request), isRaw: false, cancellationToken);

    /// <summary>As <see cref="CallAsync{TRequest,TResponse}"/>, for a payload somebody typed or another system wrote.</summary>
    public Task<CallOutcome> CallRawAsync(string action, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        _dialect.Find(action) is { } known
            ? CallAsync(known, payload, isRaw: true, cancellationToken)
            : NotSent(NotSentReason.UnknownAction, $"{_dialect.Subprotocol} has no action {Cut.Short(action)}.");

    /// <summary>Closes in good order, or cuts the line where the peer does not take part within the bound.</summary>
    public async Task CloseAsync(string reason)
    {
        if (Interlocked.CompareExchange(ref _closeReason, reason, null) is null)
        {
            await _sender.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, reason).ConfigureAwait(false);
        }
        try
        {
            await _readerDone.Task.WaitAsync(_options.CloseTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            CutLine();
            await _readerDone.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Cuts the line at once: for a frozen old connection whose charger has come back on a new one.</summary>
    public void Abort(string reason)
    {
        Interlocked.CompareExchange(ref _closeReason, reason, null);
        CutLine();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _ended.Dispose();
        _cut.Dispose();
    }

    private void CutLine()
    {
        _cut.Cancel();
        _socket.Abort();
    }

    private Task<CallOutcome> CallAsync(OcppAction action, ReadOnlyMemory<byte> payload, bool isRaw, CancellationToken cancellationToken)
    {
        if (!action.Direction.MayBeSentBy(_role))
        {
            return NotSent(NotSentReason.WrongDirection, $"{action.Name} goes the other way.");
        }
        return action.RequestSchema.Check(payload.Span) is { } fault
            ? NotSent(NotSentReason.InvalidPayload, fault.Description)
            : _outgoing.CallAsync(action, payload, isRaw, cancellationToken);
    }

    private static Task<CallOutcome> NotSent(NotSentReason reason, string description) =>
        Task.FromResult<CallOutcome>(new CallOutcome.NotSent(reason, description));

    private async Task<PeerClosed> ReadAsync()
    {
        var malformedInARow = 0;
        try
        {
            while (true)
            {
                await _pace.WaitAsync(_cut.Token).ConfigureAwait(false);
                var received = await _receiver.ReceiveAsync(_cut.Token).ConfigureAwait(false);
                switch (received.Kind)
                {
                    case ReceivedKind.Close:
                        return new PeerClosed.PeerLeft(_socket.CloseStatus, _socket.CloseStatusDescription ?? "");
                    case ReceivedKind.Binary:
                        return new PeerClosed.BinaryFrame();
                    case ReceivedKind.Oversize:
                        return new PeerClosed.Oversize(_options.MaxFrameBytes);
                    default:
                        Interlocked.Increment(ref _received);
                        _options.Observer?.Invoke(FrameDirection.Received, received.Bytes.Span);
                        var frame = FrameReader.Read(received.Bytes);
                        malformedInARow = frame is MalformedFrame ? malformedInARow + 1 : 0;
                        await TakeAsync(frame).ConfigureAwait(false);
                        break;
                }
                if (malformedInARow >= _options.MaxMalformedInARow)
                {
                    return new PeerClosed.TooManyMalformed(malformedInARow);
                }
            }
        }
        catch (Exception e) when (Transport.IsLost(e))
        {
            return new PeerClosed.TransportLost(e.Message);
        }
    }

    private ValueTask TakeAsync(OcppFrame frame)
    {
        switch (frame)
        {
            case CallFrame call:
                return _incoming.PostAsync(call, _cut.Token);
            case CallResultFrame result:
                CountUnless(_outgoing.TryComplete(result.MessageId, call => call.Read(result.Payload)));
                return default;
            case CallErrorFrame error:
                CountUnless(_outgoing.TryComplete(error.MessageId, _ => new CallOutcome.Refused(error.Code, error.Description)));
                return default;
            case MalformedFrame malformed:
                Interlocked.Increment(ref _malformed);
                if (malformed.WantsAnswer)
                {
                    return _incoming.PostAsync(malformed, _cut.Token);
                }
                // A broken answer still ends the call it was meant for.
                _outgoing.TryComplete(malformed.AnswerId, _ => new CallOutcome.InvalidAnswer(malformed.Description));
                return default;
            default:
                return default;
        }
    }

    private void CountUnless(bool expected)
    {
        if (!expected)
        {
            Interlocked.Increment(ref _unexpected);
        }
    }

    private async Task SayGoodbyeAsync(PeerClosed closed)
    {
        var (status, words) = closed switch
        {
            PeerClosed.Oversize => (WebSocketCloseStatus.MessageTooBig, $"More than {_options.MaxFrameBytes} bytes."),
            PeerClosed.BinaryFrame => (WebSocketCloseStatus.InvalidMessageType, "OCPP-J is text."),
            PeerClosed.TooManyMalformed => (WebSocketCloseStatus.ProtocolError, "This is not OCPP-J."),
            _ => (WebSocketCloseStatus.NormalClosure, ""),
        };
        await _sender.CloseOutputAsync(status, words).ConfigureAwait(false);
        if (_socket.State != WebSocketState.CloseSent)
        {
            return;
        }
        try
        {
            await using var timer = _time.CreateTimer(static peer => ((OcppPeer)peer!).CutLine(), this, _options.CloseTimeout, Timeout.InfiniteTimeSpan);
            await _receiver.DrainAsync(_cut.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (Transport.IsLost(e))
        {
            _socket.Abort();
        }
    }
}

/// <summary>Counts since the connection began. Unexpected answers came too late, or to nothing we asked.</summary>
public readonly record struct OcppPeerStatistics(long Received, long Sent, long Malformed, long UnexpectedAnswers);
