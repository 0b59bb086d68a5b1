namespace Stekker.Edge.Core.Planning;

/// <summary>What charging at once comes to, without making a schedule of it.</summary>
internal static class Haste
{
    /// <param name="powersKw">At [session * steps + step].</param>
    /// <returns>Cost in EUR per step hour, with unmet energy at its worth: as <see cref="Schedule.Worth"/>.</returns>
    public static double Worth(PlanningProblem problem, double[] powersKw)
    {
        EnergyWorth energy = new(problem);
        double[] netKw = [.. problem.RestKw];
        double worth = problem.Battery is { } battery ? Math.Max(0, battery.EndKwh - battery.StartKwh) / problem.StepHours * energy.OfBattery : 0;
        for (int s = 0; s < problem.Sessions.Length; s++)
        {
            PlanningSession session = problem.Sessions[s];
            double gained = 0;
            for (int t = session.ArrivalStep; t < session.DepartureStep; t++)
            {
                double kw = powersKw[(s * problem.Steps) + t];
                gained += kw;
                netKw[t] += kw;
            }

            worth += Math.Max(0, (session.RequiredKwh / problem.StepHours) - gained) * energy.Of(session);
        }

        for (int t = 0; t < problem.Steps; t++)
        {
            worth += netKw[t] * (netKw[t] > 0 ? problem.ImportEurPerKwh[t] : problem.ExportEurPerKwh[t]);
        }

        return worth;
    }
}
