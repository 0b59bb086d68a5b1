using System.Collections.Immutable;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Learns from what the chargers measure: on how many phases a car draws, and, by steps that show in the grid meter too, which grid phases
/// are behind the connector. A configured wiring is not questioned.
/// </summary>
internal static class PhaseLearning
{
    /// <summary>Evidence at which an order of phases is no longer plausible: three clear steps at least.</summary>
    public const int ExcludedAtDeciA = 240;

    /// <summary>More evidence than this is not kept, so that a connector that was rewired can be learned anew.</summary>
    public const int MostDeciA = 400;

    private const int MostPerStepDeciA = 80;

    private const int StepDeciA = 30;

    private const int DrawsDeciA = 15;

    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1.5);

    /// <summary>A car follows its grant so late at most.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(35);

    public static void Observe(Desk desk)
    {
        for (int i = 0; i < desk.Count; i++)
        {
            ConnectorInput c = desk.Input.Connectors[i];
            ref ConnectorMemory m = ref desk.Memory[i];
            if (c.Drawn is not { } drawn || drawn.At == m.SampleAt)
            {
                continue;
            }

            LearnCar(desk, ref m, drawn, c.Session is not null);
            GridReading? grid = desk.Input.Grid is { } g && (g.At - drawn.At).Duration() <= Near ? g : null;
            if (c.Wiring is null && desk.Input.Limits.Phases == 3 && grid is not null && m.GridAtSample is { } before && drawn.At - m.SampleAt <= LongestStep)
            {
                LearnWiring(desk, i, drawn, grid.Currents, before);
            }

            m.SampleAt = drawn.At;
            m.Sample = drawn.Currents;
            m.GridAtSample = grid?.Currents;
        }
    }

    private static void LearnCar(Desk desk, ref ConnectorMemory m, DrawnCurrents drawn, bool hasSession)
    {
        bool settled = m.SwitchedAt is not { } at || desk.Now.Elapsed - at > TimeSpan.FromSeconds(30);
        if (!hasSession || m.Phases == 1 || !settled || drawn.Currents.MaxDeciamperes < 40)
        {
            return;
        }

        byte seen = 0;
        for (int k = 0; k < 3; k++)
        {
            seen |= drawn.Currents[k] >= DrawsDeciA ? (byte)(1 << k) : (byte)0;
        }

        m.UsedPhases |= seen;
    }

    private static void LearnWiring(Desk desk, int i, DrawnCurrents drawn, PhaseCurrents grid, PhaseCurrents gridBefore)
    {
        ref ConnectorMemory m = ref desk.Memory[i];
        PhaseCurrents now = drawn.Currents;
        Span<int> step = [now[0] - m.Sample[0], now[1] - m.Sample[1], now[2] - m.Sample[2]];
        int spread = Math.Max(step[0], Math.Max(step[1], step[2])) - Math.Min(step[0], Math.Min(step[1], step[2]));
        if (spread < StepDeciA || !SteppedAlone(desk, i, m.SampleAt!.Value - MostLate))
        {
            return;
        }

        Span<int> misfit = stackalloc int[PhaseWiring.OrderCount];
        for (int order = 0; order < PhaseWiring.OrderCount; order++)
        {
            for (int k = 0; k < 3; k++)
            {
                int p = PhaseWiring.OrderOf(order, k);
                misfit[order] += Math.Abs(grid[p] - gridBefore[p] - step[k]);
            }
        }

        m.WiringCosts = Add(m.WiringCosts, misfit);
    }

    /// <summary>
    /// Cars that are cut together because the building rose on one phase look as if they were on another: only what a car does by itself
    /// teaches.
    /// </summary>
    private static bool SteppedAlone(Desk desk, int i, TimeSpan since)
    {
        for (int j = 0; j < desk.Count; j++)
        {
            ref readonly ConnectorMemory other = ref desk.Memory[j];
            if (j != i && (other.GrantedAt > since || other.TurnedAt > since))
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<int> Add(ImmutableArray<int> costs, ReadOnlySpan<int> misfit)
    {
        int best = int.MaxValue;
        foreach (int one in misfit)
        {
            best = Math.Min(best, one);
        }

        int[] sum = new int[PhaseWiring.OrderCount];
        int lowest = int.MaxValue;
        for (int order = 0; order < sum.Length; order++)
        {
            sum[order] = (costs.IsDefault ? 0 : costs[order]) + Math.Min(misfit[order] - best, MostPerStepDeciA);
            lowest = Math.Min(lowest, sum[order]);
        }

        for (int order = 0; order < sum.Length; order++)
        {
            sum[order] = Math.Min(sum[order] - lowest, MostDeciA);
        }

        return [.. sum];
    }
}
