using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Twin.World;

/// <summary>What a world is made of; together with a seed it says all that will happen in it.</summary>
public sealed record WorldSettings
{
    public required SiteKind Kind { get; init; }

    /// <summary>The true time at which it begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Of local time: people keep it all year, so that a world needs no table of time zones.</summary>
    public TimeSpan UtcOffset { get; init; } = TimeSpan.FromHours(1);

    /// <summary>1 or 3.</summary>
    public int GridPhases { get; init; } = 3;

    public double VoltageV { get; init; } = 230;

    public LocationSettings Location { get; init; } = new(52.1m, 5.1m);

    public BuildingSettings Building { get; init; } = new(new Watts(500), new Watts(4_000), 6);

    public ImmutableArray<SolarArraySettings> Solar { get; init; } = [];

    public ImmutableArray<EvseSettings> Evses { get; init; } = [];

    public ImmutableArray<DriverSettings> Drivers { get; init; } = [];

    public GridMeterSettings Meter { get; init; } = new();
}

/// <param name="Least">What it takes when nobody is there.</param>
/// <param name="Most">What its slow profile rises to; appliances come on top.</param>
/// <param name="Appliances">Loads of 0.5 to 3 kW that switch by themselves.</param>
public sealed record BuildingSettings(Watts Least, Watts Most, int Appliances);

/// <summary>An outlet of a charger.</summary>
public sealed record EvseSettings
{
    public required string ChargePointId { get; init; }

    public int ConnectorId { get; init; } = 1;

    public double MaxA { get; init; } = 32;

    /// <summary>1 or 3 phases that are wired to it.</summary>
    public int Phases { get; init; } = 3;

    /// <summary>The grid's phase (0 is L1) behind its first one; the others follow: an installer spreads one-phase cars so.</summary>
    public int Rotation { get; init; }

    public bool CanSwitchPhases { get; init; }

    /// <summary>From a new limit to the pilot signal that tells the car.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(400);
}

/// <summary>A card holder with a car.</summary>
/// <param name="EvseIndex">The place that is theirs; null takes any that is free.</param>
public sealed record DriverSettings(string IdTag, string Name, CarSettings Car, int? EvseIndex = null);

/// <summary>What the car's maker decided.</summary>
public sealed record CarSettings
{
    public WattHours Battery { get; init; } = new(60_000);

    /// <summary>1, 2 or 3.</summary>
    public int Phases { get; init; } = 3;

    public double MaxA { get; init; } = 16;

    /// <summary>From a change of the pilot to the first change of its current. IEC 61851-1 allows 5 s for all of it.</summary>
    public TimeSpan Reaction { get; init; } = TimeSpan.FromSeconds(1);

    public double RampUpAPerS { get; init; } = 4;

    public double RampDownAPerS { get; init; } = 20;

    /// <summary>Above this its battery takes less and less.</summary>
    public double TaperFrom { get; init; } = 0.85;

    /// <summary>It falls asleep when it was offered nothing for so long; null never does.</summary>
    public TimeSpan? SleepsAfter { get; init; }

    /// <summary>What it must be offered to wake again; above any charger's limit for one that must be plugged in anew.</summary>
    public double WakesAtA { get; init; } = 6;

    /// <summary>Of what it drives on the day of a visit.</summary>
    public WattHours DailyUse { get; init; } = new(9_000);

    /// <summary>Says how full it is, as few do on alternating current.</summary>
    public bool TellsStateOfCharge { get; init; }

    public bool NeedsReplug => WakesAtA > 80;
}

/// <param name="NoiseA">Standard deviation of a reading.</param>
/// <param name="Delay">From measuring to hearing of it.</param>
public sealed record GridMeterSettings(double NoiseA = 0.05, TimeSpan Delay = default);
