namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// A noisy limit made steady: it falls at once and a cushion further, and rises only when clearly higher for a while, to the lowest of
/// that while. So shares change when the site changes, not with every flicker, and chargers are spared.
/// </summary>
/// <param name="Lowest">The lowest seen since <paramref name="HigherSince"/>.</param>
public readonly record struct Steadied(long Value, long Lowest, TimeSpan? HigherSince)
{
    public static readonly Steadied Unset = new(long.MaxValue, 0, null);

    public Steadied Next(long raw, long cushion, long band, TimeSpan delay, TimeSpan at)
    {
        if (raw < Value)
        {
            return new Steadied(raw - cushion, 0, null);
        }

        if (raw - cushion < Value + band)
        {
            return this with { HigherSince = null };
        }

        TimeSpan since = HigherSince ?? at;
        long lowest = HigherSince is null ? raw : Math.Min(Lowest, raw);
        return at - since >= delay ? new Steadied(lowest - cushion, 0, null) : new Steadied(Value, lowest, since);
    }
}
