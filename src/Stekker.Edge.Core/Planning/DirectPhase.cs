namespace Stekker.Edge.Core.Planning;

/// <summary>
/// The reference profile of the direct phase: what each session gets of its direct energy when cars are served first come,
/// first served, high priority in front with all it needs. A plan may be ahead of it at any time, and never behind.
/// </summary>
internal static class DirectPhase
{
    private const double Nothing = 1e-9;

    /// <returns>kW per session and step, at [session * steps + step].</returns>
    public static double[] Reference(PlanningProblem problem, StepLimits limits)
    {
        int steps = problem.Steps;
        double hours = problem.StepHours;
        double[] referenceKw = new double[problem.Sessions.Length * steps];
        double[] directKwh = new double[problem.Sessions.Length];
        double[] needKwh = new double[problem.Sessions.Length];
        for (int s = 0; s < needKwh.Length; s++)
        {
            needKwh[s] = problem.Sessions[s].NeedKwh;
            directKwh[s] = Math.Min(problem.Sessions[s].DirectKwh, needKwh[s]);
        }

        int[] queue = Queue(problem);
        double[] lineKw = new double[3];
        for (int t = 0; t < steps; t++)
        {
            double allKw = 0;
            Array.Clear(lineKw);
            foreach (int s in queue)
            {
                PlanningSession session = problem.Sessions[s];
                if (t < session.ArrivalStep || t >= session.DepartureStep || (session.IsHighPriority ? needKwh[s] : directKwh[s]) <= Nothing)
                {
                    continue;
                }

                double roomKw = Math.Min(limits.ImportCapKw[t] - problem.RestKw[t] - allKw, LineRoom(session, limits, t, lineKw));
                if (roomKw + Nothing < Math.Min(session.MinChargeKw, needKwh[s] / hours))
                {
                    continue;
                }

                double fullKw = Math.Min(Math.Min(roomKw, session.MaxChargeKw), needKwh[s] / hours);
                double directKw = directKwh[s] > Nothing ? Math.Min(fullKw, Math.Max(directKwh[s] / hours, session.MinChargeKw)) : 0;
                double takenKw = session.IsHighPriority ? fullKw : directKw;
                referenceKw[(s * steps) + t] = directKw;
                allKw += takenKw;
                Take(session, limits, takenKw, lineKw);
                directKwh[s] -= takenKw * hours;
                needKwh[s] -= takenKw * hours;
            }
        }

        return referenceKw;
    }

    private static int[] Queue(PlanningProblem problem)
    {
        int[] queue = new int[problem.Sessions.Length];
        long[] rank = new long[queue.Length];
        for (int s = 0; s < queue.Length; s++)
        {
            PlanningSession session = problem.Sessions[s];
            queue[s] = s;
            long turn = session.IsHighPriority ? session.DepartureStep : (long)problem.Steps + 1 + session.ArrivalStep;
            rank[s] = (turn * queue.Length) + s;
        }

        Array.Sort(rank, queue);
        return queue;
    }

    private static double LineRoom(PlanningSession session, StepLimits limits, int step, double[] lineKw)
    {
        double most = Math.Min(limits.EvLineKw, limits.LineHighKw[step]);
        if (session.Line is { } line)
        {
            return most - lineKw[line];
        }

        double fullest = Math.Max(lineKw[0], Math.Max(lineKw[1], lineKw[2]));
        return limits.Lines * (most - fullest);
    }

    private static void Take(PlanningSession session, StepLimits limits, double kw, double[] lineKw)
    {
        if (session.Line is { } line)
        {
            lineKw[line] += kw;
            return;
        }

        for (int l = 0; l < limits.Lines; l++)
        {
            lineKw[l] += kw / limits.Lines;
        }
    }
}
