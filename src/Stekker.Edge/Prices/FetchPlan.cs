using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Prices;

/// <summary>
/// When to ask for which prices. The coupled market's results are out at about 12:57 Central European Time and on ENTSO-E's platform soon
/// after; a market day runs from midnight to midnight of that zone, in whichever zone the site is.
/// </summary>
internal static class FetchPlan
{
    private static readonly TimeOnly Published = new(12, 57);

    /// <summary>Thousands of boxes do not ask in the same second.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SlowestRetry = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan NotYetRetry = TimeSpan.FromMinutes(5);

    /// <summary>By then something is wrong at the other side, and asking more often helps nobody.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(3);

    private static readonly TimeSpan LateRetry = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan RefusedRetry = TimeSpan.FromHours(1);

    /// <summary>A client that goes on after 429 is shut out for longer.</summary>
    private static readonly TimeSpan TooManyRetry = TimeSpan.FromMinutes(10);

    /// <summary>How many days back usual prices are made of.</summary>
    private const int HistoryDays = 7;

    private static readonly TimeZoneInfo Market = SiteZone.Of("Europe/Brussels");

    /// <summary>What is missing, and from when on it can be had.</summary>
    /// <param name="chance">0 to 1: this box's place in the spread.</param>
    /// <param name="history">Also the days before today, where they are not known.</param>
    public static Wanted Next(PriceBook book, DateTimeOffset utc, double chance, bool history)
    {
        DateOnly today = SiteZone.DayOf(Market, utc);
        DateTimeOffset morning = Midnight(today);
        DateTimeOffset first = Midnight(today.AddDays(-HistoryDays));
        if (history && book.SpotKnownUntil(first) < morning)
        {
            return new Wanted(first, Midnight(today.AddDays(2)), utc);
        }

        if (book.SpotKnownUntil(utc) < Midnight(today.AddDays(1)))
        {
            return new Wanted(morning, Midnight(today.AddDays(2)), utc);
        }

        DateOnly next = book.SpotKnownUntil(utc) < Midnight(today.AddDays(2)) ? today.AddDays(1) : today.AddDays(2);
        DateTimeOffset published = SiteZone.At(Market, next.AddDays(-1), Published) + (Spread * chance);
        return new Wanted(Midnight(next), Midnight(next.AddDays(1)), published > utc ? published : utc);
    }

    /// <summary>How long to wait after an answer that did not bring all that was wanted.</summary>
    /// <param name="failures">In a row, this one included.</param>
    public static TimeSpan Retry(EntsoEAnswer answer, int failures, DateTimeOffset utc, Wanted wanted, double chance)
    {
        TimeSpan wait = answer switch
        {
            EntsoEAnswer.Refused => RefusedRetry,
            EntsoEAnswer.Failed { RetryAfter: { } asked } => asked > TooManyRetry ? asked : TooManyRetry,
            EntsoEAnswer.Failed => Doubled(failures),
            _ => utc - wanted.From.AddDays(-1).AddHours(13) > Late ? LateRetry : NotYetRetry,
        };
        return wait * (1 + (chance / 4));
    }

    private static TimeSpan Doubled(int failures)
    {
        TimeSpan wait = FirstRetry * Math.Pow(2, Math.Min(failures, 10) - 1);
        return wait < SlowestRetry ? wait : SlowestRetry;
    }

    private static DateTimeOffset Midnight(DateOnly day) => SiteZone.At(Market, day, TimeOnly.MinValue);
}

/// <param name="From">The first quarter that is wanted, UTC.</param>
/// <param name="Until">The end of the last.</param>
/// <param name="At">When to ask; not after now where it is due.</param>
internal readonly record struct Wanted(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At);
