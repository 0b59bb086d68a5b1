namespace Stekker.Edge.Hosting;

/// <summary>
/// Judges by the ticks it has taken whether the site's loop is alive. Counts looks, not time: a process that was stopped as a whole, or a
/// machine that slept, has not hung.
/// </summary>
/// <param name="patience">Looks without a new tick after which the loop counts as hung.</param>
public sealed class LoopPulse(int patience)
{
    private long seen;
    private int missed;

    /// <param name="ticks">How many ticks the loop has taken since its start.</param>
    public Pulse Look(long ticks)
    {
        missed = ticks == seen ? missed + 1 : 0;
        seen = ticks;
        return missed == 0 ? Pulse.Beating : missed < patience ? Pulse.Missed : Pulse.Gone;
    }
}

public enum Pulse
{
    Beating,
    Missed,
    Gone,
}
