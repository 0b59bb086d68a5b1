using System.Collections.Immutable;

namespace Stekker.Edge.Core.Planning;

/// <param name="Sessions">In the problem's order.</param>
/// <param name="BatteryKw">Positive: charging. Empty where there is no battery.</param>
/// <param name="GridKw">Positive: import.</param>
public sealed record Plan(ImmutableArray<PlannedSession> Sessions, ImmutableArray<double> BatteryKw, ImmutableArray<double> GridKw, double CostEur);

/// <param name="PowerKw">Per step of the horizon; negative where the car gives back.</param>
/// <param name="UnmetKwh">What the car still lacks to its target when it leaves.</param>
public sealed record PlannedSession(string Id, ImmutableArray<double> PowerKw, double UnmetKwh);
