using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// What this PTU has taken from the grid so far, in watt-seconds. Saved and restored as it is, so a restart in the middle of a quarter
/// forgets nothing. Feeding in does not pay back what was taken: the meter counts them apart.
/// </summary>
/// <param name="Start">The PTU's start, UTC; null while the clock is not trusted.</param>
/// <param name="UsedWs">Imported since <paramref name="Start"/>.</param>
/// <param name="OverWs">
/// What went above the cautious limit and has not been made good, never below zero. However the quarters fall, the import of any stretch of
/// time ending now was at most that limit plus this.
/// </param>
/// <param name="At">Monotonic time up to which it counts.</param>
/// <param name="AtUtc">The same by the clock, for a restart.</param>
public readonly record struct PtuAccount(DateTimeOffset? Start, long UsedWs, long OverWs, TimeSpan At, DateTimeOffset AtUtc)
{
    /// <summary>Kept back of the limit: half a percent for what one second's reading cannot tell.</summary>
    private const long MarginPermille = 5;

    /// <summary>Without a trusted clock nobody knows where the quarter begins: stay under the limit at every moment.</summary>
    private const long CautiousMarginPermille = 25;

    /// <summary>What is left is never spread over less: nothing can be made good in the last seconds.</summary>
    private const long ShortestSpreadMs = 120_000;

    private const long RepayMs = 60_000;

    private static readonly long PtuMs = (long)Ptu.Length.TotalMilliseconds;

    /// <summary>Nothing is known of the part of the PTU before us: taken as used in full.</summary>
    public static PtuAccount Open(long? limitW, Now now) =>
        now.UtcTrusted
            ? new(Ptu.StartOf(now.Utc), WattSeconds(limitW ?? 0, now.Utc - Ptu.StartOf(now.Utc)), 0, now.Elapsed, now.Utc)
            : new(null, 0, 0, now.Elapsed, now.Utc);

    /// <summary>After a restart: the gap since it was saved counts as the limit in full, and what was not made good is still to be.</summary>
    public static PtuAccount Resume(PtuAccount saved, long? limitW, Now now) =>
        now.UtcTrusted && saved.Start == Ptu.StartOf(now.Utc) && saved.AtUtc <= now.Utc
            ? saved with { UsedWs = saved.UsedWs + WattSeconds(limitW ?? 0, now.Utc - saved.AtUtc), At = now.Elapsed, AtUtc = now.Utc }
            : Open(limitW, now) with { OverWs = saved.OverWs };

    /// <param name="importW">Average since the last round; below zero feeds in.</param>
    public PtuAccount Advance(long importW, long? limitW, Now now)
    {
        TimeSpan past = now.Elapsed - At;
        long imported = Math.Max(0, importW);
        long over = limitW is { } limit ? Math.Max(0, OverWs + WattSeconds(importW - Cautious(limit), past)) : 0;
        PtuAccount next = this with { OverWs = over, At = now.Elapsed, AtUtc = now.Utc };
        if (!now.UtcTrusted)
        {
            return next with { Start = null, UsedWs = 0 };
        }

        DateTimeOffset start = Ptu.StartOf(now.Utc);
        if (Start == start)
        {
            return next with { UsedWs = UsedWs + WattSeconds(imported, past) };
        }

        TimeSpan within = now.Utc - start;
        return Start is null || past > Ptu.Length
            ? Open(limitW, now) with { OverWs = over }
            : next with { Start = start, UsedWs = WattSeconds(imported, past < within ? past : within) };
    }

    /// <summary>The import that, kept up to the PTU's end, uses exactly what is left of it.</summary>
    public long AllowedW(long limitW, Now now)
    {
        if (Start is not { } start || !now.UtcTrusted)
        {
            return Cautious(limitW) - (OverWs * 1000 / RepayMs);
        }

        long leftWs = (limitW * PtuMs / 1000 * (1000 - MarginPermille) / 1000) - UsedWs;
        long remainingMs = (long)(start + Ptu.Length - now.Utc).TotalMilliseconds;
        return leftWs * 1000 / Math.Max(ShortestSpreadMs, remainingMs);
    }

    /// <summary>Whether a short excess can still be made good in this PTU.</summary>
    public bool CanMakeGood(Now now) => now.UtcTrusted && Start is { } start && start + Ptu.Length - now.Utc > TimeSpan.FromSeconds(90);

    internal static long Cautious(long limitW) => limitW * (1000 - CautiousMarginPermille) / 1000;

    private static long WattSeconds(long watts, TimeSpan time) => (watts * (long)time.TotalMilliseconds / 1000) + (watts > 0 ? 1 : 0);
}
