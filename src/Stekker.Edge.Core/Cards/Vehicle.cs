using System.Collections.Immutable;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Cards;

/// <summary>A car as the planner knows it. What is null falls back to the site's preferences, or is learned.</summary>
/// <param name="MaxPower">What its onboard charger takes.</param>
/// <param name="Phases">1, 2 or 3.</param>
public sealed record Vehicle(string Id, string Label, WattHours? Battery, Watts? MaxPower, int? Phases, VehiclePreferences Preferences) : IKeyed<string>
{
    string IKeyed<string>.Key => Id;
}

/// <summary>What the driver wants where it differs from the site's default.</summary>
/// <param name="Departures">Departure per weekday, Monday first; empty, or seven entries with null for "as the site".</param>
/// <param name="TargetPermille">State of charge wanted at departure.</param>
/// <param name="DirectPermille">Share of the battery charged at once, whatever the price.</param>
public sealed record VehiclePreferences(ImmutableArray<TimeOnly?> Departures, int? TargetPermille, int? DirectPermille)
{
    public static readonly VehiclePreferences None = new([], null, null);

    /// <summary>By what they say: an array by itself is equal to no other.</summary>
    public bool Equals(VehiclePreferences? other) => other is not null
        && TargetPermille == other.TargetPermille
        && DirectPermille == other.DirectPermille
        && Departures.AsSpan().SequenceEqual(other.Departures.AsSpan());

    public override int GetHashCode() => HashCode.Combine(TargetPermille, DirectPermille, Departures.IsDefault ? 0 : Departures.Length);
}
