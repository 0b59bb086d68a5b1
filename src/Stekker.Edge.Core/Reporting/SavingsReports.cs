using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Reporting;

/// <summary>Decides when the cloud is told a day's savings: once the day is over at the site, and again when one of its sessions is settled anew.</summary>
internal static class SavingsReports
{
    /// <summary>After a longer sleep older days are not told; what is settled anew is, whatever its day.</summary>
    public const int MostDays = 62;

    /// <summary>A quarter of an hour has begun: with it perhaps a day.</summary>
    public static void Quarter(Turn turn)
    {
        if (turn.State.Configuration.Cloud is null || !turn.Now.UtcTrusted)
        {
            return;
        }

        DateOnly yesterday = Yesterday(turn);
        if (turn.State.SavingsToldThrough is { } told)
        {
            if (told >= yesterday)
            {
                return;
            }

            DateOnly first = told.AddDays(1) > yesterday.AddDays(1 - MostDays) ? told.AddDays(1) : yesterday.AddDays(1 - MostDays);
            for (DateOnly day = first; day <= yesterday; day = day.AddDays(1))
            {
                Queue(turn, day);
            }
        }

        turn.State = turn.State with { SavingsToldThrough = yesterday };
        turn.Save(new Effect.SaveSavingsTold(yesterday));
    }

    /// <summary>A session was settled, and it changed something.</summary>
    public static void Settled(Turn turn, Settlement settlement)
    {
        // Sessions may be told before the first tick after the first start of all.
        DateOnly? through = turn.State.SavingsToldThrough ?? (turn.Now.UtcTrusted ? Yesterday(turn) : null);
        if (turn.State.Configuration.Cloud is not null && through is { } told
            && SiteZone.DayOf(SiteZone.Of(turn.State.Configuration.TimeZone), settlement.PluggedIn) is var day && day <= told)
        {
            Queue(turn, day);
        }
    }

    private static DateOnly Yesterday(Turn turn) => SiteZone.DayOf(SiteZone.Of(turn.State.Configuration.TimeZone), turn.Now.Utc).AddDays(-1);

    private static void Queue(Turn turn, DateOnly day) =>
        turn.Save(new Effect.QueueReport(new Report.OfSavings(day), turn.State.Configuration, turn.Now.Utc));
}
