using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>Current on each of three phases; import, or drawn by a car, is positive. On a single-phase connection only L1 counts.</summary>
public readonly record struct PhaseCurrents(Amperes L1, Amperes L2, Amperes L3)
{
    public const int Phases = 3;

    /// <summary>In deciamperes.</summary>
    public int this[int phase] => phase switch { 0 => L1.Deciamperes, 1 => L2.Deciamperes, _ => L3.Deciamperes };

    public int MaxDeciamperes => Math.Max(this[0], Math.Max(this[1], this[2]));

    public int SumDeciamperes => this[0] + this[1] + this[2];

    public static PhaseCurrents FromDeciamperes(int l1, int l2, int l3) =>
        new(Amperes.FromDeciamperes(l1), Amperes.FromDeciamperes(l2), Amperes.FromDeciamperes(l3));

    public PhaseCurrents Highest(PhaseCurrents other) =>
        FromDeciamperes(Math.Max(this[0], other[0]), Math.Max(this[1], other[1]), Math.Max(this[2], other[2]));

    public override string ToString() => $"{L1} / {L2} / {L3}";
}
