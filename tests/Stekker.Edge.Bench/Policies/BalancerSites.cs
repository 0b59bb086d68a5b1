using System.Globalization;
using Stekker.Edge.Core.Tests.Balancing.Simulation;

namespace Stekker.Edge.Bench.Policies;

/// <summary>The balancer against simple policies, on the same simulated sites with the same cars, buildings and faults.</summary>
internal static class BalancerSites
{
    private const int SecondsEach = 3600;

    public static SimOutcome[] Measure(int seeds)
    {
        SimOutcome[] outcomes = SimComparison.Run(seeds, SecondsEach);
        SimOutcome ours = outcomes.Single(o => o.Policy == SimPolicy.Ours);
        Console.WriteLine($"the balancer alone: {seeds} sites of {SecondsEach} s, seeds 1 to {seeds}\n");
        Console.WriteLine($"{"policy",-26} {"kWh",9} {"ours/this",10} {"headroom",9} {"ours/this",10} {"s above a fuse",15} {"PTUs above",11}");
        foreach (SimOutcome o in outcomes)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{o.Policy,-26} {o.DeliveredKwh,9:F1} {ours.DeliveredKwh / o.DeliveredKwh,10:F2} {o.HeadroomUsed,9:P1} {ours.HeadroomUsed / o.HeadroomUsed,10:F2} "
                    + $"{o.SecondsAbove,15} {o.PtusAbove,11}"));
        }

        return outcomes;
    }
}
