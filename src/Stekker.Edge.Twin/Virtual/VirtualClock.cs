using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>The edge machine's own idea of time: a monotonic clock that begins again at each power cut, and a wall clock that may be wrong.</summary>
internal sealed class VirtualClock(DateTimeOffset start)
{
    /// <summary>How long the machine had been up when the world began.</summary>
    private TimeSpan upBefore = TimeSpan.FromMinutes(5);

    private TimeSpan error;

    public bool Trusted { get; private set; } = true;

    public DateTimeOffset TrueUtc(TimeSpan at) => start + at;

    public Now At(TimeSpan at) => new(at + upBefore, start + at + error, Trusted);

    /// <summary>The world's time of a moment the machine measured.</summary>
    public TimeSpan Elapsed(TimeSpan at) => at + upBefore;

    /// <summary>A router has no battery clock: after a power cut it wakes in the past, and knows that it does not know.</summary>
    public void WakesInThePast(TimeSpan at, TimeSpan by)
    {
        upBefore = TimeSpan.FromSeconds(12) - at;
        (error, Trusted) = (-by, false);
    }

    /// <summary>The network told the time.</summary>
    public void IsSet() => (error, Trusted) = (TimeSpan.Zero, true);
}
