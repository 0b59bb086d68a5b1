namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>The only chance in a simulated run: same seed, same run.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => random.Next(least, most + 1);

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
