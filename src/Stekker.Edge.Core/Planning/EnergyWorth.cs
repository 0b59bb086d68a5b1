namespace Stekker.Edge.Core.Planning;

/// <summary>
/// Worth of energy that is missing at the end, in EUR/kWh: above any price, so that energy comes before cost, and high priority
/// before normal.
/// </summary>
internal readonly struct EnergyWorth
{
    private const double NormalWorth = 1e3;
    private const double HighWorth = 1e5;
    private const double BatteryWorth = 1e7;

    private readonly double scale;

    public EnergyWorth(PlanningProblem problem)
    {
        scale = 1;
        for (int t = 0; t < problem.Steps; t++)
        {
            scale = Math.Max(scale, Math.Max(Math.Abs(problem.ImportEurPerKwh[t]), Math.Abs(problem.ExportEurPerKwh[t])));
        }
    }

    /// <summary>What the battery must hold at the end comes before everything.</summary>
    public double OfBattery => scale * BatteryWorth;

    public double Of(PlanningSession session) => scale * (session.IsHighPriority ? HighWorth : NormalWorth);
}
