using System.Globalization;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>
/// Arrivals, lost and repeated frames, restarts and clock jumps against the site's step. SIMULATION_SEED=n replays one seed,
/// SIMULATION_SEEDS=count sets how many are run.
/// </summary>
public sealed class SimulationTests
{
    private const int SeedsByDefault = 1_000;

    [Fact]
    public void Whatever_happens_the_ledger_tells_what_the_chargers_lived()
    {
        if (Number("SIMULATION_SEED") is { } one)
        {
            Simulated.Run(one, traced: int.MaxValue);
            return;
        }

        List<SimulationFailedException> failed = [];
        for (int seed = 1; seed <= (Number("SIMULATION_SEEDS") ?? SeedsByDefault); seed++)
        {
            try
            {
                Simulated.Run(seed);
            }
            catch (SimulationFailedException broken)
            {
                failed.Add(broken);
            }
        }

        Assert.True(failed.Count == 0, $"{failed.FirstOrDefault()?.Message}\n\nSeeds that failed: {string.Join(", ", failed.Select(f => $"{f.Seed} ({f.Rule})"))}");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(2025)]
    public void A_seed_replays_exactly(int seed)
    {
        string first = Simulated.Run(seed, hashing: true).Hash;

        Assert.Equal(first, Simulated.Run(seed, hashing: true).Hash);
        Assert.NotEqual(first, Simulated.Run(seed + 1, hashing: true).Hash);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
