namespace Stekker.Edge.Core.Units;

/// <summary>Energy, or a meter's register; whole watt-hours.</summary>
public readonly record struct WattHours(long Value) : IComparable<WattHours>
{
    public static readonly WattHours Zero;

    public static WattHours operator +(WattHours a, WattHours b) => new(a.Value + b.Value);

    public static WattHours operator -(WattHours a, WattHours b) => new(a.Value - b.Value);

    public static bool operator <(WattHours a, WattHours b) => a.Value < b.Value;

    public static bool operator >(WattHours a, WattHours b) => a.Value > b.Value;

    public static bool operator <=(WattHours a, WattHours b) => a.Value <= b.Value;

    public static bool operator >=(WattHours a, WattHours b) => a.Value >= b.Value;

    public int CompareTo(WattHours other) => Value.CompareTo(other.Value);

    public override string ToString() => $"{Value} Wh";
}
