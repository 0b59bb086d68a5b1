namespace Stekker.Edge.Core.Time;

/// <summary>The programme time unit: the clock-aligned quarter of an hour in which energy is accounted and capacity is billed.</summary>
public static class Ptu
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    public static DateTimeOffset StartOf(DateTimeOffset at)
    {
        DateTimeOffset utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % Length.Ticks));
    }
}
