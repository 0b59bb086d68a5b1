using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Modbus.Plausibility;

/// <summary>What a charger itself measures, on the grid's phases.</summary>
public sealed record ChargerDraw(string Name, PerPhase<Amperes> Current);

/// <summary>What else is known while a meter is judged.</summary>
/// <param name="Fuse">The connection's main fuse.</param>
/// <param name="Producing">All sun and batteries together; zero where the site has none, null where nothing is known of them.</param>
public sealed record SiteContext(Amperes Fuse, ImmutableArray<ChargerDraw> Chargers, Watts? Producing)
{
    public static readonly SiteContext Unknown = new(Amperes.FromWhole(80), [], null);
}
