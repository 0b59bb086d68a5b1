using System.Collections.Immutable;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Forecasting;

/// <summary>What the site is expected to draw and make without its cars, per PTU; mean powers in kW.</summary>
/// <param name="From">The first PTU's start, UTC.</param>
/// <param name="BuildingKw">Zero or more; below zero where the sun on its roof has no meter of its own.</param>
/// <param name="SolarKw">Zero or more.</param>
public sealed record SiteForecast(DateTimeOffset From, ImmutableArray<double> BuildingKw, ImmutableArray<double> SolarKw)
{
    /// <param name="from">The first PTU's start, UTC.</param>
    public static SiteForecast Of(SiteState state, DateTimeOffset from, int ptus) =>
        new(from, [.. BuildingForecast.Of(state, from, ptus)], [.. SunForecast.Of(state, from, ptus)]);
}
