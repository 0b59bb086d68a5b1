using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Loop;

/// <summary>Makes the <see cref="Now"/> that decisions see, out of a <see cref="TimeProvider"/> and a judgement of its wall clock.</summary>
public sealed class SiteClock(TimeProvider time, Func<DateTimeOffset, bool> isTrusted)
{
    /// <summary>Monotonic, from an arbitrary start.</summary>
    public Now Read()
    {
        DateTimeOffset utc = time.GetUtcNow();
        return new Now(time.GetElapsedTime(0), utc, isTrusted(utc));
    }
}
