using System.Globalization;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Twin.Reporting;

namespace Stekker.Edge.Cli.Twin;

/// <summary>The report for reading.</summary>
internal static class TwinText
{
    public static string Of(TwinReport report)
    {
        List<string> parts = [Headline(report), Figures(report), Excused(report), Rungs(report)];
        if (report.Cost is { } cost)
        {
            parts.Insert(2, Costs(cost));
        }

        if (report.Violations > 0)
        {
            parts.Add(string.Join('\n', report.ViolationsInWords.Take(20).Prepend($"Broken, {report.Violations} times:")));
        }

        return string.Join("\n\n", parts);
    }

    private static string Headline(TwinReport report) => Invariant(
        $"{report.Scenario}, seed {report.Seed}, {report.Days:0.##} days, {report.Policy}: {(report.Holds ? "all invariants hold" : "BROKEN")}");

    private static string Figures(TwinReport report)
    {
        EnergyReport energy = report.Energy;
        GridReport grid = report.Grid;
        Table table = new("what", "figure");
        table.Add("energy to cars", Invariant($"{energy.DeliveredKwh:0} kWh in {energy.Sessions} sessions of {energy.Visits} visits"));
        table.Add("ledger / meters", Invariant($"{energy.LedgerKwh:0.0} / {energy.MeterKwh:0.0} kWh"));
        table.Add("unmet need", Invariant($"{energy.UnmetKwh:0} of {energy.NeededKwh:0} kWh, {energy.VisitsUnmet} visits"));
        table.Add("highest phase", Invariant($"{grid.PeakA:0.0} A (for a moment; fuse {grid.FuseA:0.#} A)"));
        table.Add("highest PTU", Invariant($"{grid.PeakPtuW / 1000.0:0.0} kW of {grid.LimitW / 1000.0:0.0} kW; {grid.PtusNearLimit} of {grid.Ptus} above 95 %"));
        table.Add("headroom used", Invariant($"{grid.HeadroomUsed:P0} while a car could have taken more"));
        table.Add("profiles written", Invariant($"{report.Writes.PerChargerAndDay:0.0} per charger and day, at most {report.Writes.MostOnOneDay}"));
        table.Add("speed", Invariant($"{report.Speed.SimulatedS / 3600:0.0} h in {report.Speed.WallS:0.0} s: {report.Speed.Ratio:0} times real time"));
        return table.ToString();
    }

    private static string Costs(CostReport cost)
    {
        Table table = new("what it cost", "figure");
        table.Add("planning", Words(cost.Planning));
        table.Add("charging", Invariant($"EUR {cost.ChargingEur:0.00}, {cost.CtPerKwh:0.0} ct/kWh, {cost.SunKwh:0} kWh of own sun"));
        table.Add("at best", Invariant($"EUR {cost.BestEur:0.00} with all known beforehand; EUR {cost.BestWithoutDirectEur:0.00} without a direct phase"));
        table.Add("deadlines met", Invariant($"{cost.DeadlinesMet} of {cost.Visits} visits"));
        table.Add("plans made", Invariant($"{cost.PlansMade}"));
        return table.ToString();
    }

    private static string Excused(TwinReport report)
    {
        Table table = new Table("exceeded with excuse", "fuse", "PTU").RightAligned(1, 2);
        foreach (ExcusedEvents excused in report.Excused)
        {
            table.Add(Words(excused.Reason), Invariant($"{excused.Fuse}"), Invariant($"{excused.Ptu}"));
        }

        return table.ToString();
    }

    private static string Rungs(TwinReport report)
    {
        Table table = new Table("rung of the fail-safe ladder", "times", "while charging").RightAligned(1, 2);
        foreach (RungReport rung in report.Rungs)
        {
            table.Add(Words(rung.Rung), Invariant($"{rung.Times}"), Invariant($"{rung.WhileCharging}"));
        }

        return table.ToString();
    }

    private static string Words(string camel) => string.Concat(camel.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
