namespace Stekker.Edge.Core.Time;

/// <summary>The site's own time of day: departures, tariff zones and days of savings are counted in it. Quarters and records are UTC.</summary>
public static class SiteZone
{
    /// <param name="timeZone">IANA name; UTC where this machine does not know it (a router without zoneinfo).</param>
    public static TimeZoneInfo Of(string timeZone) => TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The moment the clocks of the site show this; where they skip it in spring, the first moment after the gap; where they show it twice, the first.</summary>
    public static DateTimeOffset At(TimeZoneInfo zone, DateOnly day, TimeOnly time)
    {
        DateTime local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTime LocalOf(TimeZoneInfo zone, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    public static DateOnly DayOf(TimeZoneInfo zone, DateTimeOffset at) => DateOnly.FromDateTime(LocalOf(zone, at));
}
