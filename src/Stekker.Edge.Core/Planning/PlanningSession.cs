namespace Stekker.Edge.Core.Planning;

/// <summary>A car that charges in the steps from <see cref="ArrivalStep"/> up to, not including, <see cref="DepartureStep"/>.</summary>
/// <param name="RequiredKwh">What is missing to the target at arrival; negative for a car above its target.</param>
/// <param name="DirectKwh">The energy that is charged at once, whatever the price.</param>
/// <param name="MinChargeKw">Below this the car does not charge, but for a part of one step.</param>
/// <param name="Line">0, 1 or 2: the line of a car on one phase; null for a car on all three.</param>
public sealed record PlanningSession(
    string Id,
    int ArrivalStep,
    int DepartureStep,
    double RequiredKwh,
    double DirectKwh,
    double MinChargeKw,
    double MaxChargeKw,
    int? Line,
    bool IsHighPriority = false,
    VehicleToGrid? VehicleToGrid = null)
{
    public double NeedKwh => Math.Max(0, RequiredKwh);
}

/// <param name="RoundTripEfficiency">In (0, 1]; the whole loss is booked at discharge.</param>
/// <param name="SellableKwh">How far below its state at arrival the car may be discharged.</param>
public sealed record VehicleToGrid(double DischargeKw, double RoundTripEfficiency, double SellableKwh);

/// <summary>A stationary battery; the whole round-trip loss is booked at discharge.</summary>
/// <param name="EndKwh">The least it must hold at the end of the horizon.</param>
public sealed record PlanningBattery(double PowerKw, double RoundTripEfficiency, double StartKwh, double LeastKwh, double MostKwh, double EndKwh);
