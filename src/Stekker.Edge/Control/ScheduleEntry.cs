using System.Collections.Immutable;

namespace Stekker.Edge.Control;

/// <summary>What the site means to do in the hours ahead.</summary>
/// <param name="WhyNone">Why there is no plan, in words; null where there is one.</param>
/// <param name="ChargingEur">What charging is expected to cost from now to the plan's end.</param>
/// <param name="AtOnceEur">The same if every car charged as soon as it could.</param>
public sealed record ScheduleEntry(
    string? WhyNone, decimal? ChargingEur, decimal? AtOnceEur, ImmutableArray<SchedulePtu> Ptus, ImmutableArray<ScheduledCar> Cars)
{
    public static readonly ScheduleEntry Nothing = new("no car is charging", null, null, [], []);
}

/// <summary>A quarter of an hour of the plan.</summary>
/// <param name="Start">With the site's offset.</param>
/// <param name="ImportEurPerKwh">All in; null where nothing is known.</param>
/// <param name="IsFallback">No price is known for it yet: this is what is reckoned with.</param>
/// <param name="GridW">Expected at the grid connection; import is positive.</param>
public sealed record SchedulePtu(string Start, decimal? ImportEurPerKwh, decimal? FeedInEurPerKwh, bool IsFallback, int GridW);

/// <summary>A car in the plan. Energies are at the charger's meter.</summary>
/// <param name="Phase">direct, planned, atOnce or done: why it charges as it does.</param>
/// <param name="IsAssumed">The car does not say how full it is.</param>
/// <param name="UnmetWh">What it will lack at its departure.</param>
/// <param name="PowerW">Per quarter, as <see cref="ScheduleEntry.Ptus"/>.</param>
public sealed record ScheduledCar(
    string ChargePointId,
    int ConnectorId,
    long SessionId,
    string? Label,
    string Phase,
    string Departure,
    decimal TargetFraction,
    decimal? StateOfChargeFraction,
    long TakenWh,
    long MissingWh,
    bool IsAssumed,
    long UnmetWh,
    ImmutableArray<int> PowerW);

/// <summary>What a driver asks of the session that is plugged in. What is null stays as it is.</summary>
/// <param name="Departure">A moment, or a time of day (the next one) in the site's zone.</param>
public sealed record WishAsked(int? ConnectorId, string? Departure, int? TargetPercent, bool? ChargeNow);
