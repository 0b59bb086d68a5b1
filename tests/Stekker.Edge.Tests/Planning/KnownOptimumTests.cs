using System.Runtime.CompilerServices;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Planning;
using Stekker.Edge.Planning;

namespace Stekker.Edge.Tests.Planning;

/// <summary>Cases of every kind whose optimum with minimum power was proven by a mixed-integer solver: the planner stays this near.</summary>
public sealed class KnownOptimumTests
{
    private const double UnmetKwh = 0.05;
    private const double MostGapPercent = 0.1;

    public static TheoryData<string> Cases => [.. KnownOptimum.All.Select(k => k.Case)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_near_the_optimum(string name)
    {
        KnownOptimum known = KnownOptimum.All.Single(k => k.Case == name);
        Findings findings = new();
        PlanningCase? read = CaseReader.Read(File.ReadAllBytes(Path.Combine(Folder(), "Cases", name + ".json")), findings);
        Assert.Empty(findings.Errors);

        Plan plan = Planner.Plan(read!.Problem);

        Assert.InRange(Unmet(read.Problem, plan, high: true), 0, known.HighKwh + UnmetKwh);
        Assert.InRange(Unmet(read.Problem, plan, high: false), 0, known.NormalKwh + UnmetKwh);
        Assert.InRange(known.GapPercent(plan.CostEur), -MostGapPercent, MostGapPercent);
    }

    private static double Unmet(PlanningProblem problem, Plan plan, bool high) =>
        problem.Sessions.Select((s, i) => s.IsHighPriority == high ? plan.Sessions[i].UnmetKwh : 0).Sum();

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
