using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>
/// Whether each whole PTU kept its limit. One that did not is excused only if its last stretch was beyond help: from a second on, what could not
/// be steered took by itself more than what was left, spread over what remained, and the cars left within the settling time. While much of the
/// PTU remains they have longer, for a spike may pass and be made good.
/// </summary>
internal sealed class PtuWatch(long limitW)
{
    private const int LateSeconds = 90;

    /// <summary>Half a minute of smoothing, twice.</summary>
    private const int EarlySettlingSeconds = 60;

    private const int LateSettlingSeconds = SimWatch.SettlingSeconds + 4;

    private readonly List<(long ImportW, long SteerableW)> seconds = [];
    private DateTimeOffset start;

    public int Above { get; private set; }

    /// <summary>By cars, in all whole PTUs.</summary>
    public long AllUsedWs { get; private set; }

    /// <summary>That cars might have taken in them.</summary>
    public long AllHeadroomWs { get; private set; }

    /// <summary>Null, or how the PTU that ended broke its limit.</summary>
    public string? Next(DateTimeOffset utc, long importW, long steerableW)
    {
        string? broken = null;
        DateTimeOffset now = Ptu.StartOf(utc);
        if (now != start)
        {
            broken = seconds.Count == 900 ? Judge() : null;
            start = now;
            seconds.Clear();
        }

        seconds.Add((importW, steerableW));
        return broken;
    }

    private string? Judge()
    {
        long limitWs = limitW * 900;
        long used = 0;
        int helpless = 0;
        bool wasHelpless = false;
        for (int t = 0; t < 900; t++)
        {
            (long importW, long steerableW) = seconds[t];
            bool isHelpless = (Math.Max(0, importW - steerableW) * (900 - t)) > limitWs - used;
            helpless = isHelpless && !wasHelpless ? t : helpless;
            wasHelpless = isHelpless;
            used += Math.Max(0, importW);
            AllUsedWs += Math.Max(0, Math.Min(importW, steerableW));
            AllHeadroomWs += Math.Max(0, limitW - Math.Max(0, importW - steerableW));
        }

        if (used <= limitWs)
        {
            return null;
        }

        int settled = helpless + (900 - helpless > LateSeconds ? EarlySettlingSeconds : LateSettlingSeconds);
        long afterwards = 0;
        for (int t = settled; t < 900; t++)
        {
            afterwards += seconds[t].SteerableW;
        }

        if (wasHelpless && afterwards == 0)
        {
            return null;
        }

        Above++;
        string why = wasHelpless ? $"beyond help from its second {helpless}, cars took {afterwards} Ws after second {settled}" : "help was there to its end";
        return $"the PTU of {start:HH:mm} took {used / 900} W of {limitW} W; {why}";
    }
}
