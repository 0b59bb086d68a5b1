using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Ocpp.Rpc;

namespace Stekker.Edge.CentralSystem;

/// <summary>The live line to one charge point, in whichever version it speaks.</summary>
public interface IOrderTranslator
{
    /// <summary>Says an order in the charger's own words; returns how it ended, never throws for what the charger does.</summary>
    Task<OrderOutcome> ExecuteAsync(OcppPeer peer, Order order);
}

/// <param name="ConnectionId">Counts up over all lines.</param>
public sealed record ChargePointLine(string ChargePointId, long ConnectionId, OcppPeer Peer, IOrderTranslator Orders);
