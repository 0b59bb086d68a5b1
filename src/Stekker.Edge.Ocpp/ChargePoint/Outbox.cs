using System.Threading.Channels;
using Stekker.Edge.Ocpp.Rpc;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>
/// Messages that matter only while fresh (states, heartbeats, progress), in order. At the bound the oldest goes: a newer one
/// says more. After a reconnect all states are sent anew, so nothing is kept over one.
/// </summary>
internal sealed class Outbox
{
    private const int Capacity = 256;

    private readonly Channel<Func<ChargePointClient, CancellationToken, Task<CallOutcome>>> _queue =
        Channel.CreateBounded<Func<ChargePointClient, CancellationToken, Task<CallOutcome>>>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });

    internal void Post<TRequest, TResponse>(OcppAction<TRequest, TResponse> action, TRequest request)
        where TRequest : class, IOcppMessage
        where TResponse : class, IOcppMessage =>
        _queue.Writer.TryWrite((client, cancellationToken) => client.Peer.CallAsync(action, request, cancellationToken));

    internal void Clear()
    {
        while (_queue.Reader.TryRead(out _))
        {
        }
    }

    internal async Task SendAsync(ChargePointClient client, CancellationToken cancellationToken)
    {
        await foreach (var send in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await send(client, cancellationToken).ConfigureAwait(false) is CallOutcome.Disconnected)
            {
                return;
            }
        }
    }
}
