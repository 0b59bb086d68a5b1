using System.Collections.Immutable;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// What of the balancer is worth keeping over a restart, in plain numbers so that any serialiser takes it. The account changes each second,
/// the rest seldom and is larger.
/// </summary>
public sealed record BalancerMemory(PtuAccount? Ptu, ImmutableArray<SavedHourLoad> BaseLoads, ImmutableArray<LearnedWiring> Wirings)
{
    public static readonly BalancerMemory Nothing = new(null, [], []);
}

/// <param name="Hour">Hours since 1970, UTC.</param>
public readonly record struct SavedHourLoad(long Hour, int L1DeciA, int L2DeciA, int L3DeciA, long PowerW);

/// <param name="Costs">Evidence against each of the <see cref="PhaseWiring.OrderCount"/> orders of phases.</param>
public sealed record LearnedWiring(string ChargePointId, int ConnectorId, ImmutableArray<int> Costs)
{
    /// <summary>A record saved by another version, or a damaged one, teaches nothing.</summary>
    internal bool IsSound
    {
        get
        {
            if (ChargePointId is null || Costs.IsDefault || Costs.Length != PhaseWiring.OrderCount)
            {
                return false;
            }

            // One order always fits best.
            bool anyFits = false;
            foreach (int cost in Costs)
            {
                anyFits |= cost == 0;
                if (cost is < 0 or > PhaseLearning.MostDeciA)
                {
                    return false;
                }
            }

            return anyFits;
        }
    }
}
