namespace Stekker.Edge.Twin.Virtual;

/// <summary>What can fail, and what the site must live through.</summary>
public enum Rung
{
    EdgeKilled,

    /// <summary>Nobody renewed a car's limit, and the charger's own default took its place.</summary>
    ProfileLapsed,

    /// <summary>The same with the line open: the edge did not think it worth a write.</summary>
    ProfileLetGo,
    LineClosed,
    LineHalfOpen,

    /// <summary>For more than 5 s.</summary>
    MeterSilent,

    /// <summary>For more than 60 s.</summary>
    MeterLost,
    ClockUntrusted,
    ClockSet,
    DiskFull,
    LimitIgnored,
    LimitRoundedUp,
}

/// <summary>How often each rung of the fail-safe ladder was stood on, and how often with a car charging.</summary>
public sealed class RungBook
{
    private readonly int[] times = new int[Enum.GetValues<Rung>().Length];
    private readonly int[] charging = new int[Enum.GetValues<Rung>().Length];

    public int Times(Rung rung) => times[(int)rung];

    public int TimesCharging(Rung rung) => charging[(int)rung];

    internal void Count(Rung rung, bool isCharging)
    {
        times[(int)rung]++;
        charging[(int)rung] += isCharging ? 1 : 0;
    }
}
