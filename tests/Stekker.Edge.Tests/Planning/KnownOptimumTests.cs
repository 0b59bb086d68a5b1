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

    /// <summary>Optimum, unmet energy at high and normal priority, and what the gap is a percentage of: the cost that charging adds to the site's.</summary>
    public static TheoryData<string, double, double, double, double> Cases => new()
    {
        { "tiny-102", 14.774451, 0, 0, 11.664 },
        { "tiny-110", 20.403209, 0, 0, 13.409 },
        { "office-102", 72.489244, 0, 13.82, 35.116 },
        { "congested-102", 109.123253, 59.2775, 396.4812, 24.234 },
        { "imbalance-101", 24.537918, 0, 23.0877, 20.927 },
        { "bess-107", 77.197603, 15.744, 22.288, 28.072 },
        { "v2g-105", 67.193103, 0, 0, 24.702 },
        { "solar-103", 42.857014, 0, 1.32, 51.739 },
        { "residential-101", 109.277902, 0, 0, 67.942 },
        { "depot-101", 641.92763, 2.97, 0, 495.404 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_near_the_optimum(string name, double optimumEur, double highKwh, double normalKwh, double scaleEur)
    {
        Findings findings = new();
        PlanningCase? read = CaseReader.Read(File.ReadAllBytes(Path.Combine(Folder(), "Cases", name + ".json")), findings);
        Assert.Empty(findings.Errors);

        Plan plan = Planner.Plan(read!.Problem);

        Assert.InRange(Unmet(read.Problem, plan, high: true), 0, highKwh + UnmetKwh);
        Assert.InRange(Unmet(read.Problem, plan, high: false), 0, normalKwh + UnmetKwh);
        Assert.InRange(100 * (plan.CostEur - optimumEur) / scaleEur, -MostGapPercent, MostGapPercent);
    }

    private static double Unmet(PlanningProblem problem, Plan plan, bool high) =>
        problem.Sessions.Select((s, i) => s.IsHighPriority == high ? plan.Sessions[i].UnmetKwh : 0).Sum();

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
