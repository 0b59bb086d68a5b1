using System.Threading.Channels;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp.Rpc;

namespace Stekker.Edge.CentralSystem;

/// <summary>All live lines, one per charge point at most: a new one pushes the old one out, so a frozen socket never keeps a charger away.</summary>
public sealed partial class ChargePointLines(SiteLoop loop, ILogger<ChargePointLines> log) : ISiteHands
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ChargePointLine> lines = new(StringComparer.Ordinal);
    private long lastConnection;
    private string? closing;

    /// <param name="replaced">The line it takes the place of; to be cut off once the site has heard of the new one.</param>
    public ChargePointLine Attach(string chargePointId, OcppPeer peer, IOrderTranslator orders, out ChargePointLine? replaced)
    {
        ChargePointLine line;
        lock (gate)
        {
            line = new ChargePointLine(chargePointId, ++lastConnection, peer, orders);
            lines.Remove(chargePointId, out replaced);
            lines[chargePointId] = line;
            if (closing is { } why)
            {
                peer.Abort(why);
            }
        }

        return line;
    }

    public void Detach(ChargePointLine line)
    {
        lock (gate)
        {
            if (lines.TryGetValue(line.ChargePointId, out ChargePointLine? current) && ReferenceEquals(current, line))
            {
                lines.Remove(line.ChargePointId);
            }
        }
    }

    public ChargePointLine? Find(string chargePointId)
    {
        lock (gate)
        {
            return lines.GetValueOrDefault(chargePointId);
        }
    }

    /// <summary>Null where the charge point is not connected.</summary>
    public Task<CallOutcome>? CallRawAsync(string chargePointId, string action, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        Find(chargePointId)?.Peer.CallRawAsync(action, payload, cancel);

    public void Instruct(string chargePointId, Order order) => _ = ExecuteAsync(chargePointId, order);

    public void Disconnect(string chargePointId, string why)
    {
        if (Find(chargePointId) is { } line)
        {
            _ = line.Peer.CloseAsync(why);
        }
    }

    /// <summary>Also those that are just being set up: from now on none stays.</summary>
    public Task CloseAllAsync(string why)
    {
        List<ChargePointLine> all;
        lock (gate)
        {
            closing = why;
            all = [.. lines.Values];
        }

        return Task.WhenAll(all.Select(line => line.Peer.CloseAsync(why)));
    }

    private async Task ExecuteAsync(string chargePointId, Order order)
    {
        OrderOutcome outcome;
        try
        {
            outcome = Find(chargePointId) is { } line
                ? await line.Orders.ExecuteAsync(line.Peer, order).ConfigureAwait(false)
                : new OrderOutcome.NoAnswer($"{chargePointId} is not connected");
        }
        catch (ObjectDisposedException)
        {
            outcome = new OrderOutcome.NoAnswer("the line was lost");
        }
#pragma warning disable CA1031 // Whoever waits for this order is told whatever went wrong with it; the line and the others go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogMistake(log, e, order.GetType().Name, chargePointId);
            outcome = new OrderOutcome.NoAnswer("a mistake of our own; the log says more");
        }

        try
        {
            await loop.PostAsync(new SiteEvent.OrderEnded(chargePointId, order, outcome), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The site is shutting down; whoever waits for this order is told so by the loop.
        }
    }

    [LoggerMessage(LogLevel.Error, "Our own mistake with the order {Order} to {ChargePointId}")]
    private static partial void LogMistake(ILogger log, Exception e, string order, string chargePointId);
}
