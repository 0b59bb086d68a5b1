using System.Text.Json;

namespace Stekker.Edge.Bench.Planning;

/// <summary>A public site of 40 cars over two days, by seed: more asked for by day than the connection gives.</summary>
internal static class LargeCase
{
    private const int Steps = 192;
    private const int Cars = 40;

    public static string Of(int seed)
    {
        Random random = new(seed);
        double gtvKw = 50 + (25 * random.Next(4));
        int[] steps = [.. Enumerable.Range(0, Steps)];
        return JsonSerializer.Serialize(new
        {
            format = "planner-case/1",
            caseId = $"large-{seed}",
            time = new { start = "2026-03-11T00:00:00+01:00", stepMinutes = 15, steps = Steps },
            site = new { phases = 3, voltageV = 230, gtvKw, fuseA = Math.Ceiling(gtvKw * 1.15 / 0.69) },
            series = new
            {
                priceEurPerKwh = steps.Select(t => 0.18 + (0.05 * Math.Cos((t - 76) * Math.PI / 48)) + (0.01 * random.NextDouble())),
                baseLoadKw = steps.Select(t => gtvKw * (0.12 + (t % 96 is > 32 and < 70 ? 0.12 : 0) + (0.02 * random.NextDouble()))),
                solarKw = new double[Steps],
            },
            sessions = Enumerable.Range(0, Cars).Select(i => Car(i, random)),
        });
    }

    private static object Car(int number, Random random)
    {
        int arrival = (number % 2 * 96) + random.Next(28, 76);
        bool isOnePhase = random.Next(4) == 0;
        return new
        {
            id = $"car{number}",
            arrivalStep = arrival,
            departureStep = Math.Min(Steps, arrival + random.Next(6, 60)),
            batteryKwh = isOnePhase ? 14 : random.Next(40, 100),
            startSocFraction = random.Next(10, 75) / 100.0,
            minChargeKw = isOnePhase ? 1.38 : 4.14,
            maxChargeKw = isOnePhase ? 3.68 : 11.04,
            phases = isOnePhase ? 1 : 3,
            line = (number % 3) + 1,
            priority = number % 7 == 0 ? "high" : "normal",
        };
    }
}
