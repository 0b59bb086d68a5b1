namespace Stekker.Edge.Twin.Sockets;

/// <summary>Sees as the fuse itself does, without any meter: how long a phase carried more than it may.</summary>
/// <param name="fuseA">Per phase.</param>
public sealed class FuseWatch(double fuseA)
{
    /// <summary>Less than this above is beyond what any meter of the site could tell.</summary>
    private const double UnseenA = 0.1;

    private readonly TimeSpan[] overFor = new TimeSpan[3];

    /// <summary>The longest any phase was above its fuse without a break.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>0 is L1.</summary>
    public int LongestPhase { get; private set; }

    public double HighestA { get; private set; }

    public void See(int phase, double currentA, TimeSpan during)
    {
        HighestA = Math.Max(HighestA, currentA);
        overFor[phase] = currentA > fuseA + UnseenA ? overFor[phase] + during : TimeSpan.Zero;
        if (overFor[phase] > Longest)
        {
            (Longest, LongestPhase) = (overFor[phase], phase);
        }
    }
}
