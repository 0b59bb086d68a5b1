using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.Charging;

/// <summary>Sessions last from plug-in to plug-out.</summary>
public sealed class PluggingTests
{
    private readonly SiteStory site = new SiteStory().Ready();

    [Fact]
    public void From_plug_in_to_plug_out()
    {
        DateTimeOffset plugged = site.Says(ConnectorStatus.Preparing).Time.TrueUtc;
        int id = site.AfterMinutes(1).Starts(10_000).TransactionId;
        site.Says(ConnectorStatus.Charging).AfterMinutes(44).Meters(20_000, id).Says(ConnectorStatus.SuspendedByCar);
        Assert.Equal(SessionState.PausedByCar, site.Session!.State);

        site.AfterMinutes(300).Stops(id, 20_000);
        site.Says(ConnectorStatus.Finishing).AfterMinutes(5).Says(ConnectorStatus.Available);

        Assert.Equal((plugged, site.Time.TrueUtc), (site.Closed.PluggedIn.Utc, site.Closed.Unplugged!.Value.Utc));
        Assert.Equal(["12:00", "12:15", "12:30"], site.Closed.Ptus.Select(p => $"{p.Start:HH:mm}"));
        Assert.Equal(10_000, site.Closed.Ptus.Sum(p => p.Energy.Value));
    }

    [Fact]
    public void A_rattling_cable_is_not_worth_the_flash()
    {
        site.Forget().Says(ConnectorStatus.Preparing).AfterMinutes(1).Says(ConnectorStatus.Available);

        Assert.Null(site.Session);
        Assert.DoesNotContain(site.Effects, e => e is Effect.LedgerWrite);
    }

    [Fact]
    public void A_car_that_stood_there_without_a_card_is_written_down()
    {
        site.Says(ConnectorStatus.Preparing).AfterMinutes(2).AfterMinutes(30).Says(ConnectorStatus.Available);

        Assert.Equal((SessionState.Ended, null), (site.Closed.State, site.Closed.Transaction));
    }

    [Fact]
    public void Finishing_begins_nothing()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts().TransactionId;
        site.Stops(id, 11_000, StopReason.CarUnplugged);

        Assert.Null(site.Says(ConnectorStatus.Finishing).Session);
    }

    [Fact]
    public void Connector_0_is_the_charge_point_itself()
    {
        site.Says(ConnectorStatus.Preparing, connector: 0);

        Assert.Empty(site.ChargePoint.Connectors);
    }

    [Fact]
    public void A_fault_is_told_and_ends_nothing()
    {
        site.Says(ConnectorStatus.Charging).Starts();

        site.Asks(r => new SiteEvent.StatusReported(r, Cp, 1, ConnectorStatus.Faulted, "GroundFailure", null));

        Assert.Contains(site.Told, t => t.Contains("GroundFailure", StringComparison.Ordinal));
        Assert.True(site.Session!.HasOpenTransaction);
    }

    [Fact]
    public void No_card_needed_a_car_that_is_plugged_in_is_started_by_us()
    {
        SiteStory open = new SiteStory(AtSite(access: new AccessRules { NoCardNeeded = true })).Ready();

        open.Says(ConnectorStatus.Preparing);

        Order.StartRemotely order = Assert.Single(open.Orders.OfType<Order.StartRemotely>());
        Assert.Equal(("NOCARD", 1, null), (order.IdTag.Text, order.ConnectorId, order.Request));
        Assert.True(open.Starts(idTag: order.IdTag.Text).Authorization.Accepted);
    }

    [Fact]
    public void No_card_needed_a_car_that_came_before_the_last_session_was_known_to_be_over_is_started_too()
    {
        SiteStory open = new SiteStory(AtSite(access: new AccessRules { NoCardNeeded = true })).Ready();
        open.Says(ConnectorStatus.Charging).Starts();
        open.Says(ConnectorStatus.Available).AfterMinutes(1).Says(ConnectorStatus.Preparing);
        Assert.Empty(open.Orders.OfType<Order.StartRemotely>());

        open.AfterMinutes(5);

        Assert.Single(open.Orders.OfType<Order.StartRemotely>());
    }

    [Fact]
    public void Where_a_card_is_needed_nobody_is_started()
    {
        site.Says(ConnectorStatus.Preparing);

        Assert.Empty(site.Orders.OfType<Order.StartRemotely>());
    }

    [Fact]
    public void Nobody_waits_for_a_start_of_ours_but_its_refusal_is_told()
    {
        SiteStory open = new SiteStory(AtSite(access: new AccessRules { NoCardNeeded = true })).Ready();
        open.Says(ConnectorStatus.Preparing);

        open.Ends(open.Orders.OfType<Order.StartRemotely>().Single(), new OrderOutcome.Refused("Rejected"));

        Assert.Contains(open.Told, t => t.Contains("did not start for NOCARD", StringComparison.Ordinal));
    }
}
