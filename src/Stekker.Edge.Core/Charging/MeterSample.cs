using System.Collections.Immutable;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Charging;

/// <summary>Why the charger took a sample.</summary>
public enum SampleReason
{
    Periodic,
    ClockAligned,
    TransactionBegin,
    TransactionEnd,
    Triggered,
    Other,
}

/// <summary>A value per phase of the connector; null where the charger did not say.</summary>
public readonly record struct PerPhase<T>(T? L1, T? L2, T? L3)
    where T : struct
{
    public bool IsEmpty => L1 is null && L2 is null && L3 is null;
}

/// <summary>A value the charger signed (calibration law); kept to the letter for the charge detail record.</summary>
public sealed record SignedValue(string Data, string? Measurand, SampleReason Reason);

/// <summary>What a charger measured at one moment, in our units; null is what it did not say.</summary>
/// <param name="At">The charger's own time, not yet checked.</param>
/// <param name="ImportRegister">Meter register of energy given to the car.</param>
/// <param name="ExportRegister">Meter register of energy taken back (V2G).</param>
/// <param name="Power">To the car positive.</param>
/// <param name="Current">Per phase, to the car positive.</param>
/// <param name="Offered">The current the charger offers the car.</param>
public sealed record MeterSample(
    DateTimeOffset? At,
    SampleReason Reason,
    WattHours? ImportRegister = null,
    WattHours? ExportRegister = null,
    Watts? Power = null,
    PerPhase<Amperes> Current = default,
    PerPhase<Volts> Voltage = default,
    StateOfCharge? StateOfCharge = null,
    Amperes? Offered = null)
{
    public ImmutableArray<SignedValue> Signed { get; init; } = [];
}
