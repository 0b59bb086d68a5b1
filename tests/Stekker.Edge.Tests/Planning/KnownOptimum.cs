namespace Stekker.Edge.Tests.Planning;

/// <summary>A case whose optimum with minimum power was proven by a mixed-integer solver.</summary>
/// <param name="HighKwh">Unmet energy at high priority.</param>
/// <param name="NormalKwh">And at normal priority.</param>
/// <param name="ScaleEur">What a gap is a percentage of: the cost that charging adds to the site's.</param>
internal sealed record KnownOptimum(string Case, double CostEur, double HighKwh, double NormalKwh, double ScaleEur)
{
    /// <summary>Two of every kind, in the folder Cases beside this file.</summary>
    public static readonly KnownOptimum[] All =
    [
        new("bess-101", 128.103, 0, 11.864, 62.82),
        new("bess-107", 77.1976, 15.744, 22.288, 28.072),
        new("congested-102", 109.123, 59.278, 396.481, 24.234),
        new("congested-105", 83.3054, 29.976, 250.789, 35.724),
        new("depot-101", 641.928, 2.97, 0, 495.404),
        new("depot-106", 433.449, 0, 0, 341.204),
        new("imbalance-101", 24.5379, 0, 23.088, 20.927),
        new("imbalance-103", 125.343, 0, 7.773, 66.235),
        new("office-102", 72.4892, 0, 13.82, 35.116),
        new("office-106", 201.667, 52.909, 2.52, 97.401),
        new("public-103", 231.575, 0, 101.885, 161.425),
        new("public-104", 283.97, 78.83, 173.508, 178.112),
        new("residential-101", 109.278, 0, 0, 67.942),
        new("residential-105", 181.163, 0, 0, 112.793),
        new("solar-103", 42.857, 0, 1.32, 51.739),
        new("solar-104", 4.0882, 0, 46.312, 40.472),
        new("tiny-102", 14.7745, 0, 0, 11.664),
        new("tiny-110", 20.4032, 0, 0, 13.409),
        new("v2g-103", 79.587, 0, 0, 29.585),
        new("v2g-105", 67.1931, 0, 0, 24.702),
    ];

    public double GapPercent(double costEur) => 100 * (costEur - CostEur) / ScaleEur;
}
