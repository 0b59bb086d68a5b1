using System.Collections.Immutable;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Plausibility;

/// <summary>What the judge remembers of a meter from one reading to the next.</summary>
public sealed record MeterHistory
{
    public static readonly MeterHistory Empty = new();

    public MeterReading? Last { get; init; }

    public ImmutableArray<ChargerDraw> LastDraws { get; init; } = [];

    /// <summary>Since when, and how often, exactly the same was shown.</summary>
    public TimeSpan? SameSince { get; init; }

    public int SameCount { get; init; }

    /// <summary>Observations in a row for a reversed clamp, by phase L1 to L3.</summary>
    public ImmutableArray<int> Reversed { get; init; } = [0, 0, 0];

    /// <summary>Load steps seen on another phase than the charger's: index 3 x charger's phase + meter's phase.</summary>
    public ImmutableArray<int> Swapped { get; init; } = [0, 0, 0, 0, 0, 0, 0, 0, 0];
}
