using System.Collections.Immutable;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// What of the balancer is worth keeping over a restart, in plain numbers so that any serialiser takes it. The account and the grants change
/// often; the rest seldom, and it is larger.
/// </summary>
public sealed record BalancerMemory(
    PtuAccount? Ptu, ImmutableArray<SavedHourLoad> BaseLoads, ImmutableArray<LearnedWiring> Wirings, ImmutableArray<SavedGrant> Grants)
{
    public static readonly BalancerMemory Nothing = new(null, [], [], []);
}

/// <param name="Hour">Hours since 1970, UTC.</param>
public readonly record struct SavedHourLoad(long Hour, int L1DeciA, int L2DeciA, int L3DeciA, long PowerW);

/// <summary>What a session was last given: a charger that is offline when we come back may still draw it.</summary>
public sealed record SavedGrant(string ChargePointId, int ConnectorId, long SessionId, int DeciA, int Phases)
{
    internal bool IsSound => ChargePointId is not null && DeciA is >= BalancerSettings.LeastDeciA and < 10_000 && Phases is 1 or 3;
}

/// <param name="Costs">Evidence against each of the <see cref="PhaseWiring.OrderCount"/> orders of phases.</param>
public sealed record LearnedWiring(string ChargePointId, int ConnectorId, ImmutableArray<int> Costs)
{
    /// <summary>A record saved by another version, or a damaged one, teaches nothing. One order always fits best.</summary>
    internal bool IsSound
    {
        get
        {
            if (ChargePointId is null || Costs.IsDefault || Costs.Length != PhaseWiring.OrderCount)
            {
                return false;
            }

            bool anyFits = false;
            bool allKept = true;
            foreach (int cost in Costs)
            {
                anyFits |= cost == 0;
                allKept &= cost is >= 0 and <= PhaseLearning.MostDeciA;
            }

            return anyFits && allKept;
        }
    }
}
