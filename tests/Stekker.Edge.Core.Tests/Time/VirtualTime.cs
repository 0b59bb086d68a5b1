using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Time;

/// <summary>A clock that moves only when told: monotonic time, the true UTC beside it, and what the router's clock makes of that.</summary>
internal sealed class VirtualTime(DateTimeOffset trueUtc)
{
    /// <summary>A Monday noon, winter time.</summary>
    public static readonly DateTimeOffset Noon = new(2025, 11, 3, 12, 0, 0, TimeSpan.Zero);

    private TimeSpan elapsed = TimeSpan.FromMinutes(1);

    public VirtualTime()
        : this(Noon)
    {
    }

    public DateTimeOffset TrueUtc { get; private set; } = trueUtc;

    /// <summary>How far the router's clock is off.</summary>
    public TimeSpan Error { get; private set; }

    public bool Trusted { get; private set; } = true;

    public Now Now => new(elapsed, TrueUtc + Error, Trusted);

    public void Pass(TimeSpan span)
    {
        elapsed += span;
        TrueUtc += span;
    }

    /// <summary>The power was cut: the router wakes with a clock that is off and knows it.</summary>
    public void WakeWithout(TimeSpan error)
    {
        Error = error;
        Trusted = false;
        elapsed = TimeSpan.FromSeconds(10);
    }

    /// <summary>Time arrives; it may still be off a little.</summary>
    public void Arrive(TimeSpan error = default)
    {
        Error = error;
        Trusted = true;
    }

    public void Drift(TimeSpan by) => Error += by;
}
