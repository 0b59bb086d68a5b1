using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Forecasting;
using Stekker.Edge.Core.Planning;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>The site as a planning problem: from the running PTU to the last departure, at least a day.</summary>
public static class PlanRequests
{
    private const int LeastPtus = 96;

    /// <summary>Two days: nobody knows prices further ahead.</summary>
    private const int MostPtus = 192;

    private const double PtuHours = 0.25;

    /// <returns>Null where there is nothing to plan: no car, or nothing known of prices.</returns>
    public static PlanRequest? Of(SiteState state, ImmutableArray<CarNeed> needs, long number, DateTimeOffset from)
    {
        ImmutableArray<CarNeed> cars = needs.RemoveAll(n => n.Most < n.Least);
        if (cars.IsEmpty)
        {
            return null;
        }

        int ptus = HorizonOf(cars, from);
        if (Prices(state, from, ptus) is not { } prices)
        {
            return null;
        }

        SiteForecast forecast = SiteForecast.Of(state, from, ptus);
        double[] rest = new double[ptus];
        for (int t = 0; t < ptus; t++)
        {
            rest[t] = forecast.BuildingKw[t] - forecast.SolarKw[t];
        }

        return new PlanRequest(
            number,
            from,
            new PlanningProblem(PtuHours, prices.Import, prices.Export, [.. rest], ImportLimits(state, from, ptus), Connection(state), [.. cars.Select(c => SessionOf(c, from, ptus))]),
            cars,
            state.Schedule.Plan);
    }

    private static int HorizonOf(ImmutableArray<CarNeed> cars, DateTimeOffset from)
    {
        int last = LeastPtus;
        foreach (CarNeed car in cars)
        {
            last = Math.Max(last, (int)Math.Min(MostPtus, Math.Ceiling((car.Departure - from) / Ptu.Length)));
        }

        return last;
    }

    /// <summary>A quarter without any price is taken at the mean of the others; null where none has one.</summary>
    private static (ImmutableArray<double> Import, ImmutableArray<double> Export)? Prices(SiteState state, DateTimeOffset from, int ptus)
    {
        double[] import = new double[ptus];
        double[] export = new double[ptus];
        double importSum = 0;
        double exportSum = 0;
        int known = 0;
        for (int t = 0; t < ptus; t++)
        {
            if (Pricing.At(state.Configuration, state.Prices, from + (t * Ptu.Length)) is not { } price)
            {
                import[t] = double.NaN;
                continue;
            }

            import[t] = (double)(price.ImportEurPerKwh + price.ImbalanceEurPerKwh);
            export[t] = (double)(Math.Min(price.FeedInEurPerKwh, price.ImportEurPerKwh) + price.ImbalanceEurPerKwh);
            importSum += import[t];
            exportSum += export[t];
            known++;
        }

        if (known == 0)
        {
            return null;
        }

        for (int t = 0; t < ptus; t++)
        {
            (import[t], export[t]) = double.IsNaN(import[t]) ? (importSum / known, exportSum / known) : (import[t], export[t]);
        }

        return ([.. import], [.. export]);
    }

    /// <summary>The contracted capacity, and in each PTU the least of the grid's signals.</summary>
    private static ImmutableArray<double> ImportLimits(SiteState state, DateTimeOffset from, int ptus)
    {
        double[] limits = new double[ptus];
        Array.Fill(limits, Kw(state.Configuration.Grid.Gtv) ?? double.PositiveInfinity);
        foreach (LimitWindow window in state.Steering.Windows)
        {
            int first = Math.Max(0, (int)Math.Floor((window.From - from) / Ptu.Length));
            double end = Math.Min(ptus, Math.Ceiling((window.Until - from) / Ptu.Length));
            for (int t = first; t < end; t++)
            {
                limits[t] = Math.Min(limits[t], window.Cap.Value / 1000.0);
            }
        }

        return [.. limits];
    }

    private static SiteConnection Connection(SiteState state)
    {
        GridSettings grid = state.Configuration.Grid;
        double perAmpere = (double)grid.Voltage.Value / 1000;
        double fuseKw = (double)grid.Fuse.Value * perAmpere;
        double feederKw = CommonFeeder(state.Configuration) is { } feeder ? Math.Min(fuseKw, (double)feeder.Value * perAmpere) : fuseKw;
        return new SiteConnection(grid.Phases, fuseKw, feederKw, Kw(grid.GtvExport) ?? double.PositiveInfinity);
    }

    /// <summary>The fuse all chargers hang behind, where there is one; the balancer sees to those of a part of them.</summary>
    private static Amperes? CommonFeeder(SiteConfiguration site)
    {
        string? common = null;
        foreach (ChargePointSettings chargePoint in site.ChargePoints)
        {
            string? group = RootOf(site, chargePoint.Group);
            if (group is null || (common is not null && common != group))
            {
                return null;
            }

            common = group;
        }

        return common is null ? null : site.Group(common)?.Fuse;
    }

    private static string? RootOf(SiteConfiguration site, string? group)
    {
        while (group is not null && site.Group(group)?.Parent is { } parent)
        {
            group = parent;
        }

        return group;
    }

    private static PlanningSession SessionOf(CarNeed car, DateTimeOffset from, int ptus)
    {
        int departure = (int)Math.Clamp(Math.Floor((car.Departure - from) / Ptu.Length), 1, ptus);
        return new PlanningSession(
            $"{car.SessionId}",
            0,
            car.AtOnce ? ptus : departure,
            car.Missing.Value / 1000.0,
            (car.AtOnce ? car.Missing : car.DirectLeft).Value / 1000.0,
            car.Least.Value / 1000.0,
            car.Most.Value / 1000.0,
            car.Line,
            car.Priority == CardPriority.High);
    }

    private static double? Kw(Watts? power) => power?.Value / 1000.0;
}
