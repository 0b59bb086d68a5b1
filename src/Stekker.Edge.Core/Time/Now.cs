namespace Stekker.Edge.Core.Time;

/// <summary>The only clock a decision sees.</summary>
/// <param name="Elapsed">Monotonic time; intervals are measured with this and nothing else.</param>
/// <param name="Utc">The wall clock, right or wrong.</param>
/// <param name="UtcTrusted">False after a cold start without time: a router has no battery clock and wakes in the past.</param>
public readonly record struct Now(TimeSpan Elapsed, DateTimeOffset Utc, bool UtcTrusted)
{
    public Stamp Stamp => new(Utc, UtcTrusted, Elapsed);
}
