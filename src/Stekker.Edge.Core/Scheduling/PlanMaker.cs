using System.Collections.Immutable;
using Stekker.Edge.Core.Planning;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>Makes the plan that is asked for, and keeps the one before where a new one would hardly gain: each change is a write to a charger's flash.</summary>
public static class PlanMaker
{
    /// <summary>A new plan has to be this much cheaper, and by this part of what charging costs.</summary>
    public const double LeastGainEur = 0.02;
    public const double LeastGainFraction = 0.005;

    /// <summary>Plans that give a car this much more or less are different ones, whatever they cost.</summary>
    private const double SameEnergyKwh = 0.25;

    private const double LimitSlackKw = 0.05;

    public static SitePlan Make(PlanRequest request)
    {
        PlanningProblem problem = request.Problem;
        Plan plan = Planner.Plan(problem);
        double idleEur = SiteCost.Of(problem, problem.RestKw.AsSpan());
        ImmutableArray<PlannedCar> cars = CarsOf(request, plan);
        ImmutableArray<double> gridKw = plan.GridKw;
        double costEur = plan.CostEur;
        if (Kept(request, plan, idleEur) is { } kept)
        {
            (cars, gridKw, costEur) = kept;
        }

        return new SitePlan(
            request.From,
            cars,
            [.. gridKw.Select(kw => (int)Math.Round(kw * 1000))],
            Eur(costEur),
            Eur(idleEur),
            AtOnceEur(problem, plan));
    }

    /// <summary>Only like is compared with like: on a crowded site haste may leave cars with less energy, which costs less.</summary>
    private static decimal? AtOnceEur(PlanningProblem problem, Plan plan)
    {
        Plan atOnce = Planner.AsSoonAsPossible(problem);
        double shorterKwh = 0;
        for (int s = 0; s < plan.Sessions.Length; s++)
        {
            shorterKwh += atOnce.Sessions[s].UnmetKwh - plan.Sessions[s].UnmetKwh;
        }

        return shorterKwh <= SameEnergyKwh ? Eur(atOnce.CostEur) : null;
    }

    private static ImmutableArray<PlannedCar> CarsOf(PlanRequest request, Plan plan)
    {
        PlannedCar[] cars = new PlannedCar[request.Cars.Length];
        for (int s = 0; s < cars.Length; s++)
        {
            int[] powerW = new int[plan.GridKw.Length];
            for (int t = 0; t < powerW.Length; t++)
            {
                powerW[t] = (int)Math.Round(plan.Sessions[s].PowerKw[t] * 1000);
            }

            cars[s] = new PlannedCar(request.Cars[s], [.. powerW], new WattHours((long)Math.Round(plan.Sessions[s].UnmetKwh * 1000)));
        }

        return [.. cars];
    }

    /// <summary>The plan before, moved to the present, where it still gives every car as much, fits, and costs hardly more.</summary>
    private static (ImmutableArray<PlannedCar> Cars, ImmutableArray<double> GridKw, double CostEur)? Kept(PlanRequest request, Plan plan, double idleEur)
    {
        if (request.Before is not { } before)
        {
            return null;
        }

        int steps = plan.GridKw.Length;
        int ahead = before.PtuOf(request.From);
        double[] netKw = [.. request.Problem.RestKw];
        PlannedCar[] cars = new PlannedCar[request.Cars.Length];
        for (int s = 0; s < cars.Length; s++)
        {
            if (before.Of(request.Cars[s].SessionId) is not { } old || old.Need.AtOnce != request.Cars[s].AtOnce)
            {
                return null;
            }

            int[] powerW = new int[steps];
            double keptKwh = 0;
            double newKwh = 0;
            for (int t = 0; t < steps; t++)
            {
                bool isPresent = t < request.Problem.Sessions[s].DepartureStep;
                powerW[t] = isPresent && ahead + t >= 0 && ahead + t < old.PowerW.Length ? old.PowerW[ahead + t] : 0;
                netKw[t] += powerW[t] / 1000.0;
                keptKwh += powerW[t] / 1000.0 * request.Problem.StepHours;
                newKwh += plan.Sessions[s].PowerKw[t] * request.Problem.StepHours;
                if (powerW[t] > request.Cars[s].Most.Value)
                {
                    return null;
                }
            }

            if (Math.Abs(keptKwh - newKwh) > SameEnergyKwh)
            {
                return null;
            }

            cars[s] = new PlannedCar(request.Cars[s], [.. powerW], new WattHours((long)Math.Round(plan.Sessions[s].UnmetKwh * 1000)));
        }

        for (int t = 0; t < steps; t++)
        {
            if (netKw[t] > Math.Max(request.Problem.ImportLimitKw[t], request.Problem.RestKw[t]) + LimitSlackKw)
            {
                return null;
            }
        }

        double costEur = SiteCost.Of(request.Problem, netKw);
        double gainEur = costEur - plan.CostEur;
        return gainEur <= Math.Max(LeastGainEur, LeastGainFraction * Math.Abs(plan.CostEur - idleEur)) ? ([.. cars], [.. netKw], costEur) : null;
    }

    private static decimal Eur(double eur) => Math.Round((decimal)eur, 4);
}
