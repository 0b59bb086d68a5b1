using System.Globalization;
using Stekker.Edge.Core.Planning;
using Stekker.Edge.Planning;

namespace Stekker.Edge.Cli.Planning;

/// <summary>Why each car charges when it does, in the words of whoever runs the site.</summary>
internal sealed class PlanExplanation
{
    /// <summary>Powers below this are the arithmetic's noise.</summary>
    private const double Nothing = 0.005;

    private readonly PlanningCase planned;
    private readonly Plan plan;
    private readonly PlanningProblem problem;

    private PlanExplanation(PlanningCase planned, Plan plan)
    {
        this.planned = planned;
        this.plan = plan;
        problem = planned.Problem;
    }

    public static IEnumerable<string> Lines(PlanningCase planned, Plan plan)
    {
        PlanExplanation explanation = new(planned, plan);
        yield return string.Create(CultureInfo.InvariantCulture, $"{planned.CaseId}: {plan.CostEur:0.00} EUR for the whole site");
        for (int s = 0; s < plan.Sessions.Length; s++)
        {
            foreach (string line in explanation.Session(planned.Problem.Sessions[s], plan.Sessions[s]))
            {
                yield return line;
            }
        }

        if (!plan.BatteryKw.IsEmpty)
        {
            yield return explanation.Battery();
        }
    }

    private IEnumerable<string> Session(PlanningSession car, PlannedSession session)
    {
        string priority = car.IsHighPriority ? ", high priority" : "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{session.Id}{priority}: there {Clock(car.ArrivalStep)}-{Clock(car.DepartureStep)}, needs {car.NeedKwh:0.0} kWh");
        if (car.NeedKwh <= 0 && car.VehicleToGrid is null)
        {
            yield return "  does not charge: it has what it wants";
            yield break;
        }

        double directLeftKwh = Math.Min(car.DirectKwh, car.NeedKwh);
        for (int t = car.ArrivalStep; t < car.DepartureStep;)
        {
            int end = t + 1;
            if (Math.Abs(session.PowerKw[t]) < Nothing)
            {
                t = end;
                continue;
            }

            bool isDirect = directLeftKwh > 0.01 && session.PowerKw[t] > 0;
            double energyKwh = Energy(session.PowerKw[t]);
            directLeftKwh -= Math.Max(0, energyKwh);
            while (end < car.DepartureStep && Math.Abs(session.PowerKw[end]) >= Nothing && session.PowerKw[end] > 0 == session.PowerKw[t] > 0
                && (directLeftKwh > 0.01 && session.PowerKw[end] > 0) == isDirect)
            {
                energyKwh += Energy(session.PowerKw[end]);
                directLeftKwh -= Math.Max(0, Energy(session.PowerKw[end]));
                end++;
            }

            yield return $"  {Clock(t)}-{Clock(end)} {Text(Math.Abs(energyKwh), "0.0")} kWh {Why(car, session, t, end, isDirect)}";
            t = end;
        }

        if (session.UnmetKwh > 0.01)
        {
            yield return $"  leaves {Text(session.UnmetKwh, "0.0")} kWh short of its target: {WhyShort(car, session)}";
        }
    }

    private string Why(PlanningSession car, PlannedSession session, int from, int end, bool isDirect)
    {
        if (session.PowerKw[from] < 0)
        {
            return $"given back: a kWh is worth {Prices(from, end)} EUR then, more than charging it again costs";
        }

        if (isDirect)
        {
            return $"at once, whatever the price (direct phase); {Prices(from, end)} EUR/kWh";
        }

        int sunny = 0;
        int dearer = 0;
        int cheaperFull = 0;
        double dearest = double.NegativeInfinity;
        for (int t = from; t < end; t++)
        {
            sunny += problem.RestKw[t] < -Nothing ? 1 : 0;
            dearest = Math.Max(dearest, MarginalEur(t));
        }

        int stay = 0;
        for (int t = car.ArrivalStep; t < car.DepartureStep; t++)
        {
            stay++;
            dearer += MarginalEur(t) > dearest ? 1 : 0;
            cheaperFull += MarginalEur(t) < dearest && session.PowerKw[t] < Nothing && IsFull(t, car) ? 1 : 0;
        }

        string sun = sunny == end - from ? "on own sun, which would earn less" : sunny > 0 ? "partly on own sun" : "from the grid";
        string full = cheaperFull > 0 ? $"; {cheaperFull} cheaper steps have no capacity left" : "";
        return $"{sun} at {Prices(from, end)} EUR/kWh: cheaper than {dearer} of the {stay} steps of its stay{full}";
    }

    private string WhyShort(PlanningSession car, PlannedSession session)
    {
        int full = 0;
        int atMost = 0;
        for (int t = car.ArrivalStep; t < car.DepartureStep; t++)
        {
            bool isAtMost = session.PowerKw[t] > car.MaxChargeKw - Nothing;
            atMost += isAtMost ? 1 : 0;
            full += !isAtMost && IsFull(t, car) ? 1 : 0;
        }

        int stay = car.DepartureStep - car.ArrivalStep;
        return atMost == stay ? "its stay is too short, even at full power" : $"in {full} of {stay} steps the connection has nothing left for it";
    }

    private string Battery()
    {
        double inKwh = 0;
        double outKwh = 0;
        foreach (double kw in plan.BatteryKw)
        {
            inKwh += Math.Max(0, Energy(kw));
            outKwh += Math.Max(0, -Energy(kw));
        }

        return $"battery: takes {Text(inKwh, "0.0")} kWh where energy is cheap, gives {Text(outKwh, "0.0")} kWh where it is dear or capacity is short";
    }

    /// <summary>No room for the car's least power: the connection's cap, or one of its lines.</summary>
    private bool IsFull(int step, PlanningSession car)
    {
        double capKw = Math.Max(problem.ImportLimitKw[step], problem.RestKw[step]);
        if (capKw - plan.GridKw[step] < Nothing)
        {
            return true;
        }

        SiteConnection site = problem.Connection;
        double share = problem.RestKw[step] / site.Lines;
        double batteryShare = plan.BatteryKw.IsEmpty ? 0 : plan.BatteryKw[step] / site.Lines;
        for (int l = 0; l < site.Lines; l++)
        {
            if (car.Line is { } own && own != l)
            {
                continue;
            }

            double evKw = 0;
            for (int s = 0; s < plan.Sessions.Length; s++)
            {
                int? line = problem.Sessions[s].Line;
                evKw += line is null ? plan.Sessions[s].PowerKw[step] / site.Lines : line == l ? plan.Sessions[s].PowerKw[step] : 0;
            }

            if (evKw > site.EvFuseKw - Nothing || share + batteryShare + evKw > Math.Max(site.FuseKw, share) - Nothing)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a kWh of this step costs before anybody charges: the feed-in forgone where there is sun to spare.</summary>
    private double MarginalEur(int step) => problem.RestKw[step] < -Nothing ? problem.ExportEurPerKwh[step] : problem.ImportEurPerKwh[step];

    private double Energy(double kw) => kw * problem.StepHours;

    private string Prices(int from, int end)
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        for (int t = from; t < end; t++)
        {
            least = Math.Min(least, MarginalEur(t));
            most = Math.Max(most, MarginalEur(t));
        }

        return most - least < 0.0005 ? Text(least, "0.000") : $"{Text(least, "0.000")} to {Text(most, "0.000")}";
    }

    private string Clock(int step) => planned.At(step).ToString("ddd HH:mm", CultureInfo.InvariantCulture);

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
