using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Stekker.Edge.Core.Planning;

/// <summary>
/// The cheapest way to charge all cars, or very near it: least energy unmet for high priority, then for the others, then
/// least cost. Pure and deterministic: the same problem gives the same plan.
/// <para>
/// The problem is a flow in a network: energy goes from the grid (in each step two arcs, own sun at what it would earn and
/// import at its price) over the lines into cars and battery, which carry it on in time. First it is solved without the least
/// power: <see cref="PriceFilling"/> fills steps in the order of their price along augmenting paths, which is exact where one
/// cap binds and nothing is lost; <see cref="ExchangeSearch"/> cancels what negative cycles there still are. Battery and V2G
/// lose energy on the way, which makes it a flow with gains whose cycles are followed with their factor; full lines make a way
/// branch. Measured against proven optima this stage is exact but for sites with several full lines, where no single move that
/// frees several lines for several cars at once is looked for: there some tenths of a kWh may stay unmet.
/// </para>
/// <para>
/// Then <see cref="MinimumPower"/> does away with powers below the least, exchanges that keep the rule (<see cref="PowerRule"/>)
/// win back what that cost, and <see cref="Recovery"/> looks for the energy it cost. This is a local search: on most sites it
/// costs nothing and so ends at the optimum of the relaxed problem, which no plan can beat. Where demand is far above what the
/// connection gives and stays are short (about one public site in ten) it may leave some tenths of a kWh more than the least
/// possible, of a hundred and more that stay unmet anyway. Its work is bounded by counting rounds, never by a clock.
/// </para>
/// <para>
/// By construction: every move is bounded by every limit, so no plan is above one; a plan that keeps the rule from the first
/// step on is there where mending fails; and the plan is never worse than charging at once, since that is compared. More
/// capacity or lower prices never cost more where one cap binds, nothing is lost and there is no least power, for there the plan
/// is the optimum; elsewhere they may, by as much as the search misses.
/// </para>
/// </summary>
public static class Planner
{
    /// <summary>How much work winning back energy may take, in rounds of exchanges; some 10 ms on a desk computer.</summary>
    private const int MostRecoveryRounds = 300;

    /// <summary>With cars that got stuck in their direct phase kept to it exactly.</summary>
    private const int MostTries = 3;

    private const double Noise = 1e-6;

    public static Plan Plan(PlanningProblem problem)
    {
        StepLimits limits = new(problem);
        double[] referenceKw = DirectPhase.Reference(problem, limits);
        bool[] isPunctual = new bool[problem.Sessions.Length];
        Schedule schedule = new(problem, limits, referenceKw, referenceKw, isPunctual);
        Presence presence = new(schedule);
        bool isRight = TryImprove(schedule, presence, isPunctual);
        for (int i = 1; i < MostTries && !isRight; i++)
        {
            schedule = new(problem, limits, referenceKw, referenceKw, isPunctual);
            isRight = TryImprove(schedule, presence, isPunctual);
        }

        if (!isRight)
        {
            schedule = Careful(new(problem, limits, referenceKw, referenceKw), presence);
        }

        Schedule? hurried = Hurried(problem, limits, referenceKw, schedule.Worth());
        return Result(hurried ?? schedule);
    }

    /// <summary>Every car at full power from its arrival, first come first served, battery idle: what a site without a plan does.</summary>
    public static Plan AsSoonAsPossible(PlanningProblem problem)
    {
        StepLimits limits = new(problem);
        double[] atOnceKw = AtOnceKw(problem, limits);
        return Result(new Schedule(problem, limits, atOnceKw, atOnceKw));
    }

    /// <param name="isPunctual">Set for the cars that were left with powers below their least.</param>
    /// <returns>Whether every car keeps the rule of its least power, and the stores their promises.</returns>
    private static bool TryImprove(Schedule schedule, Presence presence, bool[] isPunctual)
    {
        PowerRule rule = new(schedule);
        ExchangeSearch search = new(schedule, rule, presence);
        new PriceFilling(schedule, presence).Fill();
        search.Improve();
        double relaxedWorth = schedule.Worth();
        double relaxedUnmetWorth = schedule.UnmetWorth();
        bool isRight = new MinimumPower(schedule, search, rule, presence).Mend();
        if (isRight && schedule.Worth() > relaxedWorth + Noise)
        {
            search.ImproveHeld();
            new Recovery(schedule, search, rule, presence).Improve(relaxedUnmetWorth, MostRecoveryRounds);
        }

        for (int s = 0; s < schedule.Cars; s++)
        {
            isPunctual[s] |= rule.Smalls(s) > 1;
        }

        return isRight && schedule.KeepsPromises();
    }

    /// <summary>A plan that keeps the rule from the first step on: seldom as good, and always there.</summary>
    private static Schedule Careful(Schedule schedule, Presence presence)
    {
        new PriceFilling(schedule, presence).FillCarefully();
        new ExchangeSearch(schedule, new PowerRule(schedule), presence).ImproveHeld();
        return schedule;
    }

    /// <summary>Charging at once, where that is within the promises and comes out better; null otherwise.</summary>
    private static Schedule? Hurried(PlanningProblem problem, StepLimits limits, double[] referenceKw, double worth)
    {
        double[] atOnceKw = AtOnceKw(problem, limits);
        if (Haste.Worth(problem, atOnceKw) >= worth)
        {
            return null;
        }

        Schedule hurried = new(problem, limits, referenceKw, atOnceKw);
        return hurried.KeepsPromises() && hurried.Worth() < worth ? hurried : null;
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

    private static ImmutableArray<double> Powers(Schedule schedule, int participant)
    {
        double[] powersKw = new double[schedule.Steps];
        for (int t = schedule.First[participant]; t <= schedule.Last[participant]; t++)
        {
            powersKw[t] = schedule.PowerKw[schedule.Row[participant] + t];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(powersKw);
    }
}
