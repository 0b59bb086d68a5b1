using Stekker.Edge.Core.ChargePoints;

namespace Stekker.Edge.Loop;

/// <summary>Carries orders out. Never waits: the outcome comes back as an event.</summary>
public interface ISiteHands
{
    /// <summary>A <see cref="Core.Site.SiteEvent.OrderEnded"/> follows, always.</summary>
    void Instruct(string chargePointId, Order order);

    void Disconnect(string chargePointId, string why);
}
