using System.Collections.Concurrent;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.Rpc;

/// <summary>A central system's peer under test, and the raw other end of its wire.</summary>
internal sealed class PeerBench : IOcppHandler, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public PeerBench(Func<OcppPeerOptions, OcppPeerOptions>? configure = null)
    {
        var options = new OcppPeerOptions { MessageIds = new MessageIds("me"), OnHandlerFault = (action, e) => Faults.Enqueue((action.Name, e)) };
        Peer = new OcppPeer(Wire.Server, Ocpp16.Dialect, OcppRole.CentralSystem, this, configure?.Invoke(options) ?? options, Time);
        Raw = new RawPeer(Wire.Client);
        Closed = Peer.RunAsync(_stop.Token);
    }

    public VirtualTime Time { get; } = new();

    public SocketPair Wire { get; } = new();

    public OcppPeer Peer { get; }

    public RawPeer Raw { get; }

    public Task<PeerClosed> Closed { get; }

    public ConcurrentQueue<(string Action, Exception Exception)> Faults { get; } = new();

    public ConcurrentQueue<IOcppMessage> Handled { get; } = new();

    /// <summary>How the peer's calls are answered; by default heartbeats with the time and data transfers with their own data.</summary>
    public Func<IOcppMessage, CancellationToken, ValueTask<OcppAnswer>>? Answer { get; set; }

    public void Stop() => _stop.Cancel();

    public async ValueTask<OcppAnswer> HandleAsync(OcppAction action, IOcppMessage request, CancellationToken cancellationToken)
    {
        Handled.Enqueue(request);
        return Answer is { } answer ? await answer(request, cancellationToken) : Default(request);
    }

    public OcppAnswer Default(IOcppMessage request) => request switch
    {
        DataTransferRequest data => OcppAnswer.Of(new DataTransferResponse(DataTransferStatus.Accepted, data.Data)),
        _ => OcppAnswer.Of(new HeartbeatResponse(Time.GetUtcNow())),
    };

    public Task<CallOutcome> ResetAsync(ResetType type = ResetType.Soft, CancellationToken cancellationToken = default) =>
        Peer.CallAsync(Reset.Action, new ResetRequest(type), cancellationToken);

    public void Dispose()
    {
        Wire.Dispose();
        _stop.Dispose();
    }
}
