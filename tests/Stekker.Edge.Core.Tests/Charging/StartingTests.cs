using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Charging;

/// <summary>Transactions begin.</summary>
public sealed class StartingTests
{
    private readonly SiteStory site = new SiteStory().Ready();

    [Fact]
    public void A_start_is_in_the_ledger_in_the_same_step_as_its_answer()
    {
        Reply.TransactionStart answer = site.Starts(meterWh: 5_000);

        Session written = Assert.Single(site.Ledger.Sessions.Values);
        Assert.Equal(answer.TransactionId, written.Transaction!.Id);
        Assert.Equal(CardVerdict.Accepted, written.Transaction.Verdict);
        Assert.Equal("label of 04A2B3C4", written.CardLabel);
    }

    [Fact]
    public void The_same_start_said_again_gets_the_same_id_and_changes_nothing()
    {
        DateTimeOffset at = site.Time.TrueUtc;
        int first = site.Starts(at: at).TransactionId;
        site.After(TimeSpan.FromSeconds(40)).Forget();

        Assert.Equal(first, site.Starts(at: at).TransactionId);
        Assert.Single(site.Ledger.Sessions);
        Assert.DoesNotContain(site.Effects, e => e is Effect.LedgerWrite);
    }

    [Fact]
    public void The_same_start_said_again_after_a_restart_gets_the_same_id()
    {
        DateTimeOffset at = site.Time.TrueUtc.AddTicks(1234);
        int first = site.Starts(at: at).TransactionId;

        site.Restarts().Ready();

        Assert.Equal(first, site.Starts(at: at).TransactionId);
        Assert.Single(site.Ledger.Sessions);
    }

    [Fact]
    public void The_same_start_said_again_after_its_stop_gets_the_same_id()
    {
        DateTimeOffset at = site.Time.TrueUtc;
        int first = site.Starts(at: at).TransactionId;
        site.AfterMinutes(30).Stops(first, 12_000);
        site.Says(ConnectorStatus.Available);

        Assert.Equal(first, site.Starts(at: at).TransactionId);
        Assert.Null(site.Session);
    }

    [Fact]
    public void Ids_go_on_after_a_restart()
    {
        int first = site.Starts().TransactionId;
        site.Stops(first, 11_000, StopReason.CarUnplugged);

        site.Restarts().Ready();

        Assert.True(site.Starts(11_000).TransactionId > first);
    }

    [Fact]
    public void A_second_start_on_the_same_cable_is_a_second_session()
    {
        site.Says(ConnectorStatus.Preparing);
        int first = site.Starts(10_000).TransactionId;
        site.AfterMinutes(10).Stops(first, 11_000);
        site.Says(ConnectorStatus.Finishing).AfterMinutes(5);

        int second = site.Starts(11_000).TransactionId;

        Assert.NotEqual(first, second);
        Assert.Equal(second, site.Session!.Transaction!.Id);
        Assert.Equal(first, site.Closed.Transaction!.Id);
        Assert.Equal(1_000, site.Closed.Energy.Value);
    }

    [Fact]
    public void A_start_closes_the_one_before_that_never_stopped()
    {
        int first = site.Starts(10_000).TransactionId;
        site.AfterMinutes(20).Meters(13_000, first).AfterMinutes(60);

        site.Starts(16_000);

        Assert.Equal(new TransactionEnd(site.Closed.Transaction!.End!.At, new(13_000), StopReason.NeverReported, Inferred: true), site.Closed.Transaction.End);
        Assert.Equal(3_000, site.Closed.Energy.Value);
        Assert.Equal(site.Time.TrueUtc.AddMinutes(-60), site.Closed.Transaction.End!.At.Utc);
    }

    [Fact]
    public void A_start_with_a_card_of_another_site_gets_an_id_all_the_same()
    {
        site.Cards(A("OTHER", new CardScope(CardScopeKind.Site, "elsewhere-1")));

        Reply.TransactionStart answer = site.Starts(idTag: "other");

        Assert.Equal(CardVerdict.OtherSite, answer.Authorization.Verdict);
        Assert.Equal(CardVerdict.OtherSite, site.Session!.Transaction!.Verdict);
        Assert.Equal("OTHER", Assert.Single(site.State.Refusals).IdTag.Text);
    }

    [Fact]
    public void A_start_queued_offline_keeps_its_own_time_also_where_the_car_was_seen_later()
    {
        DateTimeOffset yesterday = site.Time.TrueUtc.AddHours(-20);
        site.Says(ConnectorStatus.Charging);

        site.Starts(at: yesterday);

        Assert.Equal(yesterday, site.Session!.PluggedIn.Utc);
        Assert.Equal(yesterday, site.Session.Transaction!.Started.Utc);
    }

    [Fact]
    public void A_start_by_a_charger_with_a_clock_in_1970_is_now()
    {
        site.Starts(at: DateTimeOffset.UnixEpoch.AddSeconds(12));

        Assert.Equal(site.Time.TrueUtc, site.Session!.Transaction!.Started.Utc);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(12), site.Session.Transaction.StartedAtSaid);
    }

    [Theory]
    [InlineData(ConnectorStatus.Charging, SessionState.Charging)]
    [InlineData(ConnectorStatus.SuspendedByCar, SessionState.PausedByCar)]
    [InlineData(ConnectorStatus.SuspendedByCharger, SessionState.PausedBySite)]
    public void A_session_begins_as_its_connector_says(ConnectorStatus status, SessionState expected)
    {
        site.Says(status);
        site.Starts();

        Assert.Equal(expected, site.Session!.State);
    }
}
