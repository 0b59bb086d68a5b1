using System.Threading.Channels;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

/// <summary>A small central system at the end of an in-memory wire: accepts everybody unless told otherwise, and keeps what it is told.</summary>
internal sealed class FakeCentralSystem(VirtualTime time) : ICentralSystemDialer, IOcppHandler
{
    private readonly Channel<IOcppMessage> _requests = Channel.CreateUnbounded<IOcppMessage>();
    private readonly List<IOcppMessage> _passedOver = [];
    private int _transactions;
    private SocketPair? _wire;

    /// <summary>Answers before the usual answer; null for the usual one.</summary>
    public Func<IOcppMessage, OcppAnswer?> Override { get; set; } = _ => null;

    /// <summary>A cable that is out: nobody gets through.</summary>
    public bool IsUnreachable { get; set; }

    public OcppPeer? Peer { get; private set; }

    public int Connections { get; private set; }

    public ValueTask<DialOutcome> DialAsync(CancellationToken cancellationToken)
    {
        if (IsUnreachable)
        {
            return ValueTask.FromResult<DialOutcome>(new DialOutcome.Unreachable("no cable"));
        }
        Connections++;
        var wire = new SocketPair();
        var peer = new OcppPeer(wire.Server, Ocpp16.Dialect, OcppRole.CentralSystem, this, new OcppPeerOptions { MessageBurst = 10_000, CallTimeout = TimeSpan.FromSeconds(34) }, time);
        (_wire, Peer) = (wire, peer);
        _ = ServeAsync(peer, wire);
        return ValueTask.FromResult<DialOutcome>(new DialOutcome.Connected(wire.Client, "ocpp1.6"));
    }

    public ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken cancellationToken)
    {
        var answer = Override(request) ?? OcppAnswer.Of(Usual(request));
        _requests.Writer.TryWrite(request);
        return ValueTask.FromResult(answer);
    }

    /// <summary>The next request of this kind; others before it are kept: between two kinds there is no order to rely on.</summary>
    public async Task<T> ExpectAsync<T>(Func<T, bool>? which = null)
        where T : class, IOcppMessage
    {
        for (var i = 0; ; i++)
        {
            if (i == _passedOver.Count)
            {
                _passedOver.Add(await _requests.Reader.ReadAsync().AsTask().OrFail());
            }
            if (_passedOver[i] is T request && which?.Invoke(request) != false)
            {
                _passedOver.RemoveAt(i);
                return request;
            }
        }
    }

    public Task<StatusNotificationRequest> ExpectStatusAsync(ChargePointStatus status, int connectorId = 1) =>
        ExpectAsync<StatusNotificationRequest>(request => request.Status == status && request.ConnectorId == connectorId);

    /// <summary>What came since, in order.</summary>
    public List<IOcppMessage> Drain()
    {
        List<IOcppMessage> requests = [.. _passedOver];
        _passedOver.Clear();
        while (_requests.Reader.TryRead(out var request))
        {
            requests.Add(request);
        }
        return requests;
    }

    public async Task<TResponse> CallAsync<TRequest, TResponse>(OcppAction<TRequest, TResponse> action, TRequest request)
        where TRequest : class, IOcppMessage
        where TResponse : class, IOcppMessage
    {
        var outcome = await Peer!.CallAsync(action, request).OrFail();
        Assert.True(outcome.TryGet(out TResponse? response), $"{action.Name} was answered {outcome}");
        return response;
    }

    public void CutLine() => _wire!.Cut();

    private static async Task ServeAsync(OcppPeer peer, SocketPair wire)
    {
        await peer.RunAsync(CancellationToken.None);
        wire.Server.Dispose();
    }

    private IOcppMessage Usual(IOcppMessage request) => request switch
    {
        BootNotificationRequest => new BootNotificationResponse(RegistrationStatus.Accepted, time.GetUtcNow(), 300),
        HeartbeatRequest => new HeartbeatResponse(time.GetUtcNow()),
        AuthorizeRequest => new AuthorizeResponse(new IdTagInfo(AuthorizationStatus.Accepted)),
        StartTransactionRequest => new StartTransactionResponse(new IdTagInfo(AuthorizationStatus.Accepted), 100 + Interlocked.Increment(ref _transactions)),
        StopTransactionRequest => new StopTransactionResponse(),
        StatusNotificationRequest => new StatusNotificationResponse(),
        MeterValuesRequest => new MeterValuesResponse(),
        FirmwareStatusNotificationRequest => new FirmwareStatusNotificationResponse(),
        DiagnosticsStatusNotificationRequest => new DiagnosticsStatusNotificationResponse(),
        LogStatusNotificationRequest => new LogStatusNotificationResponse(),
        _ => throw new InvalidDataException($"{request.GetType().Name} was not expected."),
    };

    public static OcppAnswer Refusal => OcppAnswer.Error(OcppErrorCode.InternalError, "not now");
}
