namespace Stekker.Edge.Twin.World;

/// <summary>When drivers come and when they go, by the kind of site. In local time.</summary>
internal static class Habits
{
    private static readonly TimeSpan ShortestStay = TimeSpan.FromMinutes(20);

    /// <summary>The first visit that begins after a moment.</summary>
    public static (DateTimeOffset Arrives, DateTimeOffset Leaves) Next(SiteKind kind, DateTimeOffset after, Dice dice)
    {
        if (kind == SiteKind.Public)
        {
            return Passing(after, dice);
        }

        DateTimeOffset day = new(after.Date, after.Offset);
        for (int i = 0; i < 60; i++, day = day.AddDays(1))
        {
            (double chance, double arrivesH, double arrivesSpreadH, double leavesH, double leavesSpreadH) = Usual(kind, day.DayOfWeek);
            DateTimeOffset arrives = day.AddHours(arrivesH + (dice.Bell() * arrivesSpreadH));
            DateTimeOffset leaves = day.AddHours(leavesH + (dice.Bell() * leavesSpreadH));
            if (dice.Chance(chance) && arrives > after.AddMinutes(10))
            {
                return (arrives, leaves < arrives + ShortestStay ? arrives + ShortestStay : leaves);
            }
        }

        return (day, day + ShortestStay);
    }

    /// <summary>Likelihood of a visit that day, and hours of its midnight with their spread; departures past 24 are the next day's.</summary>
    private static (double Chance, double ArrivesH, double SpreadH, double LeavesH, double LeavesSpreadH) Usual(SiteKind kind, DayOfWeek day)
    {
        bool weekend = day is DayOfWeek.Saturday or DayOfWeek.Sunday;
        bool beforeWeekend = day is DayOfWeek.Friday or DayOfWeek.Saturday;
        return kind switch
        {
            SiteKind.Garage => (0.75, weekend ? 17 : 18.2, weekend ? 3 : 1.4, beforeWeekend ? 24 + 10 : 24 + 7.7, beforeWeekend ? 1.5 : 0.6),
            SiteKind.Office => (weekend ? 0.02 : 0.7, 8.6, 0.6, 17.1, 0.9),
            _ => (day == DayOfWeek.Sunday ? 0 : 0.92, 17, 1, day == DayOfWeek.Saturday ? 48 + 6 : 24 + 6, 0.4),
        };
    }

    private static (DateTimeOffset Arrives, DateTimeOffset Leaves) Passing(DateTimeOffset after, Dice dice)
    {
        DateTimeOffset arrives = after + TimeSpan.FromMinutes(15);
        do
        {
            arrives += dice.Wait(TimeSpan.FromHours(7));
        }
        while (!dice.Chance(arrives.Hour is >= 8 and < 21 ? 1 : arrives.Hour is 7 or 21 or 22 ? 0.5 : 0.08));
        TimeSpan stay = ShortestStay + dice.Wait(TimeSpan.FromHours(1.5));
        return (arrives, arrives + (stay < TimeSpan.FromHours(9) ? stay : TimeSpan.FromHours(9)));
    }
}
