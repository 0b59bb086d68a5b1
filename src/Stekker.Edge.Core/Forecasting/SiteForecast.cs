using System.Collections.Immutable;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Forecasting;

/// <summary>What the site is expected to draw and make without its cars, per PTU; mean powers in kW, both zero or more.</summary>
/// <param name="From">The first PTU's start, UTC.</param>
public sealed record SiteForecast(DateTimeOffset From, ImmutableArray<double> BuildingKw, ImmutableArray<double> SolarKw)
{
    /// <param name="from">The first PTU's start, UTC.</param>
    public static SiteForecast Of(SiteState state, DateTimeOffset from, int ptus)
    {
        double building = (state.Configuration.Grid.FallbackBaseLoad?.Value ?? 0) / 1000.0;
        return new SiteForecast(from, [.. Enumerable.Repeat(building, ptus)], [.. Enumerable.Repeat(0.0, ptus)]);
    }
}
