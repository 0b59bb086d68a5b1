using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>How the balancer behaves in time; the defaults are for a site nobody tuned.</summary>
public sealed record BalancerSettings
{
    public static readonly BalancerSettings Default = new();

    /// <summary>The least a car accepts (IEC 61851-1: 6 A).</summary>
    public const int LeastDeciA = 60;

    /// <summary>How long a phase may be above its fuse while a reduction works its way to the cars.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// From a grant to its effect in the grid meter, at a quick charger. Under half of <see cref="Settling"/>, so that a second cut is in time.
    /// </summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// When cars that still draw what they were told to leave are taken not to obey, and others are cut in their place. Slow cars take 4 to 5 s, so
    /// as late as lets the second cut work within <see cref="Settling"/>: a fuse that bears more time spares them being cut twice.
    /// </summary>
    public TimeSpan SecondCutAfter => Latency > Settling - Latency ? Latency : Settling - Latency;

    /// <summary>
    /// An offline charger of which only the last grant is known has fallen back to its safe share after this: no profile of ours lasts longer.
    /// </summary>
    public TimeSpan GrantLastsAtMost { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A charger that draws more than granted so long after the grant ignores it.</summary>
    public TimeSpan ObeyWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A charger without a meter of its own is believed after this: the grid meter would have shown it.</summary>
    public TimeSpan BelieveUnmeteredAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A charger's own measurement is of use for so long.</summary>
    public TimeSpan SampleGoodFor { get; init; } = TimeSpan.FromSeconds(120);

    public TimeSpan MeterStaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan MeterLostAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Of the fuse and of the contracted capacity, kept for a building that no meter shows, no configuration tells and no history knows. A home
    /// or small office seldom takes more for long, and six tenths of the connection still charge two cars on 3 x 25 A.
    /// </summary>
    public int KeptForBuildingPercent { get; init; } = 40;

    public TimeSpan MinOn { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan MinOff { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a car keeps its turn while others wait.</summary>
    public TimeSpan Slot { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A car that waited so long gets a turn before all others, high priority too.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>With less slack than this before its departure, a car is urgent; it stays so until half as much again.</summary>
    public TimeSpan UrgentBelow { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan ParkedAfter { get; init; } = TimeSpan.FromSeconds(150);

    public TimeSpan WakeAfter { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan WakeFor { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan WakeEvery { get; init; } = TimeSpan.FromMinutes(5);

    public int WakeTries { get; init; } = 3;

    /// <summary>Room that came free is given out after it stayed for so long.</summary>
    public TimeSpan RaiseDelay { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan SolarStartDelay { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan SolarStopDelay { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan PhaseSwitchInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Kept below each limit after a cut, so that noise does not cut again a second later.</summary>
    public Amperes Cushion { get; init; } = Amperes.FromDeciamperes(5);

    /// <summary>Where the building alone is over the kW limit: keep cars at the minimum, if the fuse holds it.</summary>
    public bool MinimumWhenOverloaded { get; init; }
}
