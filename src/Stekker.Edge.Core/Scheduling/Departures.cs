using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>When a car leaves.</summary>
public static class Departures
{
    private const int DaysAhead = 8;

    /// <summary>
    /// As asked for this session; else by its vehicle's weekday, else the site's time: the first one that leaves time to charge. So a car
    /// that arrives after the time of departure leaves on the next day.
    /// </summary>
    public static DateTimeOffset Of(PreferenceSettings site, Vehicle? vehicle, Session session, TimeZoneInfo zone)
    {
        if (session.Wish.Departure is { } asked)
        {
            return asked;
        }

        DateOnly arrival = SiteZone.DayOf(zone, session.PluggedIn.Utc);
        DateTimeOffset earliest = session.PluggedIn.Utc + Ptu.Length;
        for (int ahead = 0; ; ahead++)
        {
            DateOnly day = arrival.AddDays(ahead);
            DateTimeOffset departure = SiteZone.At(zone, day, OnDay(vehicle, day) ?? site.Departure);
            if (departure >= earliest || ahead == DaysAhead)
            {
                return departure;
            }
        }
    }

    /// <summary>Monday comes first in what a vehicle prefers.</summary>
    private static TimeOnly? OnDay(Vehicle? vehicle, DateOnly day)
    {
        int weekday = ((int)day.DayOfWeek + 6) % 7;
        return vehicle is { Preferences.Departures: { IsDefaultOrEmpty: false } week } ? week[weekday] : null;
    }
}
