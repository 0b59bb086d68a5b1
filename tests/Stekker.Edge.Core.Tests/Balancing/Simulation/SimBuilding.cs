namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>Loads that come and go on each phase, noise, and sun on the roof. In deciamperes; never above <see cref="MostDeciA"/>.</summary>
internal sealed class SimBuilding(Random random, int phases, int mostDeciA, int sunDeciA)
{
    private readonly int[] steady = [.. Enumerable.Range(0, 3).Select(_ => random.Next(mostDeciA / 2))];
    private readonly int[] load = new int[3];
    private readonly int noise = random.Next(1, 15);
    private int cloud = 100;

    public int MostDeciA => mostDeciA;

    public int this[int phase] => load[phase];

    public void Step(int second)
    {
        cloud = random.Next(60) == 0 ? random.Next(10, 101) : cloud;
        int sun = sunDeciA * cloud / 100 * Math.Clamp(second, 0, 600) / 600;
        for (int p = 0; p < phases; p++)
        {
            if (random.Next(150) == 0)
            {
                steady[p] = random.Next(mostDeciA);
            }

            load[p] = Math.Min(mostDeciA, steady[p] + random.Next(-noise, noise + 1)) - sun;
        }
    }
}
