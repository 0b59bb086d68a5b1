using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Configuration;

/// <summary>What drivers get who did not say otherwise.</summary>
public sealed record PreferenceSettings
{
    /// <summary>Local time by which a car is ready.</summary>
    public TimeOnly Departure { get; init; } = new(8, 0);

    /// <summary>How full a car is then.</summary>
    public StateOfCharge Target { get; init; } = StateOfCharge.FromPermille(900)!.Value;

    /// <summary>Share of the battery that is charged at once, whatever the price.</summary>
    public StateOfCharge Direct { get; init; } = StateOfCharge.FromPermille(200)!.Value;

    /// <summary>Battery of a car nobody has told of; null is reckoned with from what its card took before.</summary>
    public WattHours? Battery { get; init; }
}

/// <summary>Charging that follows TenneT's imbalance price.</summary>
public sealed record ImbalanceSettings(bool Enabled = false);
