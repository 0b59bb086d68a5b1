using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>What a card's car usually takes, learned from its last sessions here.</summary>
public static class CardHabits
{
    /// <summary>Shorter ones say nothing: a plug put in and out again.</summary>
    private static readonly WattHours LeastTold = new(1000);

    /// <summary>Somewhat more than usual: too much costs a little, too little leaves a driver short.</summary>
    private const int MarginPermille = 1100;

    /// <summary>
    /// The most of its last sessions here, and a margin: shorter ones may have ended before the car had what it needed.
    /// Null where the card was never here.
    /// </summary>
    public static WattHours? EnergyOf(SiteState state, Session session)
    {
        if (session.Transaction is not { } transaction)
        {
            return null;
        }

        WattHours most = WattHours.Zero;
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Session past in chargePoint.Recent)
            {
                bool counts = past.Transaction?.IdTag == transaction.IdTag && past.Energy >= LeastTold;
                most = counts && past.Energy > most ? past.Energy : most;
            }
        }

        return most > WattHours.Zero ? new WattHours(most.Value * MarginPermille / 1000) : null;
    }
}
