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
    /// The second most of its last sessions, and a margin: one long trip does not make a habit, and cars are seldom as empty as then.
    /// Null where the card was never here.
    /// </summary>
    public static WattHours? EnergyOf(SiteState state, Session session)
    {
        if (session.Transaction is not { } transaction)
        {
            return null;
        }

        WattHours most = WattHours.Zero;
        WattHours second = WattHours.Zero;
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Session past in chargePoint.Recent)
            {
                if (past.Transaction?.IdTag != transaction.IdTag || past.Energy < LeastTold)
                {
                    continue;
                }

                (most, second) = past.Energy > most ? (past.Energy, most) : (most, past.Energy > second ? past.Energy : second);
            }
        }

        WattHours habit = second > WattHours.Zero ? second : most;
        return habit > WattHours.Zero ? new WattHours(habit.Value * MarginPermille / 1000) : null;
    }
}
