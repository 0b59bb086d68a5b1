using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Tests.Site;

namespace Stekker.Edge.Core.Tests.Charging;

/// <summary>Transactions whose stop never comes, and those that go on after all.</summary>
public sealed class ClosingTests
{
    private readonly SiteStory site = new SiteStory().Ready();

    [Fact]
    public void A_boot_ends_nothing()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts().TransactionId;
        site.LineDrops().AfterMinutes(3).Ready();

        site.AfterMinutes(60).Meters(12_000, id);

        Assert.Equal((id, 2_000), (site.Session!.Transaction!.Id, site.Session.Energy.Value));
        Assert.True(site.Session.HasOpenTransaction);
    }

    [Fact]
    public void A_free_connector_closes_its_transaction_after_a_grace()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts(10_000).TransactionId;
        site.AfterMinutes(10).Meters(11_500, id).Says(ConnectorStatus.Available);

        Assert.True(site.AfterMinutes(4.9).Session!.HasOpenTransaction);
        Assert.Null(site.AfterMinutes(0.2).Session);
        Assert.Equal((StopReason.NeverReported, 11_500), (site.Closed.Transaction!.End!.Reason, site.Closed.Transaction.End.MeterStop.Value));
    }

    [Fact]
    public void A_car_plugged_in_after_free_was_reported_does_not_keep_the_old_transaction_open()
    {
        site.Says(ConnectorStatus.Charging).Starts();
        site.AfterMinutes(10).Says(ConnectorStatus.Available).AfterMinutes(1).Says(ConnectorStatus.Preparing);
        DateTimeOffset plugged = site.Time.TrueUtc;

        site.AfterMinutes(5);

        Assert.True(site.Closed.Transaction!.End!.Inferred);
        Assert.Equal((null, plugged), (site.Session!.Transaction, site.Session.PluggedIn.Utc));
    }

    [Fact]
    public void Charging_again_after_free_was_reported_keeps_the_transaction()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts().TransactionId;
        site.Says(ConnectorStatus.Available).AfterMinutes(1).Says(ConnectorStatus.Charging);

        Assert.Equal(id, site.AfterMinutes(60).Session!.Transaction!.Id);
    }

    [Fact]
    public void A_charger_that_keeps_its_status_to_itself_charges_on_while_it_names_the_transaction()
    {
        int id = site.Says(ConnectorStatus.Available).Starts(10_000).TransactionId;
        for (int minute = 1; minute <= 20; minute++)
        {
            site.AfterMinutes(1).Meters(10_000 + (minute * 100), id);
        }

        Assert.True(site.Session!.HasOpenTransaction);
    }

    [Fact]
    public void Silence_past_the_set_time_closes_by_what_is_known()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts(10_000).TransactionId;
        site.AfterMinutes(20).Meters(12_000, id).LineDrops();

        Assert.NotNull(site.After(TimeSpan.FromHours(47)).Session);
        Assert.Null(site.After(TimeSpan.FromHours(1)).Session);
        Assert.Equal(2_000, site.Closed.Energy.Value);
    }

    [Theory]
    [InlineData(ConnectorStatus.Preparing)]
    [InlineData(ConnectorStatus.Finishing)]
    [InlineData(ConnectorStatus.Unavailable)]
    [InlineData(ConnectorStatus.Faulted)]
    public void A_charger_that_talks_but_stays_without_the_transaction_loses_it_at_the_set_time(ConnectorStatus status)
    {
        site.Says(ConnectorStatus.Charging).Starts();
        for (int hour = 0; hour < 49; hour++)
        {
            site.Says(status).Meters(10_000).After(TimeSpan.FromHours(1));
        }

        Assert.True(site.Closed.Transaction!.End!.Inferred);
    }

    [Fact]
    public void A_transaction_closed_too_soon_is_opened_again_by_its_next_value()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts(10_000).TransactionId;
        site.LineDrops().After(TimeSpan.FromHours(49)).Ready();
        Assert.Null(site.Session);

        site.Meters(50_000, id);

        Assert.Equal((id, 40_000), (site.Session!.Transaction!.Id, site.Session.Energy.Value));
        Assert.Equal(SessionState.Charging, site.Ledger.Sessions.Values.Single().State);
        Assert.Empty(site.ChargePoint.Recent);
    }

    [Fact]
    public void One_opened_again_at_a_free_connector_is_closed_again_after_the_grace()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts(10_000).TransactionId;
        site.Says(ConnectorStatus.Available).AfterMinutes(6).Meters(10_500, id);
        Assert.NotNull(site.Session);

        Assert.Null(site.AfterMinutes(6).Session);
        Assert.Equal(500, site.Closed.Energy.Value);
    }

    [Fact]
    public void One_that_was_stopped_is_not_opened_again()
    {
        int id = site.Starts(10_000).TransactionId;
        site.Stops(id, 11_000, StopReason.CarUnplugged);

        site.Meters(11_500, id);

        Assert.Null(site.Session);
        Assert.Equal(1_000, site.Closed.Energy.Value);
    }

    [Fact]
    public void The_end_is_never_before_the_stop()
    {
        int id = site.Says(ConnectorStatus.Charging).Starts().TransactionId;
        site.AfterMinutes(10).Stops(id, 11_000);

        site.Says(ConnectorStatus.Available, at: site.Time.TrueUtc.AddMinutes(-3));

        Assert.Equal(site.Time.TrueUtc, site.Closed.Unplugged!.Value.Utc);
    }
}
