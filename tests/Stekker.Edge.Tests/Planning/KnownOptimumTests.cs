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
        { "bess-101", 128.103, 0, 11.864, 62.82 },
        { "bess-107", 77.1976, 15.744, 22.288, 28.072 },
        { "congested-102", 109.123, 59.278, 396.481, 24.234 },
        { "congested-105", 83.3054, 29.976, 250.789, 35.724 },
        { "depot-101", 641.928, 2.97, 0, 495.404 },
        { "depot-106", 433.449, 0, 0, 341.204 },
        { "imbalance-101", 24.5379, 0, 23.088, 20.927 },
        { "imbalance-103", 125.343, 0, 7.773, 66.235 },
        { "office-102", 72.4892, 0, 13.82, 35.116 },
        { "office-106", 201.667, 52.909, 2.52, 97.401 },
        { "public-103", 231.575, 0, 101.885, 161.425 },
        { "public-104", 283.97, 78.83, 173.508, 178.112 },
        { "residential-101", 109.278, 0, 0, 67.942 },
        { "residential-105", 181.163, 0, 0, 112.793 },
        { "solar-103", 42.857, 0, 1.32, 51.739 },
        { "solar-104", 4.0882, 0, 46.312, 40.472 },
        { "tiny-102", 14.7745, 0, 0, 11.664 },
        { "tiny-110", 20.4032, 0, 0, 13.409 },
        { "v2g-103", 79.587, 0, 0, 29.585 },
        { "v2g-105", 67.1931, 0, 0, 24.702 },
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
