using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Meters;

/// <summary>
/// What a meter of the site measured at one moment. Signs: import, production and a battery's charging are positive; null is what the
/// device did not say.
/// </summary>
/// <param name="MeterId">Unique on the site.</param>
/// <param name="At">Monotonic time of measuring.</param>
public sealed record MeterMeasurement(string MeterId, MeterRole Role, TimeSpan At) : IKeyed<string>
{
    public Watts? Power { get; init; }

    public PerPhase<Watts> PhasePower { get; init; }

    /// <summary>With the sign of the phase's power.</summary>
    public PerPhase<Amperes> Current { get; init; }

    public PerPhase<Volts> Voltage { get; init; }

    public WattHours? ImportRegister { get; init; }

    public WattHours? ExportRegister { get; init; }

    public StateOfCharge? StateOfCharge { get; init; }

    /// <summary>From current clamps that know neither voltage nor direction.</summary>
    public bool IsEstimate { get; init; }

    string IKeyed<string>.Key => MeterId;
}
