using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Savings;

/// <summary>When sessions are settled, and when again.</summary>
public sealed class SettlingTests
{
    private readonly SiteStory site = NewSite(reference: 0.30m);

    private Settlement Bill => Assert.Single(site.Ledger.Settlements).Value;

    private IEnumerable<Settlement> Written => site.Effects.OfType<Effect.SaveSettlement>().Select(e => e.Settlement);

    [Fact]
    public void A_session_is_settled_in_the_step_that_ends_it()
    {
        Charges(site, 2000);

        int session = site.Effects.FindLastIndex(e => e is Effect.SaveSession);
        int settlement = site.Effects.FindIndex(e => e is Effect.SaveSettlement);
        Assert.True(session >= 0 && settlement > session);
        Assert.Equal((2000, SettlementState.NoPrices), (Bill.Energy.Value, Bill.State));
    }

    [Fact]
    public void Late_prices_settle_it_at_the_next_tick_and_write_it_once()
    {
        Charges(site, 2000);
        site.AfterMinutes(60).Forget();

        site.Knows(s => s with { Prices = Prices(0.20m) }).Tick();

        Assert.Equal((SettlementState.Settled, 0.40m, 0.20m), (Bill.State, Bill.Money!.CostEur, Bill.Money.SavedEur));
        Assert.Empty(site.State.Unsettled.Sessions);
        Assert.Single(Written);
        Assert.DoesNotContain(site.Forget().Knows(s => s with { Prices = Prices(0.50m) }).AfterMinutes(60).Effects, e => e is Effect.SaveSettlement);
    }

    [Fact]
    public void Nothing_is_written_where_nothing_changed()
    {
        Charges(site, 2000);

        site.AfterMinutes(60).Forget().AfterMinutes(15).AfterMinutes(15);

        Assert.Empty(Written);
        Assert.Single(site.State.Unsettled.Sessions);
    }

    [Fact]
    public void The_sun_of_the_last_quarter_comes_with_the_meters()
    {
        site.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(site, 2000);
        Assert.Equal((SettlementState.Provisional, 0), (Bill.State, Bill.Sun.Value));

        site.Knows(s => s with { History = new SiteHistory([Savings.Bill.Quarter(VirtualNoon, sun: 1500, building: 500, cars: 2000)]) }).AfterMinutes(15);

        Assert.Equal((SettlementState.Settled, 1000), (Bill.State, Bill.Sun.Value));
    }

    [Fact]
    public void A_restart_keeps_what_is_unsettled()
    {
        Charges(site, 2000);

        site.Restarts().Knows(s => s with { Prices = Prices(0.20m) }).AfterMinutes(60);

        Assert.Equal((SettlementState.Settled, 0.40m), (Bill.State, Bill.Money!.CostEur));
    }

    [Fact]
    public void A_restart_that_lost_the_prices_loses_no_settlement()
    {
        SiteStory byMonth = NewSite(reference: null);
        byMonth.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(byMonth, 2000);
        byMonth.AfterMinutes(60);
        Settlement before = byMonth.Ledger.Settlements.Single().Value;

        byMonth.Restarts().AfterMinutes(60);

        Assert.NotNull(before.Money);
        Assert.Equal(before, byMonth.Ledger.Settlements.Single().Value);
    }

    [Fact]
    public void When_its_month_is_whole_only_the_reference_moves_and_its_quarters_are_not_kept()
    {
        SiteStory byMonth = NewSite(reference: null);
        byMonth.Knows(s => s with { Prices = Prices(0.20m) });
        Charges(byMonth, 2000);
        byMonth.AfterMinutes(60);
        Assert.Null(Assert.Single(byMonth.State.Unsettled.Sessions).Session);

        byMonth.Knows(s => s with { Prices = Savings.Bill.Month(VirtualNoon, 0.40m) }).Tick();

        Settlement bill = byMonth.Ledger.Settlements.Single().Value;
        Assert.Equal((SettlementState.Settled, 0.40m, 0.80m), (bill.State, bill.Money!.CostEur, bill.Money.ReferenceEur));
        Assert.Empty(byMonth.State.Unsettled.Sessions);
    }

    [Fact]
    public void After_45_days_prices_are_no_longer_waited_for()
    {
        Charges(site, 2000);

        site.After(TimeSpan.FromDays(44));
        Assert.Single(site.State.Unsettled.Sessions);
        site.After(TimeSpan.FromDays(2));

        Assert.Empty(site.State.Unsettled.Sessions);
        Assert.Equal(SettlementState.NoPrices, Bill.State);
    }

    [Fact]
    public void While_the_clock_is_not_set_nothing_is_settled()
    {
        site.Time.WakeWithout(TimeSpan.FromDays(-300));
        site.Restarts().Ready().Knows(s => s with { Prices = Prices(0.20m) });
        Charges(site, 2000);
        Assert.Empty(site.Ledger.Settlements);

        site.Time.Arrive();
        site.AfterMinutes(60);

        Assert.Equal((SettlementState.Settled, VirtualNoon), (Bill.State, Ptu.StartOf(Bill.PluggedIn)));
    }

    [Fact]
    public void A_late_stop_settles_it_again()
    {
        site.Knows(s => s with { Prices = Prices(0.20m) });
        int id = site.Starts(10_000).TransactionId;
        site.AfterMinutes(5).Meters(11_000, id).Says(ConnectorStatus.Available);
        site.AfterMinutes(6).AfterMinutes(60);
        Assert.Equal(1000, Bill.Energy.Value);

        site.Stops(id, 11_500, at: site.Time.TrueUtc.AddMinutes(-64));

        Assert.Equal((1500, SettlementState.Settled), (Bill.Energy.Value, Bill.State));
    }

    [Fact]
    public void A_transaction_that_goes_on_after_all_waits_for_its_end()
    {
        int id = site.Starts(10_000).TransactionId;
        site.AfterMinutes(5).Meters(11_000, id).Says(ConnectorStatus.Available);
        site.AfterMinutes(6);
        Assert.Single(site.State.Unsettled.Sessions);

        site.Meters(11_800, id);
        Assert.Empty(site.State.Unsettled.Sessions);
        site.Knows(s => s with { Prices = Prices(0.20m) }).Stops(id, 12_000, StopReason.CarUnplugged);

        Assert.Equal(2000, Bill.Energy.Value);
    }

    [Fact]
    public void A_day_of_prices_that_touches_hundreds_of_sessions_is_taken_in_steps()
    {
        for (int i = 0; i < 250; i++)
        {
            int id = site.After(TimeSpan.FromSeconds(2)).Starts(10_000).TransactionId;
            site.Stops(id, 10_100, StopReason.CarUnplugged);
        }

        site.AfterMinutes(60).Tick().Tick().Forget();
        site.Knows(s => s with { Prices = Prices(0.20m) });

        Assert.Equal([100, 100, 50, 0], Enumerable.Range(0, 4).Select(_ => site.Forget().Tick().Effects.Count(e => e is Effect.SaveSettlement)));
        Assert.All(site.Ledger.Settlements.Values, s => Assert.Equal(SettlementState.Settled, s.State));
    }

    [Fact]
    public void New_prices_reach_every_session_even_where_a_quarter_begins_meanwhile()
    {
        SiteStory byMonth = NewSite(reference: null);
        byMonth.Knows(s => s with { Prices = Prices(0.20m) });
        for (int i = 0; i < 150; i++)
        {
            int id = byMonth.After(TimeSpan.FromSeconds(2)).Starts(10_000).TransactionId;
            byMonth.Stops(id, 10_100, StopReason.CarUnplugged);
        }

        byMonth.AfterMinutes(60).Tick();
        Assert.All(byMonth.State.Unsettled.Sessions, s => Assert.Null(s.Session));
        byMonth.Knows(s => s with { Prices = Savings.Bill.Month(VirtualNoon, 0.40m) }).Tick().AfterMinutes(15).Tick().Tick();

        Assert.All(byMonth.Ledger.Settlements.Values, s => Assert.Equal((SettlementState.Settled, 0.04m), (s.State, s.Money!.ReferenceEur)));
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        Unsettled all = Unsettled.None;
        for (int id = 1; id <= Unsettled.Most + 5; id++)
        {
            all = all.With(new UnsettledSession(id, null, null));
        }

        Assert.Equal((Unsettled.Most, 6), (all.Sessions.Count, all.Sessions[0].Id));
    }

    private static DateTimeOffset VirtualNoon => Tests.Time.VirtualTime.Noon;

    private static SiteStory NewSite(decimal? reference) => new SiteStory(Savings.Bill.Configuration(reference) with
    {
        ChargePoints = SiteStory.AtSite().ChargePoints,
    }).Ready();

    /// <summary>The two hours around noon.</summary>
    private static PriceBook Prices(decimal eurPerKwh) => Savings.Bill.Prices(VirtualNoon, [.. Enumerable.Repeat(eurPerKwh, 8)]);

    private static void Charges(SiteStory site, long wh)
    {
        int id = site.AfterMinutes(1).Starts(10_000).TransactionId;
        site.AfterMinutes(10).Stops(id, 10_000 + wh, StopReason.CarUnplugged);
    }
}
