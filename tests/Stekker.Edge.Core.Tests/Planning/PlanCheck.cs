using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Core.Tests.Planning;

/// <summary>
/// The rules of a plan, written down again from the format's description and sharing nothing with the planner: what is
/// charged, stored and drawn is added up afresh, step by step.
/// </summary>
internal static class PlanCheck
{
    private const double Kw = 0.01;
    private const double Kwh = 0.01;

    public static List<string> Violations(PlanningProblem problem, Plan plan)
    {
        List<string> wrong = [];
        double[][] reference = Reference(problem);
        double[] net = [.. problem.RestKw];
        for (int s = 0; s < problem.Sessions.Length; s++)
        {
            Session(problem, problem.Sessions[s], plan.Sessions[s], reference[s], wrong);
            for (int t = 0; t < problem.Steps; t++)
            {
                net[t] += plan.Sessions[s].PowerKw[t];
            }
        }

        for (int t = 0; t < problem.Steps; t++)
        {
            net[t] += plan.BatteryKw.IsEmpty ? 0 : plan.BatteryKw[t];
            Connection(problem, plan, t, net[t], wrong);
        }

        Battery(problem, plan, wrong);
        Expect(Math.Abs(Cost(problem, net) - plan.CostEur) < 0.001, $"cost told {plan.CostEur}, is {Cost(problem, net)}", wrong);
        return wrong;
    }

    public static double Cost(PlanningProblem problem, IReadOnlyList<double> netKw) =>
        netKw.Select((kw, t) => problem.StepHours * ((problem.ImportEurPerKwh[t] * Math.Max(kw, 0)) - (problem.ExportEurPerKwh[t] * Math.Max(-kw, 0)))).Sum();

    public static double Unmet(PlanningProblem problem, Plan plan, bool high) =>
        problem.Sessions.Select((s, i) => s.IsHighPriority == high ? plan.Sessions[i].UnmetKwh : 0).Sum();

    private static void Session(PlanningProblem problem, PlanningSession car, PlannedSession planned, double[] reference, List<string> wrong)
    {
        double gained = 0;
        double promised = 0;
        int lastPromise = Array.FindLastIndex(reference, kw => kw > 0);
        int small = 0;
        double efficiency = car.VehicleToGrid?.RoundTripEfficiency ?? 1;
        for (int t = 0; t < problem.Steps; t++)
        {
            double kw = planned.PowerKw[t];
            if (t < car.ArrivalStep || t >= car.DepartureStep)
            {
                Expect(kw == 0, $"{car.Id} step {t}: {kw} kW while away", wrong);
                continue;
            }

            Expect(kw <= car.MaxChargeKw + Kw && kw >= -(car.VehicleToGrid?.DischargeKw ?? 0) - Kw, $"{car.Id} step {t}: {kw} kW", wrong);
            small += kw > Kw && kw < car.MinChargeKw - Kw ? 1 : 0;
            gained += problem.StepHours * (kw > 0 ? kw : kw / efficiency);
            promised += problem.StepHours * reference[t];
            Expect(t > lastPromise || gained >= promised - Kwh, $"{car.Id} step {t}: {promised - gained} kWh behind the direct phase", wrong);
            Expect(gained <= Math.Max(0, car.RequiredKwh) + Kwh, $"{car.Id} step {t}: above the target", wrong);
            Expect(car.VehicleToGrid is not { } v2g || gained >= -v2g.SellableKwh - Kwh, $"{car.Id} step {t}: below the floor", wrong);
        }

        Expect(small <= 1, $"{car.Id}: {small} steps below its least power", wrong);
        Expect(Math.Abs(Math.Max(0, car.RequiredKwh - gained) - planned.UnmetKwh) < Kwh, $"{car.Id}: tells {planned.UnmetKwh} kWh unmet", wrong);
    }

    private static void Connection(PlanningProblem problem, Plan plan, int t, double net, List<string> wrong)
    {
        double rest = problem.RestKw[t];
        SiteConnection site = problem.Connection;
        Expect(net <= Math.Max(problem.ImportLimitKw[t], rest) + Kw, $"step {t}: imports {net} kW", wrong);
        Expect(-net <= Math.Max(site.ExportLimitKw, -rest) + Kw, $"step {t}: exports {-net} kW", wrong);
        Expect(Math.Abs(plan.GridKw[t] - net) < Kw, $"step {t}: tells {plan.GridKw[t]} kW, is {net}", wrong);
        for (int line = 0; line < site.Lines; line++)
        {
            double cars = problem.Sessions.Select((s, i) => s.Line == line ? plan.Sessions[i].PowerKw[t] : s.Line is null ? plan.Sessions[i].PowerKw[t] / 3 : 0).Sum();
            double all = ((rest + (plan.BatteryKw.IsEmpty ? 0 : plan.BatteryKw[t])) / site.Lines) + cars;
            Expect(Math.Abs(cars) <= site.EvFuseKw + Kw, $"step {t} line {line}: {cars} kW of cars", wrong);
            Expect(all <= Math.Max(site.FuseKw, rest / site.Lines) + Kw, $"step {t} line {line}: {all} kW", wrong);
            Expect(all >= -Math.Max(site.FuseKw, -rest / site.Lines) - Kw, $"step {t} line {line}: {all} kW", wrong);
        }
    }

    private static void Battery(PlanningProblem problem, Plan plan, List<string> wrong)
    {
        if (problem.Battery is not { } battery)
        {
            Expect(plan.BatteryKw.IsEmpty, "no battery", wrong);
            return;
        }

        double kwh = battery.StartKwh;
        for (int t = 0; t < problem.Steps; t++)
        {
            double kw = plan.BatteryKw[t];
            kwh += problem.StepHours * (kw > 0 ? kw : kw / battery.RoundTripEfficiency);
            Expect(Math.Abs(kw) <= battery.PowerKw + Kw, $"battery step {t}: {kw} kW", wrong);
            Expect(kwh >= battery.LeastKwh - Kwh && kwh <= battery.MostKwh + Kwh, $"battery step {t}: {kwh} kWh", wrong);
        }

        Expect(kwh >= battery.EndKwh - Kwh, $"battery ends with {kwh} kWh", wrong);
    }

    /// <summary>Format section 2.4, word for word.</summary>
    private static double[][] Reference(PlanningProblem p)
    {
        double[][] a = [.. p.Sessions.Select(_ => new double[p.Steps])];
        double[] need = [.. p.Sessions.Select(s => Math.Max(0, s.RequiredKwh))];
        double[] dir = [.. p.Sessions.Select((s, i) => Math.Min(s.DirectKwh, need[i]))];
        int[] all = [.. Enumerable.Range(0, need.Length)];
        int[] queue =
        [
            .. all.Where(i => p.Sessions[i].IsHighPriority).OrderBy(i => p.Sessions[i].DepartureStep),
            .. all.Where(i => !p.Sessions[i].IsHighPriority).OrderBy(i => p.Sessions[i].ArrivalStep),
        ];
        double h = p.StepHours;
        int lines = p.Connection.Lines;
        for (int t = 0; t < p.Steps; t++)
        {
            double total = 0;
            double[] ev = new double[lines];
            double r = p.RestKw[t];
            foreach (int s in queue)
            {
                PlanningSession car = p.Sessions[s];
                if (t < car.ArrivalStep || t >= car.DepartureStep || (car.IsHighPriority ? need[s] : dir[s]) <= 1e-9)
                {
                    continue;
                }

                int[] on = car.Line is { } one ? [one] : [0, 1, 2];
                double room = Math.Max(p.ImportLimitKw[t], r) - r - total;
                foreach (int l in on)
                {
                    room = Math.Min(room, on.Length * Math.Min(p.Connection.EvFuseKw - ev[l], Math.Max(p.Connection.FuseKw, r / lines) - (r / lines) - ev[l]));
                }

                if (room + 1e-9 < Math.Min(car.MinChargeKw, need[s] / h))
                {
                    continue;
                }

                double full = Math.Min(room, Math.Min(car.MaxChargeKw, need[s] / h));
                a[s][t] = dir[s] > 1e-9 ? Math.Min(full, Math.Max(dir[s] / h, car.MinChargeKw)) : 0;
                double take = car.IsHighPriority ? full : a[s][t];
                total += take;
                foreach (int l in on)
                {
                    ev[l] += take / on.Length;
                }

                dir[s] -= take * h;
                need[s] -= take * h;
            }
        }

        return a;
    }

    private static void Expect(bool holds, string otherwise, List<string> wrong)
    {
        if (!holds)
        {
            wrong.Add(otherwise);
        }
    }
}
