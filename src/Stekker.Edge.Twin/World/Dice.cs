namespace Stekker.Edge.Twin.World;

/// <summary>
/// Chance that replays from one seed, on every machine and framework (SplitMix64: Steele, Lea, Flood 2014). Each part of the world throws dice
/// of its own, so that a change in one part does not shift the luck of the others.
/// </summary>
public sealed class Dice
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong seed;
    private ulong state;

    public Dice(ulong seed)
    {
        this.seed = seed;
        state = seed;
    }

    /// <summary>Dice for a part of the world; they depend on the seed and the name only, not on what was thrown before.</summary>
    public Dice For(string part)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char c in part)
        {
            hash = (hash ^ c) * 1_099_511_628_211;
        }

        return new Dice(Mixed((seed * Golden) ^ hash));
    }

    /// <summary>From 0 up to, but not including, 1.</summary>
    public double Next()
    {
        state += Golden;
        return (Mixed(state) >> 11) * (1.0 / (1UL << 53));
    }

    public double Between(double least, double most) => least + (Next() * (most - least));

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + (int)(Next() * (most - least + 1));

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Next());

    public bool Chance(double probability) => Next() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[(int)(Next() * items.Count)];

    /// <summary>Normally distributed: mean 0, standard deviation 1 (Box and Muller).</summary>
    public double Bell() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());

    /// <summary>The wait for something that happens once per <paramref name="mean"/> on average, at any moment alike.</summary>
    public TimeSpan Wait(TimeSpan mean) => mean * -Math.Log(1 - Next());

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
