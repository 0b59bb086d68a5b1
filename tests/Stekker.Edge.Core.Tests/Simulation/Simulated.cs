namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>One run of one seed.</summary>
internal static class Simulated
{
    public const int StepsOfARun = 250;

    public static Trace Run(int seed, Sabotage? sabotage = null, bool hashing = false, int traced = Trace.Short)
    {
        World world = new(seed, sabotage, hashing, traced);
        try
        {
            world.Live(StepsOfARun);
            Reckoning.Of(world);
            return world.Trace;
        }
        catch (Exception broken) when (broken is not SimulationFailedException)
        {
            throw new SimulationFailedException(seed, world.Trace, broken);
        }
    }
}

internal sealed class SimulationFailedException(int seed, Trace trace, Exception broken) : Exception(
    $"Seed {seed} failed at step {trace.Steps}. Replay it alone with SIMULATION_SEED={seed}.\n{broken.Message}\n\nThe last that happened:\n{trace}", broken)
{
    public int Seed { get; } = seed;

    public string Rule { get; } = (broken as InvariantTrippedException)?.Rule ?? broken.GetType().Name;
}
