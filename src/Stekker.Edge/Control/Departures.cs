using System.Collections.Immutable;
using System.Globalization;

namespace Stekker.Edge.Control;

/// <summary>Departure times as typed: "08:00" every day, or "mon=07:30,sat=10:00" with the site's own for the other days.</summary>
internal static class Departures
{
    public const string Expected = "a time such as 08:00 for every day, or days such as mon=07:30,fri=16:00 (mon tue wed thu fri sat sun)";

    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Seven entries, Monday first; none for an empty text; null where it is no departure.</summary>
    public static ImmutableArray<TimeOnly?>? TryParse(string text)
    {
        string trimmed = text.Trim().ToLowerInvariant();
        if (trimmed.Length == 0)
        {
            return ImmutableArray<TimeOnly?>.Empty;
        }

        if (Time(trimmed) is { } daily)
        {
            return [.. Days.Select(_ => (TimeOnly?)daily)];
        }

        TimeOnly?[] week = new TimeOnly?[Days.Length];
        foreach (string part in trimmed.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            int day = Array.IndexOf(Days, pair[0]);
            if (day < 0 || pair.Length != 2 || week[day] is not null || Time(pair[1]) is not { } time)
            {
                return null;
            }

            week[day] = time;
        }

        return [.. week];
    }

    /// <summary>Null where the site's own departure holds on all days.</summary>
    public static string? Write(ImmutableArray<TimeOnly?> week)
    {
        if (week.IsDefaultOrEmpty || week.All(d => d is null))
        {
            return null;
        }

        return week[0] is { } first && week.All(d => d == first)
            ? Clock(first)
            : string.Join(',', week.Select((d, i) => d is { } time ? $"{Days[i]}={Clock(time)}" : null).OfType<string>());
    }

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;
}
