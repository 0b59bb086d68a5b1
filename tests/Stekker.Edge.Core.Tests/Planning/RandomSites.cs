using Stekker.Edge.Core.Planning;
using Stekker.Edge.Core.Tests.Simulation;

namespace Stekker.Edge.Core.Tests.Planning;

/// <summary>Sites by seed: every limit may bind, prices may be negative, cars may ask for more than there is.</summary>
internal static class RandomSites
{
    public static PlanningProblem Of(int seed)
    {
        Dice dice = new(seed);
        int steps = dice.Between(8, 40);
        double Part(double of) => of * dice.Between(0, 1000) / 1000;
        double gtvKw = 15 + Part(60);
        double[] buy = [.. Enumerable.Range(0, steps).Select(_ => Part(0.4) - 0.05)];
        PlanningSession[] cars = [.. Enumerable.Range(0, dice.Between(1, 10)).Select(i => Car(i, steps, dice))];
        return new(
            0.25,
            [.. buy],
            [.. buy.Select(p => p - Part(0.15))],
            [.. Enumerable.Range(0, steps).Select(_ => Part(gtvKw) - (dice.Chance(0.4) ? Part(50) : 0))],
            [.. Enumerable.Range(0, steps).Select(_ => dice.Chance(0.2) ? Part(gtvKw) : gtvKw)],
            new(3, (gtvKw / 3) + Part(10), (gtvKw / 3) + Part(10), dice.Chance(0.5) ? double.PositiveInfinity : Part(40)),
            [.. cars],
            dice.Chance(0.4) ? new PlanningBattery(5 + Part(20), 0.8 + Part(0.2), 10, 2, 20, dice.Chance(0.5) ? 10 : 5) : null);
    }

    private static PlanningSession Car(int number, int steps, Dice dice)
    {
        bool isOnOneLine = dice.Chance(0.4);
        int arrival = dice.Between(0, steps - 2);
        double phases = isOnOneLine ? 1 : 3;
        return new(
            $"car{number}",
            arrival,
            dice.Between(arrival + 1, steps),
            dice.Between(-5, 40),
            dice.Between(0, 6),
            1.38 * phases,
            3.68 * phases,
            isOnOneLine ? dice.Between(0, 2) : null,
            dice.Chance(0.2),
            dice.Chance(0.2) ? new VehicleToGrid(dice.Between(1, 10), 0.8 + (0.02 * dice.Between(0, 10)), dice.Between(0, 20)) : null);
    }
}
