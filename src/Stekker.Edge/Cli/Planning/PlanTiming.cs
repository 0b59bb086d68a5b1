using System.Globalization;
using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Cli.Planning;

/// <summary>What planning costs: the first time, with code and memory cold, and again, as the daemon replans.</summary>
internal static class PlanTiming
{
    private const int Again = 20;

    public static string Line(PlanningProblem problem, TimeSpan first, TimeProvider time)
    {
        TimeSpan fastest = TimeSpan.MaxValue;
        long allocated = 0;
        for (int i = 0; i < Again; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = time.GetTimestamp();
            Planner.Plan(problem);
            TimeSpan elapsed = time.GetElapsedTime(start);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"planned in {first.TotalMilliseconds:0.00} ms, again in {fastest.TotalMilliseconds:0.00} ms (fastest of {Again}), {allocated} bytes allocated");
    }
}
