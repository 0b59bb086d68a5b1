using System.Globalization;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>How often a charge point lost its line lately.</summary>
/// <param name="Since">When the count began.</param>
/// <param name="IsDamped">It is told once an hour, and not one by one.</param>
/// <param name="LastAt">Monotonic time of the newest.</param>
public sealed record LineLosses(Stamp Since, int Count, bool IsDamped, TimeSpan LastAt);

/// <summary>
/// A charger with a bad cable comes and goes each few seconds, for years. It is told in full at first, then by its number once an hour, so that
/// the log keeps room for what else happens; after a quiet hour in full again.
/// </summary>
internal static class Flapping
{
    /// <summary>So many are told one by one.</summary>
    public const int ToldInFull = 3;

    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    public static bool IsDamped(ChargePoint chargePoint) => chargePoint.Losses is { IsDamped: true };

    public static ChargePoint Lost(ChargePoint chargePoint, Now now)
    {
        LineLosses before = chargePoint.Losses ?? new LineLosses(now.Stamp, 0, false, now.Elapsed);
        int count = before.Count + 1;
        return chargePoint with { Losses = before with { Count = count, IsDamped = before.IsDamped || count > ToldInFull, LastAt = now.Elapsed } };
    }

    /// <summary>What comes behind the last line that is told in full.</summary>
    public static string Notice(ChargePoint chargePoint) =>
        chargePoint.Losses is { IsDamped: false, Count: ToldInFull } ? "; if it goes on like this, it is told once an hour" : "";

    /// <summary>Each second.</summary>
    public static void Tick(Turn turn, ChargePoint chargePoint)
    {
        if (chargePoint.Losses is not { } losses)
        {
            return;
        }

        if (losses is { IsDamped: true, Count: > 0 } && turn.Now.Elapsed - losses.Since.Elapsed >= Period)
        {
            turn.Tell(TellLevel.Warning, chargePoint.Id, InWords(turn, chargePoint, losses));
            losses = losses with { Since = turn.Now.Stamp, Count = 0 };
            turn.Put(chargePoint with { Losses = losses });
        }

        if (turn.Now.Elapsed - losses.LastAt >= Period)
        {
            turn.Put(chargePoint with { Losses = null });
        }
    }

    private static string InWords(Turn turn, ChargePoint chargePoint, LineLosses losses)
    {
        Stamp since = losses.Since.Mend(turn.Now);
        string when = since.Trusted
            ? "since " + SiteZone.LocalOf(SiteZone.Of(turn.State.Configuration.TimeZone), since.Utc).ToString("HH:mm", CultureInfo.InvariantCulture)
            : "in the last hour";
        string now = chargePoint.IsConnected ? "is connected now" : "is not connected now";
        string what = turn.State.Alerts.Find(Lines.TwiceAlert(chargePoint.Id)) is null ? "look at its cable or its Wi-Fi" : "two chargers have its id";
        return $"{chargePoint.Id} lost its line {(losses.Count == 1 ? "once" : $"{losses.Count} times")} {when}, and {now}; {what}";
    }
}
