using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Upkeep;

/// <summary>
/// Old sessions go in the hour when the fewest cars come and go, some at a time, so that no second waits for the disk. An hour takes more than
/// a busy site has sessions in a week, so a ledger that is years behind is caught up in some nights.
/// </summary>
public static class Retention
{
    /// <summary>By the site's clocks. Not the hour that a day of summer time lacks or has twice.</summary>
    public const int QuietHour = 3;

    /// <summary>Sessions that go with one commit.</summary>
    public const int MostAtOnce = 20;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    internal static void Tick(Turn turn)
    {
        if (!turn.Now.UtcTrusted || turn.Now.Elapsed - turn.State.Upkeep.LookedAt < Every)
        {
            return;
        }

        turn.State = turn.State with { Upkeep = turn.State.Upkeep with { LookedAt = turn.Now.Elapsed } };
        if (SiteZone.LocalOf(SiteZone.Of(turn.State.Configuration.TimeZone), turn.Now.Utc).Hour != QuietHour)
        {
            return;
        }

        DateTimeOffset before = turn.Now.Utc.AddYears(-turn.State.Configuration.Ledger.KeepSessionsYears);
        foreach (UnsettledSession old in turn.State.Unsettled.Sessions.Where(s => s.Ended < before))
        {
            turn.State = turn.State with { Unsettled = turn.State.Unsettled.Without(old.Id) };
        }

        turn.Save(new Effect.PruneRecords(before));
    }
}
