using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// What the building took for a while without a break. For a second or two a car that starts cannot be told from the building; such a
/// moment must not be remembered for a week as what the building may take.
/// </summary>
public readonly record struct SustainedLoad(Steadied L1, Steadied L2, Steadied L3, Steadied PowerW)
{
    private static readonly TimeSpan While = TimeSpan.FromSeconds(20);

    public static readonly SustainedLoad None;

    public PhaseCurrents Currents => PhaseCurrents.FromDeciamperes((int)L1.Value, (int)L2.Value, (int)L3.Value);

    public Watts Power => new(PowerW.Value);

    public SustainedLoad Next(PhaseCurrents currents, long powerW, TimeSpan at) =>
        new(Next(L1, currents[0], at), Next(L2, currents[1], at), Next(L3, currents[2], at), Next(PowerW, powerW, at));

    private static Steadied Next(Steadied was, long raw, TimeSpan at) => was.Next(raw, cushion: 0, band: 0, While, at);
}
