using System.Collections.Immutable;
using Stekker.Edge.Core.Planning;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Market;

/// <summary>
/// What charging would have cost at best, everything known beforehand: the same visits, each with the energy it took, planned day by day with
/// the true prices, building and sun. A day runs from noon where cars stay overnight, from midnight elsewhere; a visit belongs to the day it
/// begins in and ends with it at the latest.
/// </summary>
internal static class Hindsight
{
    /// <param name="direct">With the direct phase that the site's policy asks for; without it is the cheapest there is.</param>
    /// <returns>EUR.</returns>
    public static double CostEur(Scenario scenario, IReadOnlyList<Visit> visits, Truth truth, CostBook prices, bool direct)
    {
        double sum = 0;
        DateTimeOffset begin = scenario.World.Start.ToUniversalTime();
        TimeSpan dayBegins = (scenario.World.Kind is SiteKind.Garage or SiteKind.Depot ? TimeSpan.FromHours(12) : TimeSpan.Zero) - scenario.World.UtcOffset;
        foreach (IGrouping<DateTimeOffset, Visit> day in visits.Where(v => v.TakenWh > 1).GroupBy(v => DayOf(begin + v.Arrived, dayBegins)))
        {
            PlanningProblem problem = Problem(scenario, day, begin, day.Key, truth, prices, direct);
            sum += Planner.Plan(problem).CostEur - SiteCost.Of(problem, problem.RestKw.AsSpan());
        }

        return sum;
    }

    private static DateTimeOffset DayOf(DateTimeOffset at, TimeSpan dayBegins)
    {
        DateTimeOffset shifted = at - dayBegins;
        return new DateTimeOffset(shifted.UtcDateTime.Date, TimeSpan.Zero) + dayBegins;
    }

    private static PlanningProblem Problem(
        Scenario scenario, IEnumerable<Visit> visits, DateTimeOffset begin, DateTimeOffset day, Truth truth, CostBook prices, bool direct)
    {
        const int Steps = 96;
        double[] import = new double[Steps];
        double[] export = new double[Steps];
        double[] rest = new double[Steps];
        double[] limit = new double[Steps];
        for (int t = 0; t < Steps; t++)
        {
            DateTimeOffset ptu = day + (t * Ptu.Length);
            PtuPrice price = prices.PriceOf(ptu);
            import[t] = (double)price.ImportEurPerKwh;
            export[t] = (double)price.FeedInEurPerKwh;
            rest[t] = truth.BuildingKw(ptu) - truth.SolarKw(ptu);
            limit[t] = scenario.Site.Grid.ImportLimit.Value / 1000.0;
        }

        double fuseKw = (double)(scenario.Site.Grid.Fuse.Value * scenario.Site.Grid.Voltage.Value) / 1000;
        return new PlanningProblem(
            0.25,
            [.. import],
            [.. export],
            [.. rest],
            [.. limit],
            new SiteConnection(scenario.World.GridPhases, fuseKw, fuseKw),
            [.. visits.Select((v, i) => Session(scenario, v, i, begin, day, Steps, direct)).OfType<PlanningSession>()]);
    }

    /// <summary>A car on two phases is planned as one on three with the same power: the format knows no two.</summary>
    private static PlanningSession? Session(Scenario scenario, Visit visit, int number, DateTimeOffset begin, DateTimeOffset day, int steps, bool direct)
    {
        EvseSettings evse = scenario.World.Evses[visit.EvseIndex];
        CarSettings car = visit.Driver.Car;
        int phases = Math.Min(Math.Min(car.Phases, evse.Phases), scenario.World.GridPhases);
        double perAmpere = scenario.World.VoltageV * phases / 1000;
        double mostKw = Math.Min(car.MaxA, evse.MaxA) * perAmpere;
        double fromStep = (begin + visit.Arrived - day) / Ptu.Length;
        double toStep = Math.Min(steps, (begin + (visit.Left ?? visit.Leaves) - day) / Ptu.Length);

        // Its quarters begin and end in the middle of the site's: rounded outwards, and held to the energy it took.
        int arrival = Math.Clamp((int)Math.Floor(fromStep), 0, steps - 1);
        int departure = Math.Clamp((int)Math.Ceiling(toStep), arrival + 1, steps);
        double kwh = Math.Min(visit.TakenWh / 1000, mostKw * (departure - arrival) * 0.25);
        double directKwh = direct ? Math.Min(kwh, car.Battery.Value * scenario.Site.Preferences.Direct.Permille / 1e6) : 0;
        return new PlanningSession($"{number}", arrival, departure, kwh, directKwh, 6 * perAmpere, mostKw, phases == 1 ? evse.Rotation % 3 : null);
    }
}
