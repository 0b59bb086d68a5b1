using System.Collections.Immutable;
using System.Numerics;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Steering;

/// <summary>What a connector draws on the grid's phases, where it is known how it is wired: what a meter's readings can be held against.</summary>
public sealed record GridDraw(string Name, PerPhase<Amperes> Current)
{
    /// <summary>A charger's sample is of the present for so long.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    public static ImmutableArray<GridDraw> Of(SiteState state, Now now)
    {
        List<GridDraw> draws = [];
        foreach (ConnectorInput c in ConnectorInputs.Of(state, now))
        {
            if (c.Drawn is { } drawn && now.Elapsed - drawn.At <= Fresh && WiringOf(state, c) is { } wiring && BitOperations.IsPow2(wiring.Orders))
            {
                draws.Add(new GridDraw(c.Name, OnGrid(drawn.Currents, BitOperations.TrailingZeroCount(wiring.Orders))));
            }
        }

        return [.. draws];
    }

    private static PhaseWiring? WiringOf(SiteState state, ConnectorInput c)
    {
        if (state.Configuration.Grid.Phases == 1)
        {
            return PhaseWiring.SinglePhase;
        }

        foreach (ref readonly ConnectorMemory m in state.Steering.Balancer.Connectors.AsSpan())
        {
            if (c.Wiring is null && m.ConnectorId == c.ConnectorId && m.ChargePointId == c.ChargePointId && !m.WiringCosts.IsDefault)
            {
                return PhaseWiring.Unknown.With(m.WiringCosts);
            }
        }

        return c.Wiring;
    }

    private static PerPhase<Amperes> OnGrid(PhaseCurrents drawn, int order)
    {
        Span<Amperes> grid = stackalloc Amperes[PhaseCurrents.Phases];
        for (int k = 0; k < PhaseCurrents.Phases; k++)
        {
            grid[PhaseWiring.OrderOf(order, k)] = Amperes.FromDeciamperes(drawn[k]);
        }

        return new PerPhase<Amperes>(grid[0], grid[1], grid[2]);
    }
}
