namespace Stekker.Edge.Cloud;

/// <summary>
/// How long to wait before dialling again. Drawn by lot, so that a thousand boxes behind one broker do not come back in the same second;
/// doubled at each failure up to five minutes, so that a broker that is down is not hammered.
/// </summary>
/// <param name="chance">0 to 1, anew at each call.</param>
public sealed class ReconnectPace(TimeSpan within, Func<double> chance)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    private int failures;

    /// <summary>After a line that stood was lost: the broker went, and all boxes with it.</summary>
    public TimeSpan AfterLoss()
    {
        failures = 0;
        return within * chance();
    }

    /// <summary>After a line that never stood.</summary>
    public TimeSpan AfterFailure()
    {
        double doubled = First.TotalSeconds * Math.Pow(2, Math.Min(failures, 12));
        failures++;
        double longest = Math.Min(Math.Max(doubled, within.TotalSeconds / 8), Most.TotalSeconds);

        // Never at once, and never all together.
        return TimeSpan.FromSeconds((longest / 2) + (longest / 2 * chance()));
    }
}
