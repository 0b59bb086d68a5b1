using System.Collections.Immutable;

namespace Stekker.Edge.Core.Planning;

/// <summary>
/// The cheapest way to charge all cars, or very near it: least energy unmet for high priority, then for the others, then
/// least cost. Pure and deterministic: the same problem gives the same plan.
/// <para>
/// The problem is a flow in a network: energy goes from the grid (in each step two arcs, own sun at what it would earn and
/// import at its price) over the lines into cars and battery, which carry it on in time. Three moves solve it.
/// <see cref="PriceFilling"/> fills cheap steps first. <see cref="ExchangeSearch"/> then cancels negative cycles: it knows
/// for every step what one more kW costs when others make room (<see cref="ExchangeLabels"/>) and exchanges as long as
/// that gains. Without losses and with no full line this ends at the optimum of the continuous problem, as negative-cycle
/// cancelling does in any min-cost flow. Losses (battery, V2G) make it a flow with gains: cycles may then gain or lose
/// energy on their way, and are followed with their factor. Full lines make a way branch, since a car on three phases
/// needs room on each; what is not looked for is one move that frees several lines for several cars at once, so there the
/// result may stay above the optimum, on a crowded site with several full lines visibly so. <see cref="MinimumPower"/> at last does away with powers below 6 A by small
/// exchanges, most of which cost nothing; it is a local search, and no bound is proven for it.
/// </para>
/// </summary>
public static class Planner
{
    public static Plan Plan(PlanningProblem problem)
    {
        StepLimits limits = new(problem);
        double[] referenceKw = DirectPhase.Reference(problem, limits);
        Schedule schedule = new(problem, limits, referenceKw, referenceKw);
        Presence presence = new(schedule);
        new PriceFilling(schedule, presence).Fill();
        PowerRule rule = new(schedule);
        ExchangeSearch search = new(schedule, rule, presence);
        search.Improve();
        bool isRight = new MinimumPower(schedule, search, rule, presence).Mend();
        rule.Hold();
        search.ImproveFinely();
        rule.Release();

        Schedule hurried = new(problem, limits, referenceKw, AtOnceKw(problem, limits));
        return Result(Better(isRight ? schedule : null, hurried) ?? schedule);
    }

    /// <summary>Every car at full power from its arrival, first come first served, battery idle: what a site without a plan does.</summary>
    public static Plan AsSoonAsPossible(PlanningProblem problem)
    {
        StepLimits limits = new(problem);
        double[] atOnceKw = AtOnceKw(problem, limits);
        return Result(new Schedule(problem, limits, atOnceKw, atOnceKw));
    }

    /// <summary>The direct phase of cars that want all they need directly.</summary>
    private static double[] AtOnceKw(PlanningProblem problem, StepLimits limits)
    {
        ImmutableArray<PlanningSession>.Builder sessions = ImmutableArray.CreateBuilder<PlanningSession>(problem.Sessions.Length);
        foreach (PlanningSession session in problem.Sessions)
        {
            sessions.Add(session with { DirectKwh = session.NeedKwh });
        }

        return DirectPhase.Reference(problem with { Sessions = sessions.MoveToImmutable() }, limits);
    }

    private static Schedule? Better(Schedule? one, Schedule plain)
    {
        if (!plain.KeepsPromises())
        {
            return one;
        }

        return one is null || Worth(plain) < Worth(one) ? plain : one;
    }

    private static double Worth(Schedule schedule) => schedule.UnmetWorth() + (schedule.CostEur() / schedule.Problem.StepHours);

    private static Plan Result(Schedule schedule)
    {
        ImmutableArray<PlannedSession>.Builder sessions = ImmutableArray.CreateBuilder<PlannedSession>(schedule.Cars);
        for (int s = 0; s < schedule.Cars; s++)
        {
            sessions.Add(new(schedule.Problem.Sessions[s].Id, Powers(schedule, s), Math.Max(0, schedule.Unmet(s)) * schedule.Problem.StepHours));
        }

        return new(
            sessions.MoveToImmutable(),
            schedule.Count > schedule.Cars ? Powers(schedule, schedule.Cars) : [],
            [.. schedule.NetKw],
            schedule.CostEur());
    }

    private static ImmutableArray<double> Powers(Schedule schedule, int participant) =>
        [.. schedule.PowerKw.AsSpan(participant * schedule.Steps, schedule.Steps)];
}
