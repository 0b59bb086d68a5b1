using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;

namespace Stekker.Edge.Core.Tests.Reporting;

/// <summary>What the cloud is told of sessions, and when.</summary>
public sealed class SessionReportTests
{
    private readonly SiteStory site = NewSite();

    private IEnumerable<Report.OfSession> Told => site.Ledger.Reports.OfType<Report.OfSession>();

    private IEnumerable<SessionEvent> Events => Told.Select(r => r.Event);

    [Fact]
    public void A_session_is_told_once_at_its_start_each_quarter_and_at_its_end()
    {
        int transaction = Begins();
        for (int minute = 0; minute < 45; minute += 3)
        {
            site.AfterMinutes(3).Meters(10_000 + (minute * 100), transaction);
        }

        site.Stops(transaction, 15_000);
        site.Says(ConnectorStatus.Available);

        Assert.Equal([SessionEvent.Started, SessionEvent.Updated, SessionEvent.Updated, SessionEvent.Updated, SessionEvent.Updated, SessionEvent.Ended], Events);
        Assert.Equal((SessionState.Finished, 5000), (Told.ElementAt(4).Session.State, Told.ElementAt(4).Session.Energy.Value));
        Assert.Equal((SessionState.Ended, 5000), (Told.Last().Session.State, Told.Last().Session.Energy.Value));
    }

    [Fact]
    public void A_report_is_in_the_commit_of_what_it_tells()
    {
        site.Forget();
        Begins();
        int saved = site.Effects.FindIndex(e => e is Effect.SaveSession { Session.Transaction: not null });
        int told = site.Effects.FindIndex(e => e is Effect.QueueReport);
        Assert.True(saved >= 0 && told >= 0);
        Assert.DoesNotContain(site.Effects.Skip(Math.Min(saved, told)).Take(Math.Abs(saved - told)), e => e is Effect.Answer);
    }

    [Fact]
    public void A_restart_tells_nothing_again()
    {
        int transaction = Begins();
        site.AfterMinutes(1).Restarts().Ready();
        site.AfterMinutes(1);
        site.Stops(transaction, 12_000);
        site.Says(ConnectorStatus.Available).Restarts().Ready();
        site.AfterMinutes(30);

        Assert.Equal([SessionEvent.Started, SessionEvent.Updated, SessionEvent.Ended], Events);
    }

    [Fact]
    public void A_stop_that_comes_after_the_session_was_closed_is_told_as_its_end_once_more()
    {
        int transaction = Begins();
        site.Meters(12_000, transaction);
        site.Says(ConnectorStatus.Available).AfterMinutes(10);
        Assert.Equal(SessionEvent.Ended, Events.Last());
        int before = Told.Count();

        site.Stops(transaction, 12_500);

        Assert.Equal((before + 1, SessionEvent.Ended, 2500), (Told.Count(), Events.Last(), Told.Last().Session.Energy.Value));
    }

    [Fact]
    public void A_car_that_is_plugged_in_without_a_card_is_not_the_cloud_s_business()
    {
        site.Ready().Says(ConnectorStatus.Preparing).AfterMinutes(20).Says(ConnectorStatus.Available).AfterMinutes(20);
        Assert.Empty(site.Ledger.Reports);
    }

    [Fact]
    public void A_site_without_a_cloud_keeps_no_reports()
    {
        SiteStory alone = new();
        alone.Ready().Says(ConnectorStatus.Preparing);
        alone.Stops(alone.Starts().TransactionId, 12_000);
        alone.Says(ConnectorStatus.Available).AfterMinutes(20);
        Assert.Empty(alone.Ledger.Reports);
    }

    [Fact]
    public void A_command_that_comes_again_is_known_also_after_a_restart_and_answered_once()
    {
        Assert.IsType<Reply.Done>(site.Asks(r => new SiteEvent.CommandBegun(r, "c1")));
        Assert.IsType<Reply.Impossible>(site.Asks(r => new SiteEvent.CommandBegun(r, "c1")));
        site.Restarts();
        Assert.False(site.State.Commands.Find("c1")!.IsEnded);
        site.Asks(r => new SiteEvent.CommandEnded(r, "c1", "{}"));
        site.Restarts();
        Assert.IsType<Reply.Impossible>(site.Asks(r => new SiteEvent.CommandBegun(r, "c1")));
        Assert.Equal("c1", Assert.Single(site.Ledger.Reports.OfType<Report.OfCommand>()).CommandId);
    }

    [Fact]
    public void Old_commands_are_forgotten_before_new_ones()
    {
        for (int i = 0; i < CloudCommand.MostKept + 10; i++)
        {
            site.AfterMinutes(0.1).Asks(r => new SiteEvent.CommandBegun(r, $"c{i}"));
        }

        Assert.Equal(CloudCommand.MostKept, site.State.Commands.Count);
        Assert.Null(site.State.Commands.Find("c0"));
        Assert.NotNull(site.State.Commands.Find("c10"));
    }

    private static SiteStory NewSite() => new(SiteStory.AtSite() with { Cloud = new CloudSettings(new Uri("mqtts://broker.example:8883")) });

    private int Begins()
    {
        site.Ready().Says(ConnectorStatus.Preparing);
        int transaction = site.Starts().TransactionId;
        site.Says(ConnectorStatus.Charging);
        return transaction;
    }
}
