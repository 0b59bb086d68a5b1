using System.Globalization;

namespace Stekker.Edge.Soak;

/// <param name="Length">Of the part with cars and faults.</param>
/// <param name="Seed">Of all that is chance; how fast machine and daemon are is not in it.</param>
/// <param name="Results">Where the samples and the report are put.</param>
internal sealed record SoakSettings(TimeSpan Length, int Seed, string Results)
{
    public const int Chargers = 20;
    public const int FuseA = 100;

    private const double UsualMinutes = 10;
    private const int UsualSeed = 6;

    /// <summary>As './build.sh soak' sets the environment.</summary>
    public static SoakSettings FromEnvironment()
    {
        double minutes = Number("STEKKER_SOAK_MINUTES") ?? UsualMinutes;
        int seed = (int)(Number("STEKKER_SOAK_SEED") ?? UsualSeed);
        string results = Environment.GetEnvironmentVariable("STEKKER_SOAK_RESULTS") is { Length: > 0 } named ? named : Path.Combine(Path.GetTempPath(), "stekker-edge-soak");
        return new SoakSettings(TimeSpan.FromMinutes(minutes), seed, results);
    }

    private static double? Number(string variable) => Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text
        ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0
            ? value
            : throw new InvalidOperationException($"{variable} is '{text}'; it has to be a number above zero.");
}
