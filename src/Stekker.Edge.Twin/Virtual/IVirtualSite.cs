using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>What the virtual chargers see of the site around them.</summary>
internal interface IVirtualSite
{
    TwinWorld World { get; }

    SessionWatch Sessions { get; }

    RungBook Rungs { get; }

    Dice Dice { get; }

    bool EdgeIsUp { get; }

    /// <summary>Null where nobody answers.</summary>
    Reply? Ask(Func<RequestId, SiteEvent.Asked> ask);

    void Happens(SiteEvent happened);

    /// <summary>Right after the present step: a charger sends what follows from an order after it answered the order.</summary>
    void Later(Action action);

    long NextConnection();

    /// <summary>How a charger takes an order; other policies than the product's put their own limits in its place.</summary>
    OrderOutcome Obey(VirtualCharger charger, Order order);
}
