using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Core.Tests.Planning;

/// <summary>A small site over hours, one step each, and the plan for it; every plan is checked against the rules.</summary>
internal sealed record PlanScene(params double[] PricesEur)
{
    public double[] BuildingKw { get; init; } = [];

    public double[] SunKw { get; init; } = [];

    public double[] FeedInEur { get; init; } = [];

    public double[] LimitKw { get; init; } = [];

    public double GtvKw { get; init; } = 100;

    public double FuseKw { get; init; } = 100;

    public double EvFuseKw { get; init; } = 100;

    public double ExportKw { get; init; } = double.PositiveInfinity;

    public PlanningBattery? Battery { get; init; }

    public List<PlanningSession> Cars { get; } = [];

    public PlanScene With(PlanningSession car)
    {
        Cars.Add(car);
        return this;
    }

    /// <summary>A car on three phases, 10 kW at most and 4 at least, without a direct phase, there all the time.</summary>
    public static PlanningSession Car(string id, double needKwh) => new(id, 0, int.MaxValue, needKwh, 0, 4, 10, null);

    public PlanningProblem Problem()
    {
        int steps = PricesEur.Length;
        double At(double[] series, int t, double otherwise) => series.Length > 0 ? series[t] : otherwise;
        int[] all = [.. Enumerable.Range(0, steps)];
        return new(
            1,
            [.. PricesEur],
            [.. all.Select(t => At(FeedInEur, t, PricesEur[t] - 0.09))],
            [.. all.Select(t => At(BuildingKw, t, 0) - At(SunKw, t, 0))],
            [.. all.Select(t => Math.Min(GtvKw, At(LimitKw, t, double.PositiveInfinity)))],
            new(3, FuseKw, EvFuseKw, ExportKw),
            [.. Cars.Select(c => c with { DepartureStep = Math.Min(c.DepartureStep, steps) })],
            Battery);
    }

    public Plan Plan()
    {
        PlanningProblem problem = Problem();
        Plan plan = Planner.Plan(problem);
        List<string> wrong = PlanCheck.Violations(problem, plan);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        return plan;
    }

    public void Expect(string id, params double[] powerKw)
    {
        PlannedSession planned = Plan().Sessions.Single(s => s.Id == id);
        Assert.Equal(powerKw, planned.PowerKw.Select(kw => Math.Round(kw, 3) + 0.0));
    }

    public double Unmet(string id) => Math.Round(Plan().Sessions.Single(s => s.Id == id).UnmetKwh, 3);
}
