using Stekker.Edge.Core.ChargePoints;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>How a charger speaks.</summary>
public sealed record VirtualChargerSettings(string Id)
{
    public LimitUnit Unit { get; init; } = LimitUnit.Amperes;

    public bool CanSwitchPhases { get; init; }

    /// <summary>False: it has no meter that tells currents, only its register.</summary>
    public bool TellsCurrents { get; init; } = true;

    /// <summary>Between its meter values; null is what the edge asks.</summary>
    public TimeSpan? SampleEvery { get; init; }
}
