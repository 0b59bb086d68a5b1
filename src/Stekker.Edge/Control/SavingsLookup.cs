using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>Savings out of the ledger, by the site's calendar.</summary>
internal static class SavingsLookup
{
    public static Answer<SavingsReport> Find(SiteState state, ISiteRecords records, SavingsQuery query, Now now, SiteTimes times)
    {
        Period? by = Words.Period(query.By);
        DateTimeOffset? from = query.From is { } f ? times.Begin(f) : null;
        DateTimeOffset? until = query.Until is { } u ? times.End(u) : null;
        string? wrong = query switch
        {
            _ when by is null => $"period '{query.By}': it is day, week, month or year",
            { From: { } said } when from is null => $"from '{said}': it is {SiteTimes.Expected}",
            { Until: { } said } when until is null => $"until '{said}': it is {SiteTimes.Expected}",
            _ => null,
        };
        if (wrong is not null || by is not { } period)
        {
            return new No(Denial.NotUnderstood, wrong!);
        }

        TimeZoneInfo zone = SiteZone.Of(state.Configuration.TimeZone);
        from ??= UsualFrom(period, zone, until ?? now.Utc);
        SavingsBook book = new(period, zone);
        try
        {
            int uncertain = records.Settlements(from?.ToUniversalTime(), until?.ToUniversalTime(), book.Add);
            Session[] running = [.. state.OpenSessions.Where(s => s.Energy.Value > 0 && !(s.PluggedIn.Utc < from) && !(s.PluggedIn.Utc >= until))];
            return new SavingsReport(
                query.By,
                from is { } begin ? times.Write(begin) : null,
                [.. book.Periods.Select(p => SavingsEntry.Of(Periods.Name(period, p.First), p.First, Periods.Next(period, p.First).AddDays(-1), p.Sum, times))],
                SavingsEntry.Of("total", null, null, book.Total, times),
                running.Length,
                running.Sum(s => s.Energy.Value),
                uncertain);
        }
        catch (LedgerUnavailableException e)
        {
            return new No(Denial.NotPossible, e.Message);
        }
    }

    /// <summary>As far back as one looks at once: a month of days, half a year of weeks, two years of months.</summary>
    private static DateTimeOffset? UsualFrom(Period period, TimeZoneInfo zone, DateTimeOffset until)
    {
        DateOnly day = SiteZone.DayOf(zone, until);
        DateOnly? first = period switch
        {
            Period.Day => day.AddDays(-31),
            Period.Week => Periods.First(Period.Week, day).AddDays(-7 * 26),
            Period.Month => Periods.First(Period.Month, day).AddMonths(-24),
            _ => null,
        };
        return first is { } begins ? SiteZone.At(zone, begins, TimeOnly.MinValue) : null;
    }
}
