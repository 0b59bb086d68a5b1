using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Planning;

/// <summary>A planning problem from a file, with what only people need of it.</summary>
internal sealed record PlanningCase(string CaseId, DateTimeOffset Start, TimeSpan Step, PlanningProblem Problem)
{
    /// <summary>The start of a step, on the clock the case is written in.</summary>
    public DateTimeOffset At(int step) => Start + (Step * step);
}
