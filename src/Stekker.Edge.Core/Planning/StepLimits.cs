namespace Stekker.Edge.Core.Planning;

/// <summary>
/// What the connection allows in each step. Where the building alone is above a limit, cars and battery must not make it
/// worse, and nothing more is asked: so "all cars off" is always within the limits.
/// </summary>
internal sealed class StepLimits
{
    public StepLimits(PlanningProblem problem)
    {
        int steps = problem.Steps;
        SiteConnection site = problem.Connection;
        Steps = steps;
        Lines = site.Lines;
        EvLineKw = site.EvFuseKw;
        ImportCapKw = new double[steps];
        ExportCapKw = new double[steps];
        LineHighKw = new double[steps];
        LineLowKw = new double[steps];
        for (int t = 0; t < steps; t++)
        {
            double rest = problem.RestKw[t];
            double share = rest / Lines;
            ImportCapKw[t] = Math.Max(problem.ImportLimitKw[t], rest);
            ExportCapKw[t] = Math.Max(site.ExportLimitKw, -rest);
            LineHighKw[t] = Math.Max(site.FuseKw, share) - share;
            LineLowKw[t] = -Math.Max(site.FuseKw, -share) - share;
        }
    }

    public int Steps { get; }

    public int Lines { get; }

    /// <summary>Most that all chargers together may draw, or give back, on one line.</summary>
    public double EvLineKw { get; }

    public double[] ImportCapKw { get; }

    public double[] ExportCapKw { get; }

    /// <summary>Most that cars and battery may add on one line, above the building.</summary>
    public double[] LineHighKw { get; }

    /// <summary>Least (most negative) that cars and battery may add on one line.</summary>
    public double[] LineLowKw { get; }
}
