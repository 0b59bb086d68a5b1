namespace Stekker.Edge.Core.Time;

/// <summary>When something happened. An untrusted stamp keeps the monotonic time beside it, so that it can be mended once time arrives.</summary>
/// <param name="Elapsed">Null where the moment is from before this process started, or from the peer's own clock.</param>
public readonly record struct Stamp(DateTimeOffset Utc, bool Trusted, TimeSpan? Elapsed)
{
    /// <summary>A peer's clock further ahead of ours than this is wrong (a charger that sends local time as UTC).</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>A transaction queued offline longer ago than this is a charger without a clock.</summary>
    public static readonly TimeSpan MaxBehind = TimeSpan.FromDays(90);

    /// <summary>
    /// The moment a charger names, where it can be true; else the moment its message arrived. While our own clock is not
    /// trusted the charger's is not better (it was set by us), so its distance to our clock is what counts.
    /// </summary>
    public static Stamp FromPeer(DateTimeOffset? said, Now now)
    {
        if (said is not { } at)
        {
            return now.Stamp;
        }

        TimeSpan age = now.Utc - at;
        if (age < -MaxAhead || age > MaxBehind)
        {
            return now.Stamp;
        }

        return new Stamp(at.ToUniversalTime(), now.UtcTrusted, now.Elapsed - age);
    }

    /// <summary>As fine as the ledger keeps it, so that what is loaded equals what was saved.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset at)
    {
        DateTimeOffset utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>The same moment by the trusted clock; itself where nothing is to mend or nothing is known.</summary>
    public Stamp Mend(Now trusted) =>
        Trusted || !trusted.UtcTrusted || Elapsed is not { } elapsed ? this : new Stamp(trusted.Utc - (trusted.Elapsed - elapsed), true, elapsed);
}
