using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Tests.Site;

/// <summary>What time alone brings about.</summary>
public sealed class HousekeepingTests
{
    private readonly SiteStory site = new SiteStory().Ready();

    [Fact]
    public void Energy_reaches_the_ledger_every_two_minutes()
    {
        int id = site.Starts(10_000).TransactionId;
        site.Meters(10_100, id, site.Time.TrueUtc);
        site.After(TimeSpan.FromSeconds(119));
        Assert.Equal(0, site.Ledger.Sessions.Values.Single().Energy.Value);

        site.After(TimeSpan.FromSeconds(1));

        Assert.Equal(100, site.Ledger.Sessions.Values.Single().Energy.Value);
        Assert.False(site.Session!.Unsaved);
    }

    [Fact]
    public void A_checkpoint_writes_what_is_new_and_nothing_else()
    {
        site.Starts(10_000);
        int second = site.Starts(20_000, connector: 2).TransactionId;
        site.AfterMinutes(2).Meters(20_500, second, connector: 2).Forget();

        site.AfterMinutes(2);

        Assert.Equal(2, Assert.Single(site.Effects.OfType<Effect.SaveSession>()).Session.ConnectorId);
        Assert.DoesNotContain(site.Forget().AfterMinutes(2).Effects, e => e is Effect.SaveSession);
    }

    [Fact]
    public void What_a_power_cut_took_the_next_value_brings_back()
    {
        int id = site.Starts(10_000).TransactionId;
        site.After(TimeSpan.FromSeconds(50)).Meters(10_150, id);
        site.Restarts().Ready();
        Assert.Equal(0, site.Session!.Energy.Value);

        site.After(TimeSpan.FromSeconds(10)).Meters(10_180, id);

        Assert.Equal(180, site.Session!.Energy.Value);
    }

    [Fact]
    public void An_open_session_is_back_on_its_connector_after_a_restart()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts(10_000).TransactionId;
        site.AfterMinutes(3).Meters(10_700, id).AfterMinutes(3).Restarts();

        Assert.Equal((id, 700), (site.Session!.Transaction!.Id, site.Session.Energy.Value));
        Assert.Equal((ConnectorStatus.Unknown, false), (site.Connector.Status, site.ChargePoint.IsConnected));
    }

    [Fact]
    public void The_last_closed_sessions_are_remembered_and_no_more()
    {
        for (int i = 0; i < 12; i++)
        {
            int id = site.AfterMinutes(1).Starts(10_000 + i).TransactionId;
            site.Stops(id, 10_001 + i, StopReason.CarUnplugged);
        }

        Assert.Equal(ChargePoint.RecentSessions, site.ChargePoint.Recent.Length);
        Assert.Equal(site.ChargePoint.Recent.Select(s => s.Id), site.Restarts().ChargePoint.Recent.Select(s => s.Id));
        Assert.Equal(12, site.Ledger.Sessions.Count);
    }

    [Fact]
    public void The_same_state_event_and_now_give_the_same_again()
    {
        SiteEvent.TransactionStarted start = new(new RequestId(9), SiteStory.Cp, 1, SiteStory.GoodCard, new(10_000), site.Time.TrueUtc);

        var first = SiteStep.Next(site.State, start, site.Time.Now);
        var second = SiteStep.Next(site.State, start, site.Time.Now);

        Assert.Equal(first.Effects.Select(e => $"{e}"), second.Effects.Select(e => $"{e}"));
    }
}
