using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Readings;

/// <summary>
/// What a meter measured at one moment, signs made equal: import positive, an inverter's production positive, a battery's charging positive.
/// Null is what the device did not say; it is never 0 for "no answer".
/// </summary>
public sealed record MeterReading
{
    public required string MeterId { get; init; }

    /// <summary>The catalogue's name for it.</summary>
    public required string Device { get; init; }

    public required MeterRole Role { get; init; }

    public required DeviceKind Kind { get; init; }

    public required Stamp At { get; init; }

    public Watts? Power { get; init; }

    public PerPhase<Watts> PhasePower { get; init; }

    /// <summary>With the sign of the phase's power.</summary>
    public PerPhase<Amperes> Current { get; init; }

    public PerPhase<Volts> Voltage { get; init; }

    /// <summary>var.</summary>
    public long? ReactivePowerVar { get; init; }

    public int? FrequencyMilliHz { get; init; }

    public int? PowerFactorPermille { get; init; }

    public WattHours? ImportEnergy { get; init; }

    public WattHours? ExportEnergy { get; init; }

    /// <summary>Counted without direction.</summary>
    public WattHours? TotalEnergy { get; init; }

    /// <summary>Before the inverter.</summary>
    public Watts? PvPower { get; init; }

    public StateOfCharge? StateOfCharge { get; init; }

    /// <summary>Power is worked out from current and nominal voltage, or its direction is assumed.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>Worked out from other meters.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Why it is an estimate or derived, for people.</summary>
    public string? Basis { get; init; }

    /// <summary>Equal but for the moment: a meter that shows this again and again may be frozen.</summary>
    public bool ShowsTheSame(MeterReading other) => this with { At = other.At } == other;
}
