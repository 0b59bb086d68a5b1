namespace Stekker.Edge.Core.Upkeep;

/// <summary>How the box is kept for years.</summary>
/// <param name="SparesFlash">The day's budget of writing is nearly used.</param>
/// <param name="LookedAt">Monotonic time at which old records were last looked for.</param>
/// <param name="PtusSavedThrough">Start of the last quarter of the site that was written down.</param>
public sealed record UpkeepState(bool SparesFlash, TimeSpan LookedAt, DateTimeOffset PtusSavedThrough)
{
    public static readonly UpkeepState New = new(false, TimeSpan.Zero, DateTimeOffset.MinValue);
}
