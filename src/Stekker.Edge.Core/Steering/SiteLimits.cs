using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Steering;

/// <summary>The configuration's limits in the balancer's terms.</summary>
internal static class SiteLimits
{
    public static GridLimits Of(GridSettings grid) =>
        new(grid.Phases, grid.Voltage, grid.Fuse, grid.Gtv, grid.GtvExport, grid.FallbackBaseLoad, grid.MaxImbalance);

    public static bool HasGridMeter(SiteConfiguration configuration)
    {
        foreach (MeterSettings meter in configuration.Meters)
        {
            if (meter.Role == MeterRole.Grid)
            {
                return true;
            }
        }

        return false;
    }

    /// <exception cref="InvariantBrokenException">The configuration was not checked before.</exception>
    public static Topology TreeOf(SiteConfiguration configuration)
    {
        (Topology? tree, ImmutableArray<string> errors) = Topology.Build(
            [.. configuration.Groups.Select(g => new GroupLimit(g.Id, g.Fuse, g.Parent))],
            [.. configuration.ChargePoints.Select(c => new ChargePointPlace(c.Id, c.Max, c.Group))]);
        return tree ?? throw new InvariantBrokenException(string.Join("; ", errors));
    }
}
