using System.Globalization;
using Stekker.Edge.Core.Tests.Balancing.Simulation;

namespace Stekker.Edge.Bench;

/// <summary>The balancer against simple policies, on the same simulated sites with the same cars, buildings and faults.</summary>
internal static class BalancingComparison
{
    private const int SecondsEach = 3600;

    public static int Print(string[] arguments)
    {
        int seeds = 500;
        if (arguments.Length > 1 || (arguments.Length == 1 && (!int.TryParse(arguments[0], CultureInfo.InvariantCulture, out seeds) || seeds < 1)))
        {
            Console.Error.WriteLine(Options.Usage);
            return 2;
        }

        SimOutcome[] outcomes = SimComparison.Run(seeds, SecondsEach);
        SimOutcome ours = outcomes.Single(o => o.Policy == SimPolicy.Ours);
        Console.WriteLine($"{seeds} sites of {SecondsEach} s, seeds 1 to {seeds}");
        foreach (SimOutcome o in outcomes)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{o.Policy,-26} {o.DeliveredKwh,9:F1} kWh (ours / this {ours.DeliveredKwh / o.DeliveredKwh:F2})  "
                    + $"PTU headroom used {o.HeadroomUsed:P1} (ours / this {ours.HeadroomUsed / o.HeadroomUsed:F2})  "
                    + $"above a fuse {o.SecondsAbove} s, PTUs above the limit {o.PtusAbove}"));
        }

        return 0;
    }
}
