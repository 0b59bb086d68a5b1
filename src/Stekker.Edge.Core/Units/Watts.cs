namespace Stekker.Edge.Core.Units;

/// <summary>Active power. Import (drawn from the grid, taken by a car) is positive; whole watts.</summary>
public readonly record struct Watts(long Value) : IComparable<Watts>
{
    public static readonly Watts Zero;

    public static Watts operator +(Watts a, Watts b) => new(a.Value + b.Value);

    public static Watts operator -(Watts a, Watts b) => new(a.Value - b.Value);

    public static Watts operator -(Watts a) => new(-a.Value);

    public static bool operator <(Watts a, Watts b) => a.Value < b.Value;

    public static bool operator >(Watts a, Watts b) => a.Value > b.Value;

    public static bool operator <=(Watts a, Watts b) => a.Value <= b.Value;

    public static bool operator >=(Watts a, Watts b) => a.Value >= b.Value;

    public int CompareTo(Watts other) => Value.CompareTo(other.Value);

    public override string ToString() => $"{Value} W";
}
