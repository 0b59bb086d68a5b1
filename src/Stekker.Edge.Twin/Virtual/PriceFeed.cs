using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Twin.Market;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>Brings a site the day-ahead prices that are out by now, and each next day's when it is.</summary>
internal sealed class PriceFeed(VirtualSite site, VirtualEdge edge, VirtualClock clock)
{
    private static readonly TimeSpan TriesAgainAfter = TimeSpan.FromMinutes(10);

    public void Publish()
    {
        DateTimeOffset local = site.World.Utc.ToOffset(site.World.Settings.UtcOffset);
        DateTimeOffset today = new(local.Date, local.Offset);
        List<PtuSpot> known = [];
        for (DateTimeOffset day = today; day <= MarketStall.LastDayKnown(local); day = day.AddDays(1))
        {
            known.AddRange(DayAhead.Of(site.Scenario.Seed, day));
        }

        // Down, it hears nothing; it fetches them once it is up again, a little later.
        Reply? reply = edge.Ask(r => new SiteEvent.PricesPut(r, site.Scenario.Site.Tariff!.Area, [.. known]), clock.At(site.World.At));
        DateTimeOffset next = local - today < MarketStall.PublishedAt ? today + MarketStall.PublishedAt : today.AddDays(1) + MarketStall.PublishedAt;
        site.At(site.World.At + (reply is Reply.Done ? next - local : TriesAgainAfter), Publish);
    }
}
