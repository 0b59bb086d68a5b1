using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Steering;

/// <summary>What of the balancer goes to the ledger, and how often: flash is the part that wears.</summary>
internal static class Remembering
{
    /// <summary>While no car charges, a restart may count the gap as the limit in full: nobody is waiting for the difference.</summary>
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LearnedInterval = TimeSpan.FromHours(1);

    private static readonly TimeSpan LearnedWhileSparing = TimeSpan.FromHours(6);

    /// <summary>At each checkpoint of the sessions.</summary>
    public static void Save(Turn turn)
    {
        SteeringState steering = turn.State.Steering;
        bool spares = turn.State.Upkeep.SparesFlash;
        if ((IsCharging(turn.State) && !spares) || turn.Now.Elapsed - steering.AccountSavedAt >= IdleInterval)
        {
            turn.Save(new Effect.SaveBalance(steering.Balancer.Ptu, steering.Balancer.Memory.Grants));
            steering = steering with { AccountSavedAt = turn.Now.Elapsed };
        }

        if (turn.Now.Elapsed - steering.LearnedSavedAt >= (spares ? LearnedWhileSparing : LearnedInterval))
        {
            BalancerMemory memory = steering.Balancer.Memory;
            turn.Save(new Effect.SaveLearned(memory.BaseLoads, memory.Wirings));
            steering = steering with { LearnedSavedAt = turn.Now.Elapsed };
        }

        turn.State = turn.State with { Steering = steering };
    }

    private static bool IsCharging(SiteState state)
    {
        foreach (Session session in state.OpenSessions)
        {
            if (session.HasOpenTransaction)
            {
                return true;
            }
        }

        return false;
    }
}
