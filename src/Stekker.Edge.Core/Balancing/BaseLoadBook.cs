using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Balancing;

/// <param name="Hour">Hours since 1970, UTC.</param>
public readonly record struct HourLoad(long Hour, PhaseCurrents Currents, Watts Power);

/// <summary>The highest the building took in each hour of the last week: what to reckon with while the grid meter is silent.</summary>
public sealed record BaseLoadBook(ImmutableArray<HourLoad> Hours)
{
    public const int HoursKept = 7 * 24;

    public static readonly BaseLoadBook Empty = new([]);

    /// <summary>Hours out of order, as only a damaged record has them, are left out.</summary>
    internal static BaseLoadBook FromSaved(ImmutableArray<SavedHourLoad> saved)
    {
        List<HourLoad> hours = [];
        foreach (SavedHourLoad s in saved.IsDefault ? [] : saved)
        {
            if (hours.Count == 0 || s.Hour > hours[^1].Hour)
            {
                hours.Add(new HourLoad(s.Hour, PhaseCurrents.FromDeciamperes(s.L1DeciA, s.L2DeciA, s.L3DeciA), new Watts(s.PowerW)));
            }
        }

        return new BaseLoadBook([.. hours]);
    }

    internal ImmutableArray<SavedHourLoad> ToSaved()
    {
        SavedHourLoad[] saved = new SavedHourLoad[Hours.Length];
        for (int i = 0; i < saved.Length; i++)
        {
            HourLoad h = Hours[i];
            saved[i] = new SavedHourLoad(h.Hour, h.Currents[0], h.Currents[1], h.Currents[2], h.Power.Value);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(saved);
    }

    /// <summary>The same object where it tells nothing higher. Nothing is noted without a trusted clock.</summary>
    public BaseLoadBook With(PhaseCurrents currents, Watts power, Now now)
    {
        if (!now.UtcTrusted)
        {
            return this;
        }

        long hour = HourOf(now);
        if (Hours.IsEmpty || Hours[^1].Hour < hour)
        {
            return new BaseLoadBook([.. Kept(hour), new HourLoad(hour, currents, power)]);
        }

        HourLoad last = Hours[^1];
        HourLoad higher = new(last.Hour, last.Currents.Highest(currents), power > last.Power ? power : last.Power);
        return higher == last ? this : new BaseLoadBook(Hours.SetItem(Hours.Length - 1, higher));
    }

    /// <summary>The highest at this hour of the day and the one before it; of all hours where the time is not known or the hour was never seen.</summary>
    public HourLoad? Highest(Now now)
    {
        long hour = HourOf(now);
        HourLoad? highest = null;
        for (int pass = now.UtcTrusted ? 0 : 1; pass < 2 && highest is null; pass++)
        {
            foreach (HourLoad load in Hours)
            {
                if (pass == 1 || (load.Hour > hour - HoursKept && (hour - load.Hour) % 24 is 0 or 1))
                {
                    highest = highest is { } h ? new HourLoad(hour, h.Currents.Highest(load.Currents), load.Power > h.Power ? load.Power : h.Power) : load;
                }
            }
        }

        return highest;
    }

    /// <summary>Hours are in order, so the old ones are in front.</summary>
    private ReadOnlySpan<HourLoad> Kept(long hour)
    {
        int from = 0;
        while (from < Hours.Length && Hours[from].Hour <= hour - HoursKept)
        {
            from++;
        }

        return Hours.AsSpan()[from..];
    }

    private static long HourOf(Now now) => now.Utc.ToUnixTimeSeconds() / 3600;
}
