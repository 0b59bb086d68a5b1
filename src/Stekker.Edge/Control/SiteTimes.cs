using System.Globalization;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Control;

/// <summary>Moments as people of the site type and read them: ISO 8601, in the site's own zone where no offset is said.</summary>
public sealed class SiteTimes(TimeZoneInfo zone)
{
    /// <summary>What to say where a text is none of these.</summary>
    public const string Expected = "a date such as 2027-01-31, or a moment such as 2027-01-31T08:00 (the site's time) or 2027-01-31T08:00:00+01:00";

    private const string DayFormat = "yyyy-MM-dd";

    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz";

    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    private static readonly string[] WithOffset =
        ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>The zone by its IANA name; UTC where this machine does not know it (a router without zoneinfo).</summary>
    public static SiteTimes In(string timeZone) => new(SiteZone.Of(timeZone));

    public static bool IsMoment(string text) => new SiteTimes(TimeZoneInfo.Utc).Begin(text) is not null;

    /// <summary>The moment of a text that says its offset (2027-01-31T08:00:00+01:00, or Z), UTC; null where it does not, or is none.</summary>
    public static DateTimeOffset? WithItsOffset(string text) =>
        DateTimeOffset.TryParseExact(text.Trim().ToUpperInvariant(), WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset exact)
            && exact.Year is > 1 and < 9999 ? exact.ToUniversalTime() : null;

    /// <summary>The moment; of a date, its beginning. Null where it is neither.</summary>
    public DateTimeOffset? Begin(string text) => Day(text) is { } day ? Midnight(day) : Exact(text);

    /// <summary>The moment; of a date, its end. Null where it is neither.</summary>
    public DateTimeOffset? End(string text) => Day(text) is { } day ? Midnight(day.AddDays(1)) : Exact(text);

    /// <summary>
    /// The moment in a series: of an hour that the clocks show twice, the second pass where the first is not after the one before. Null
    /// where it is none, or in the hour that the clocks skip.
    /// </summary>
    public DateTimeOffset? InSeries(string text, DateTimeOffset? before)
    {
        if (!DateTime.TryParseExact(text.Trim().ToUpperInvariant(), Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            return Begin(text);
        }

        if (zone.IsInvalidTime(local) || local.Year is not (> 1 and < 9999))
        {
            return null;
        }

        DateTimeOffset first = new(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
        return (first > before || before is null ? first : new DateTimeOffset(local, zone.GetUtcOffset(local))).ToUniversalTime();
    }

    /// <summary>The day of a text such as 2026-11-28; null where it is none.</summary>
    public static DateOnly? DayOf(string text) => Day(text);

    /// <summary>With the site's offset, so that its local time can be read off it.</summary>
    public string Write(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString(Moment, CultureInfo.InvariantCulture);

    /// <summary>The inverse of <see cref="End"/>: midnight is the end of the day before.</summary>
    public string WriteEnd(DateTimeOffset at)
    {
        DateOnly dayBefore = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).Date).AddDays(-1);
        return Midnight(dayBefore.AddDays(1)) == at ? Write(dayBefore) : Write(at);
    }

    public static string Write(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private DateTimeOffset Midnight(DateOnly day)
    {
        DateTime local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private DateTimeOffset? Exact(string text)
    {
        if (WithItsOffset(text) is { } exact)
        {
            return exact;
        }

        return DateTime.TryParseExact(text.Trim().ToUpperInvariant(), Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local)
            && local.Year is > 1 and < 9999
            ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime()
            : null;
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text.Trim(), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.Year is > 1 and < 9999 ? day : null;
}
