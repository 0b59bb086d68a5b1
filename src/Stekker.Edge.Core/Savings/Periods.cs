using System.Globalization;

namespace Stekker.Edge.Core.Savings;

/// <summary>What savings are summed over, by the site's calendar.</summary>
public enum Period
{
    Day,

    /// <summary>Monday to Sunday (ISO 8601).</summary>
    Week,
    Month,
    Year,
}

public static class Periods
{
    /// <summary>The first day of the period this day is in.</summary>
    public static DateOnly First(Period period, DateOnly day) => period switch
    {
        Period.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        Period.Month => new DateOnly(day.Year, day.Month, 1),
        Period.Year => new DateOnly(day.Year, 1, 1),
        _ => day,
    };

    /// <summary>The first day after the period that begins on this day.</summary>
    public static DateOnly Next(Period period, DateOnly first) => period switch
    {
        Period.Week => first.AddDays(7),
        Period.Month => first.AddMonths(1),
        Period.Year => first.AddYears(1),
        _ => first.AddDays(1),
    };

    /// <summary>2026-11-27, 2026-W48, 2026-11 or 2026.</summary>
    public static string Name(Period period, DateOnly first)
    {
        DateTime at = first.ToDateTime(TimeOnly.MinValue);
        return period switch
        {
            Period.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(at):0000}-W{ISOWeek.GetWeekOfYear(at):00}"),
            Period.Month => at.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            Period.Year => at.ToString("yyyy", CultureInfo.InvariantCulture),
            _ => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }
}
