using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Tests.Savings;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Tests.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Reporting;

/// <summary>When a charge detail record is queued, and when a day's savings are.</summary>
public sealed class CdrTests
{
    private readonly SiteStory site = NewSite();

    private IEnumerable<Report.OfCdr> Cdrs => site.Ledger.Reports.OfType<Report.OfCdr>();

    private IEnumerable<DateOnly> Days => site.Ledger.Reports.OfType<Report.OfSavings>().Select(r => r.Day);

    [Fact]
    public void It_is_queued_once_its_costs_are_final_and_not_again_after_restarts()
    {
        site.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(2000);
        Assert.Empty(Cdrs);

        site.AfterMinutes(60).Restarts().AfterMinutes(60).Restarts().AfterMinutes(60);

        Report.OfCdr cdr = Assert.Single(Cdrs);
        Assert.Equal((2000, 0.40m, true), (cdr.Session.Energy.Value, cdr.CostEur, cdr.AreCostsFinal));
    }

    [Fact]
    public void It_is_in_the_commit_of_the_mark_that_it_was_queued()
    {
        site.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(2000);
        site.Forget().AfterMinutes(60);
        int mark = site.Effects.FindIndex(e => e is Effect.SaveCdrTold);
        Assert.True(mark >= 0 && site.Effects[mark + 1] is Effect.QueueReport { Report: Report.OfCdr });
    }

    [Fact]
    public void Prices_that_do_not_come_are_waited_for_two_days_and_then_told_once_more_when_they_do()
    {
        Charges(2000);
        site.After(TimeSpan.FromHours(47)).Restarts().AfterMinutes(1);
        Assert.Empty(Cdrs);

        site.AfterMinutes(75).Restarts().AfterMinutes(60);
        Report.OfCdr first = Assert.Single(Cdrs);
        Assert.Equal((0m, false), (first.CostEur, first.AreCostsFinal));
        Assert.All(first.Quarters, q => Assert.Null(q.Price));

        site.Knows(s => s with { Prices = Prices(0.20m) }).AfterMinutes(15).Restarts().AfterMinutes(60);
        Assert.Equal([0m, 0.40m], Cdrs.Select(c => c.CostEur));
    }

    [Fact]
    public void Without_a_tariff_it_is_queued_when_the_session_ends()
    {
        SiteStory free = new SiteStory(SiteStory.AtSite() with { Cloud = Cloud }).Ready();
        int id = free.AfterMinutes(1).Starts(10_000).TransactionId;
        free.AfterMinutes(10).Stops(id, 12_000, StopReason.CarUnplugged);
        Assert.Equal(2000, Assert.Single(free.Ledger.Reports.OfType<Report.OfCdr>()).Session.Energy.Value);
        Assert.IsType<Report.OfSession>(free.Ledger.Reports[^2]);
    }

    [Fact]
    public void A_session_that_took_nothing_has_none()
    {
        site.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(0);
        site.After(TimeSpan.FromDays(3));
        Assert.Empty(Cdrs);
    }

    [Fact]
    public void A_late_stop_with_more_energy_makes_another()
    {
        site.Knows(s => s with { Prices = Prices(0.20m) });
        int id = site.Starts(10_000).TransactionId;
        site.AfterMinutes(5).Meters(11_000, id).Says(ConnectorStatus.Available);
        site.AfterMinutes(6).AfterMinutes(60).Restarts().Ready().Knows(s => s with { Prices = Prices(0.20m) });
        site.Stops(id, 11_500, at: site.Time.TrueUtc.AddMinutes(-64));
        site.AfterMinutes(60);
        Assert.Equal([1000, 1500], Cdrs.Select(c => c.Session.Energy.Value));
    }

    [Fact]
    public void Lost_prices_do_not_make_a_worse_one()
    {
        site.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(2000);
        site.AfterMinutes(60).Restarts().Knows(s => s with { Prices = PriceBook.Empty }).After(TimeSpan.FromDays(3));
        Assert.Equal(0.40m, Assert.Single(Cdrs).CostEur);
    }

    [Fact]
    public void Without_a_cloud_there_are_neither()
    {
        SiteStory alone = NewSite(withCloud: false);
        alone.Knows(s => s with { Prices = Prices(0.20m) });
        int id = alone.AfterMinutes(1).Starts(10_000).TransactionId;
        alone.AfterMinutes(10).Stops(id, 12_000, StopReason.CarUnplugged);
        alone.After(TimeSpan.FromDays(3));
        Assert.Empty(alone.Ledger.Reports);
    }

    [Fact]
    public void What_was_told_is_bounded()
    {
        CdrTold told = new(1, WattHours.Zero, 0, 0, VirtualTime.Noon, VirtualTime.Noon);
        site.Knows(s => s with { Cdrs = Keyed<long, CdrTold>.From(Enumerable.Range(-CdrTold.MostKept, CdrTold.MostKept).Select(i => told with { SessionId = i }), Comparer<long>.Default) });
        site.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(2000);
        site.AfterMinutes(60);
        Assert.Single(Cdrs);
        Assert.Equal(CdrTold.MostKept, site.State.Cdrs.Count);
    }

    [Fact]
    public void A_day_s_savings_are_queued_once_when_it_is_over()
    {
        DateOnly today = DateOnly.FromDateTime(VirtualTime.Noon.UtcDateTime);
        site.AfterMinutes(1);
        Assert.Empty(Days);
        site.After(TimeSpan.FromDays(1)).AfterMinutes(15).Restarts().AfterMinutes(15);
        Assert.Equal([today], Days);
        site.After(TimeSpan.FromDays(3)).AfterMinutes(15);
        Assert.Equal([today, today.AddDays(1), today.AddDays(2), today.AddDays(3)], Days);
    }

    [Fact]
    public void A_session_settled_anew_tells_its_day_again()
    {
        DateOnly today = DateOnly.FromDateTime(VirtualTime.Noon.UtcDateTime);
        Charges(2000);
        site.After(TimeSpan.FromDays(1));
        int before = Days.Count();

        site.Knows(s => s with { Prices = Prices(0.20m) }).Tick().Tick();

        Assert.True(before > 0);
        Assert.Equal(Enumerable.Repeat(today, before + 1), Days);
    }

    private static readonly CloudSettings Cloud = new(new Uri("mqtts://broker.example:8883"));

    private static SiteStory NewSite(bool withCloud = true) => new SiteStory(Bill.Configuration(0.30m) with
    {
        ChargePoints = SiteStory.AtSite().ChargePoints,
        Cloud = withCloud ? Cloud : null,
    }).Ready();

    private static PriceBook Prices(decimal eurPerKwh) => Bill.Prices(VirtualTime.Noon, [.. Enumerable.Repeat(eurPerKwh, 8)]);

    private void Charges(long wh)
    {
        int id = site.AfterMinutes(1).Starts(10_000).TransactionId;
        site.AfterMinutes(10).Stops(id, 10_000 + wh, StopReason.CarUnplugged);
    }
}
