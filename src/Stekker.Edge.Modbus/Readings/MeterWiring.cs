using System.Collections.Immutable;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Readings;

public enum ClampDirection
{
    Import,
    Export,
}

/// <summary>How the meter is built in: what the installer knows and the device does not.</summary>
public sealed record MeterWiring
{
    public static readonly MeterWiring Default = new();

    /// <summary>For clamps that measure no voltage.</summary>
    public Volts NominalVoltage { get; init; } = Volts.FromDecivolts(2300);

    /// <summary>Of a clamp that cannot tell; null is taken as import and marked as an estimate.</summary>
    public ClampDirection? Direction { get; init; }

    /// <summary>The grid's phases behind the meter's L1, L2, L3. A single-phase meter's first.</summary>
    public ImmutableArray<Phase> Phases { get; init; } = [Phase.L1, Phase.L2, Phase.L3];

    /// <summary>The grid's phases whose clamps sit the other way round and cannot be turned; all of them where the whole meter does.</summary>
    public ImmutableArray<Phase> Reversed { get; init; } = [];

    /// <summary>Of the current transformers, for devices that show the secondary side.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>"L2,L3,L1" or "L2" for a single phase; null with the reason where it is neither.</summary>
    public static ImmutableArray<Phase>? ParsePhases(string text, out string? error)
    {
        Phase[] phases = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(static p => p.ToUpperInvariant() switch
        {
            "L1" => Phase.L1,
            "L2" => Phase.L2,
            "L3" => Phase.L3,
            _ => Phase.Total,
        })];
        bool holds = phases.Length is >= 1 and <= 3 && !phases.Contains(Phase.Total) && phases.Distinct().Count() == phases.Length;
        error = holds ? null : $"phases \"{text}\": write each of the meter's phases once, such as L1,L2,L3 or, for a single-phase meter, L2";
        return holds ? [.. phases] : null;
    }
}
