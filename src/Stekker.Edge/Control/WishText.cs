using System.Globalization;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Control;

/// <summary>What a driver asks, as typed: onto what was asked before.</summary>
internal static class WishText
{
    public const string Expected = "a time of day such as 17:30 (the next one), or a moment such as 2027-01-31T08:00";

    /// <returns>Null where the departure is no moment.</returns>
    public static SessionWish? Onto(SessionWish before, WishAsked asked, string timeZone, DateTimeOffset now)
    {
        DateTimeOffset? departure = before.Departure;
        if (asked.Departure is { } said)
        {
            departure = Next(said, SiteZone.Of(timeZone), now) ?? SiteTimes.In(timeZone).Begin(said);
            if (departure is null)
            {
                return null;
            }
        }

        return new SessionWish(
            departure,
            asked.TargetPercent is { } percent ? percent * 10 : before.TargetPermille,

            // Whoever names a departure has time until then.
            asked.ChargeNow ?? (asked.Departure is null && before.ChargeNow));
    }

    private static DateTimeOffset? Next(string said, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (!TimeOnly.TryParseExact(said.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
        {
            return null;
        }

        DateOnly today = SiteZone.DayOf(zone, now);
        DateTimeOffset at = SiteZone.At(zone, today, time);
        return at > now ? at : SiteZone.At(zone, today.AddDays(1), time);
    }
}
