using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>What the site pays for what flows through its connection.</summary>
public static class SiteCost
{
    /// <param name="netKw">Mean power per step, import positive.</param>
    /// <returns>EUR over the horizon; below zero where exporting earns more.</returns>
    public static double Of(PlanningProblem problem, ReadOnlySpan<double> netKw)
    {
        double eur = 0;
        for (int t = 0; t < netKw.Length; t++)
        {
            eur += problem.StepHours * netKw[t] * (netKw[t] > 0 ? problem.ImportEurPerKwh[t] : problem.ExportEurPerKwh[t]);
        }

        return eur;
    }
}
