namespace Stekker.Edge.Twin.World;

/// <summary>A car at an outlet, from plug to unplug.</summary>
/// <param name="NeedWh">What it lacked on arrival to the usual target, measured at the outlet.</param>
/// <param name="StartWh">The outlet's register when it came.</param>
public sealed record Visit(DriverSettings Driver, int EvseIndex, TimeSpan Arrived, TimeSpan Leaves, double NeedWh, double StartWh)
{
    /// <summary>How full a driver wants the car to be.</summary>
    public const double Target = 0.9;

    public TimeSpan? Left { get; init; }

    public double TakenWh { get; init; }

    /// <summary>What the car could have taken at best in the time it stood there.</summary>
    public double PossibleWh { get; init; }

    /// <summary>What it left without, of what could have been.</summary>
    public double UnmetWh => Math.Max(0, Math.Min(NeedWh, PossibleWh) - TakenWh);
}

/// <summary>Something a driver did at an outlet.</summary>
public abstract record Happening(TimeSpan At, int EvseIndex)
{
    public sealed record PluggedIn(TimeSpan At, Visit Visit) : Happening(At, Visit.EvseIndex);

    /// <param name="ToStop">Held to the reader a second time, to end the charging.</param>
    public sealed record CardPresented(TimeSpan At, int EvseIndex, string IdTag, bool ToStop) : Happening(At, EvseIndex);

    /// <param name="Visit">With its end filled in.</param>
    public sealed record Unplugged(TimeSpan At, Visit Visit) : Happening(At, Visit.EvseIndex);
}
