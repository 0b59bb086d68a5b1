using System.Collections.Immutable;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tariffs;

/// <summary>Prices and signals as they come in, and what is told where they stay away.</summary>
internal static class Market
{
    /// <summary>Day-ahead prices are known until the end of tomorrow at most; more is a date typed wrong.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(14);

    /// <summary>The next day's prices are out at about 13:00 Central European Time; an hour later they are late.</summary>
    private static readonly TimeOnly LateFrom = new(14, 0);

    /// <summary>Late prices are nobody's worry while those at hand reach through the evening.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(8);

    private const string EndAlert = "prices-end";

    private const string SourceAlert = "prices-source";

    public static void Put(Turn turn, SiteEvent.PricesPut e)
    {
        string? area = turn.State.Configuration.Tariff?.Area;
        string? why = area is null ? "this site has no tariff, so prices play no part here: its configuration needs one, as \"tariff\": { \"type\": \"dynamic\", \"area\": \"NL\" }"
            : !string.Equals(area, e.Area, StringComparison.OrdinalIgnoreCase) ? $"this site's tariff is priced by {area} (tariff.area); prices of {e.Area} are not used"
            : null;
        if (why is null && Documents.IsKnown(turn, e.Request, CloudDocument.Prices(area!), e.Version))
        {
            return;
        }

        why ??= WhyNot(e.Prices, turn.Now);
        if (why is not null)
        {
            turn.Answer(e.Request, new Reply.Impossible(why));
            return;
        }

        PriceBook book = turn.State.Prices.For(area);
        ImmutableArray<PtuSpot> changed = SpotSeries.Changed(book.Spot, SpotSeries.InOrder(e.Prices));
        if (!changed.IsEmpty)
        {
            turn.State = turn.State with { Prices = book with { Spot = Kept(SpotSeries.Over(book.Spot, changed), turn.Now) } };
            turn.Save(new Effect.SavePrices(area!, changed));
            Watch(turn);
        }

        Documents.Taken(turn, e.Request, CloudDocument.Prices(area!), e.Version);
    }

    public static void Put(Turn turn, SiteEvent.ImbalancePut e)
    {
        if (WhyNot(e.Prices, turn.Now) is { } why)
        {
            turn.Answer(e.Request, new Reply.Impossible(why));
            return;
        }

        PriceBook book = turn.State.Prices;
        ImmutableArray<PtuSpot> changed = SpotSeries.Changed(book.Imbalance, SpotSeries.InOrder(e.Prices));
        if (!changed.IsEmpty)
        {
            turn.State = turn.State with { Prices = book with { Imbalance = Kept(SpotSeries.Over(book.Imbalance, changed), turn.Now) } };
            turn.Save(new Effect.SaveImbalance(changed));
        }

        turn.Answer(e.Request, new Reply.Done());
    }

    /// <summary>Where prices are fetched from does not give them, or does again.</summary>
    public static void Reported(Turn turn, SiteEvent.PriceSourceReported e)
    {
        if (e.Trouble is { } trouble)
        {
            turn.Raise(SourceAlert, trouble, TellLevel.Warning);
        }
        else
        {
            turn.Clear(SourceAlert);
        }
    }

    /// <summary>Each second: prices that end soon though the next should be known by now.</summary>
    public static void Watch(Turn turn)
    {
        SiteConfiguration site = turn.State.Configuration;
        if (site.Tariff is not { FollowsMarket: true })
        {
            turn.Clear(EndAlert);
        }
        else if (turn.Now.UtcTrusted)
        {
            TimeZoneInfo zone = SiteZone.Of(site.TimeZone);
            DateTimeOffset end = turn.State.Prices.SpotKnownUntil(turn.Now.Utc);
            DateTimeOffset late = SiteZone.At(zone, SiteZone.DayOf(zone, end).AddDays(-1), LateFrom);
            if (turn.Now.Utc < late || end - turn.Now.Utc > Near)
            {
                turn.Clear(EndAlert);
            }
            else
            {
                turn.Raise(EndAlert, InWords(turn.State, zone, end, end > turn.Now.Utc), TellLevel.Warning);
            }
        }
    }

    private static string InWords(SiteState state, TimeZoneInfo zone, DateTimeOffset end, bool known)
    {
        string meanwhile = Pricing.At(state.Configuration, state.Prices, end) is null
            ? "charging is not shifted to cheap hours until they come" : "charging goes on by usual prices";
        DateTime local = SiteZone.LocalOf(zone, end);
        string time = local.TimeOfDay == TimeSpan.Zero ? "24:00" : FormattableString.Invariant($"{local:HH:mm}");
        return known ? $"Prices are known until {time}; those after it have not come: {meanwhile}" : $"The prices of now are not known: {meanwhile}";
    }

    private static string? WhyNot(ImmutableArray<PtuSpot> rows, Now now)
    {
        string? why = SpotSeries.WhyNot(rows);
        if (why is not null || !now.UtcTrusted)
        {
            return why;
        }

        foreach (ref readonly PtuSpot row in rows.AsSpan())
        {
            if (row.Start > now.Utc + MostAhead)
            {
                return FormattableString.Invariant($"{row.Start:yyyy-MM-dd'T'HH:mm}Z is more than {MostAhead.Days} days ahead, where no price is known yet: is the date right?");
            }
        }

        return null;
    }

    /// <summary>What is at hand has a bound; while the clock is not trusted it is reckoned from the newest.</summary>
    private static ImmutableArray<PtuSpot> Kept(ImmutableArray<PtuSpot> rows, Now now) =>
        SpotSeries.From(rows, (now.UtcTrusted ? now.Utc : rows[^1].Start) - PriceBook.Kept);
}
