using Stekker.Edge.Twin.Market;
using Stekker.Edge.Twin.Virtual;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Reporting;

/// <summary>What charging cost, beside what it would have cost at best.</summary>
/// <param name="ChargingEur">The site's bill less the bill it would have had without cars.</param>
/// <param name="CtPerKwh">Of what cars took.</param>
/// <param name="BestEur">The same energy for the same visits, everything known beforehand, with the direct phase.</param>
/// <param name="BestWithoutDirectEur">The same without it.</param>
/// <param name="SunKwh">Own sun in cars.</param>
/// <param name="DeadlinesMet">Visits whose car left with nine tenths of what it needed, or of what could be had.</param>
public sealed record CostReport(
    string Planning, double ChargingEur, double CtPerKwh, double BestEur, double BestWithoutDirectEur, double SunKwh, int DeadlinesMet, int Visits, long PlansMade)
{
    /// <summary>Null for a scenario without prices.</summary>
    internal static CostReport? Of(VirtualSite site, EnergyReport energy)
    {
        if (site.Costs is not { } costs || site.Truth is not { } truth)
        {
            return null;
        }

        costs.Close();

        // Whom the end of the story sent away did not leave at a time of their own.
        Visit[] visits = [.. site.Visits.Where(v => v.Left >= v.Leaves)];
        return new CostReport(
            site.PlansByPrice ? site.Foresight.ToString().ToLowerInvariant() : "atOnce",
            Math.Round(costs.ChargingEur, 2),
            Math.Round(100 * costs.ChargingEur / Math.Max(1, energy.DeliveredKwh), 2),
            Math.Round(Hindsight.CostEur(site.Scenario, site.Visits, truth, costs, direct: true), 2),
            Math.Round(Hindsight.CostEur(site.Scenario, site.Visits, truth, costs, direct: false), 2),
            Math.Round(costs.SunKwh, 1),
            visits.Count(v => v.UnmetWh <= Math.Min(v.NeedWh, v.PossibleWh) / 10),
            visits.Length,
            site.PlansMade);
    }
}
