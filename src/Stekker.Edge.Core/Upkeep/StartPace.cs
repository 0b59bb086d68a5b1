namespace Stekker.Edge.Core.Upkeep;

/// <summary>
/// How long a start waits after others that soon ended. Whoever starts the program again does so in seconds, for ever; a program that dies
/// at each start would wear flash, fill logs and set all chargers back to their fallback limits each time.
/// </summary>
public static class StartPace
{
    /// <summary>A run of this length was none that soon ended.</summary>
    public static readonly TimeSpan Healthy = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const int FreeTries = 3;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <param name="shortRuns">Runs before this one, in a row, that ended soon and not because somebody stopped them.</param>
    public static TimeSpan WaitAfter(int shortRuns)
    {
        if (shortRuns < FreeTries)
        {
            return TimeSpan.Zero;
        }

        double seconds = First.TotalSeconds * Math.Pow(2, Math.Min(shortRuns - FreeTries, 16));
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
