using System.Collections.Immutable;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Market;

/// <summary>
/// Day-ahead prices that look like the Dutch ones of 2025: about 9 cents on average, dearest in the evening, cheap at night, and around noon
/// so much the cheaper as the sun stands higher, below zero on bright spring and summer days. Synthetic: each day comes from the seed alone.
/// </summary>
public static class DayAhead
{
    private const double MeanEurPerKwh = 0.087;

    /// <summary>Added to the mean by hour, without the sun's share.</summary>
    private static ReadOnlySpan<double> Shape =>
    [
        -0.012, -0.016, -0.018, -0.019, -0.016, -0.006, 0.014, 0.030, 0.026, 0.010, 0.002, 0.000,
        0.000, 0.000, 0.004, 0.012, 0.026, 0.050, 0.064, 0.062, 0.040, 0.022, 0.008, -0.004,
    ];

    /// <param name="day">Its local midnight.</param>
    public static ImmutableArray<PtuSpot> Of(ulong seed, DateTimeOffset day)
    {
        Dice dice = new Dice(seed).For($"prices {day.UtcDateTime:yyyy-MM-dd}");
        double summer = (1 - Math.Cos(2 * Math.PI * (day.DayOfYear + 10) / 365)) / 2;
        double level = MeanEurPerKwh * (1.15 - (0.3 * summer)) * Math.Exp(0.22 * dice.Bell());
        double bright = Math.Clamp(0.55 + (0.35 * dice.Bell()), 0, 1.2);
        double spread = Math.Exp(0.2 * dice.Bell());
        PtuSpot[] prices = new PtuSpot[96];
        for (int t = 0; t < prices.Length; t++)
        {
            double hour = (t + 0.5) / 4;
            double sun = Math.Max(0, Math.Cos((hour - 13.25) / (4.2 + (2.2 * summer)) * Math.PI / 2));
            double price = level + (Shape[t / 4] * spread) - (sun * bright * (0.03 + (0.09 * summer))) + (0.003 * dice.Bell());
            prices[t] = new PtuSpot(day.ToUniversalTime() + (t * Ptu.Length), Math.Round((decimal)price, 5));
        }

        return [.. prices];
    }
}
