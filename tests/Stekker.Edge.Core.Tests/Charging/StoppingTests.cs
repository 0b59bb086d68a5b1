using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Units;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Charging;

/// <summary>Transactions stop; a stop is never refused.</summary>
public sealed class StoppingTests
{
    private readonly SiteStory site = new SiteStory().Ready();

    [Fact]
    public void A_stop_is_in_the_ledger_in_the_same_step_as_its_answer()
    {
        int id = site.Says(ConnectorStatus.Preparing).Starts(10_000).TransactionId;

        site.AfterMinutes(60).Stops(id, 17_400);

        Session written = Assert.Single(site.Ledger.Sessions.Values);
        Assert.Equal(SessionState.Finished, written.State);
        Assert.Equal(7_400, written.Energy.Value);
        Assert.Equal(7_400, written.Ptus.Sum(p => p.Energy.Value));
        Assert.Equal(StopReason.Local, written.Transaction!.End!.Reason);
    }

    [Fact]
    public void The_same_stop_said_again_changes_nothing()
    {
        int id = site.Starts().TransactionId;
        site.AfterMinutes(60).Stops(id, 17_400);
        site.AfterMinutes(1).Forget();

        site.Stops(id, 17_400, at: site.Time.TrueUtc.AddMinutes(-1));

        Assert.DoesNotContain(site.Effects, e => e is Effect.LedgerWrite);
        Assert.Equal(7_400, site.Ledger.Sessions.Values.Single().Energy.Value);
    }

    [Fact]
    public void A_late_stop_replaces_the_inferred_end()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts(10_000).TransactionId;
        site.AfterMinutes(30).Meters(14_000, id).Says(ConnectorStatus.Available).AfterMinutes(6);
        Assert.True(site.Closed.Transaction!.End!.Inferred);

        DateTimeOffset stopped = site.Time.TrueUtc.AddMinutes(-7);
        site.AfterMinutes(600).Stops(id, 15_500, StopReason.CarUnplugged, stopped);

        Assert.Equal(5_500, site.Closed.Energy.Value);
        Assert.Equal((StopReason.CarUnplugged, false, stopped), (site.Closed.Transaction!.End!.Reason, site.Closed.Transaction.End.Inferred, site.Closed.Transaction.End.At.Utc));
        Assert.Equal(SessionState.Ended, site.Closed.State);
    }

    [Fact]
    public void A_late_stop_after_a_restart_replaces_the_inferred_end()
    {
        int id = site.Starts(10_000).TransactionId;
        site.AfterMinutes(30).Meters(14_000, id).Says(ConnectorStatus.Available).AfterMinutes(6).Restarts().Ready();

        site.Stops(id, 15_500);

        Assert.Equal((5_500, false), (site.Closed.Energy.Value, site.Closed.Transaction!.End!.Inferred));
    }

    [Fact]
    public void Unplugging_ends_charging_and_session_at_once()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts().TransactionId;

        site.AfterMinutes(5).Stops(id, 10_400, StopReason.CarUnplugged);

        Assert.Null(site.Session);
        Assert.Equal(SessionState.Ended, site.Closed.State);
        Assert.Equal(site.Time.TrueUtc, site.Closed.Unplugged!.Value.Utc);
    }

    [Fact]
    public void A_stop_that_comes_after_the_next_car_leaves_that_car_its_session()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts().TransactionId;
        site.AfterMinutes(5).Says(ConnectorStatus.Available).AfterMinutes(1).Says(ConnectorStatus.Preparing);
        DateTimeOffset plugged = site.Time.TrueUtc;

        site.AfterMinutes(1).Stops(id, 10_400, at: plugged.AddMinutes(-1));

        Assert.Equal(id, site.Closed.Transaction!.Id);
        Assert.Equal((null, plugged), (site.Session!.Transaction, site.Session.PluggedIn.Utc));
    }

    [Fact]
    public void A_stop_whose_start_is_not_known_is_kept_aside()
    {
        site.Stops(4711, 99_000, idTag: GoodCard);

        OrphanStop kept = Assert.Single(site.Ledger.Orphans);
        Assert.Equal((4711, new WattHours(99_000)), (kept.TransactionId, kept.MeterStop));
        Assert.Empty(site.Ledger.Sessions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_charger_that_never_got_the_id_is_understood(int said)
    {
        site.Starts(10_000);

        site.Stops(said, 12_000, idTag: GoodCard, reason: StopReason.CarUnplugged);

        Assert.Equal(2_000, site.Closed.Energy.Value);
        Assert.Empty(site.Ledger.Orphans);
    }

    [Fact]
    public void Without_an_id_the_card_tells_which_of_two_is_meant()
    {
        site.Cards(A("SECOND"));
        site.Starts(10_000);
        int second = site.Starts(20_000, "SECOND", connector: 2).TransactionId;

        site.Stops(-1, 23_000, StopReason.CarUnplugged, idTag: "second");

        Assert.Equal((second, 3_000), (site.Closed.Transaction!.Id, site.Closed.Energy.Value));
        Assert.True(site.Session!.HasOpenTransaction);
    }

    [Fact]
    public void Without_an_id_or_a_card_nobody_guesses_between_two()
    {
        site.Starts(10_000);
        site.Starts(20_000, connector: 2);

        site.Stops(-1, 23_000);

        Assert.Single(site.Ledger.Orphans);
        Assert.Equal(2, site.State.OpenSessions.Count(s => s.HasOpenTransaction));
    }

    [Fact]
    public void Without_an_id_a_stop_said_again_does_not_end_the_other_connectors_charging()
    {
        DateTimeOffset at = site.Time.TrueUtc;
        site.Starts(10_000);
        site.AfterMinutes(10).Stops(-1, 12_000, StopReason.CarUnplugged, at.AddMinutes(9));
        site.Starts(20_000, connector: 2);

        site.Stops(-1, 12_000, StopReason.CarUnplugged, at.AddMinutes(9));

        Assert.True(site.ChargePoint.Connectors.Find(2)!.Session!.HasOpenTransaction);
        Assert.Empty(site.Ledger.Orphans);
    }

    [Fact]
    public void Without_an_id_and_a_clock_a_stop_said_again_is_no_orphan()
    {
        site.Starts(10_000);
        site.AfterMinutes(10).Stops(-1, 12_000, StopReason.CarUnplugged, DateTimeOffset.UnixEpoch);
        site.AfterMinutes(1).Stops(-1, 12_000, StopReason.CarUnplugged, DateTimeOffset.UnixEpoch);

        Assert.Empty(site.Ledger.Orphans);
    }

    [Fact]
    public void Without_an_id_a_late_stop_is_the_newest_transactions_that_has_none()
    {
        site.Starts(10_000);
        site.AfterMinutes(10).Stops(-1, 12_000, StopReason.CarUnplugged);
        int second = site.Says(ConnectorStatus.Charging).Starts(12_000).TransactionId;
        site.Says(ConnectorStatus.Available).AfterMinutes(6);

        site.Stops(-1, 12_000, StopReason.CarUnplugged);

        Assert.Equal((second, false), (site.Closed.Transaction!.Id, site.Closed.Transaction.End!.Inferred));
    }

    [Fact]
    public void Samples_in_the_stop_count_and_the_stop_decides()
    {
        int id = site.Starts(10_000).TransactionId;
        site.AfterMinutes(30);

        site.Stops(id, 13_250, samples: [Sample(11_000, site.Time.TrueUtc.AddMinutes(-20)), Sample(13_200, site.Time.TrueUtc)]);

        Assert.Equal(3_250, site.Ledger.Sessions.Values.Single().Energy.Value);
    }

    [Fact]
    public void A_card_that_stops_is_judged_and_the_stop_holds_whatever_it_is_worth()
    {
        int id = site.Starts().TransactionId;

        Reply.TransactionStop answer = site.Stops(id, 11_000, idTag: "NOBODY");

        Assert.Equal(CardVerdict.Unknown, answer.Authorization!.Value.Verdict);
        Assert.False(site.Ledger.Sessions.Values.Single().HasOpenTransaction);
    }
}
