using System.Collections.Immutable;

namespace Stekker.Edge.Core.Planning;

/// <summary>
/// One planning problem: a site over equal steps, with the sessions it knows of. All powers are means over a step, in kW;
/// all series have <see cref="Steps"/> entries. Whoever makes it has checked it: no NaN, arrival before departure, and in
/// every step the export price at most the import price (else the cost is not convex and buying to sell back would pay).
/// </summary>
/// <param name="StepHours">Length of a step.</param>
/// <param name="ImportEurPerKwh">What one imported kWh costs, imbalance included; may be negative.</param>
/// <param name="ExportEurPerKwh">What one exported kWh earns, imbalance included; may be negative.</param>
/// <param name="RestKw">Building less sun: what the site draws without cars and battery.</param>
/// <param name="ImportLimitKw">GTV or the congestion window's limit, whichever is lower; positive infinity where there is none.</param>
/// <param name="Sessions">The order matters: first come, first served in the direct phase among equals.</param>
public sealed record PlanningProblem(
    double StepHours,
    ImmutableArray<double> ImportEurPerKwh,
    ImmutableArray<double> ExportEurPerKwh,
    ImmutableArray<double> RestKw,
    ImmutableArray<double> ImportLimitKw,
    SiteConnection Connection,
    ImmutableArray<PlanningSession> Sessions,
    PlanningBattery? Battery = null)
{
    public int Steps => RestKw.Length;
}

/// <param name="Lines">1 or 3.</param>
/// <param name="FuseKw">Main fuse, per line.</param>
/// <param name="EvFuseKw">Fuse of the feeder to all chargers, per line.</param>
/// <param name="ExportLimitKw">Positive infinity: none but the fuse.</param>
public sealed record SiteConnection(int Lines, double FuseKw, double EvFuseKw, double ExportLimitKw = double.PositiveInfinity);
