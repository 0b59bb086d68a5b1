using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using static Stekker.Edge.Core.Tests.Site.SiteStory;

namespace Stekker.Edge.Core.Tests.ChargePoints;

/// <summary>Charge points come and go.</summary>
public sealed class LinesTests
{
    private readonly SiteStory site = new();

    [Fact]
    public void The_end_of_a_line_that_was_replaced_is_no_news()
    {
        site.Connects().Connects();

        site.Happens(new SiteEvent.Disconnected(Cp, 1, "frozen socket closed"));

        Assert.True(site.ChargePoint.IsConnected);
        Assert.False(site.LineDrops().ChargePoint.IsConnected);
    }

    [Fact]
    public void A_boot_tells_interval_and_time_and_asks_what_it_can()
    {
        Reply.Boot answer = (Reply.Boot)site.Connects().Boots();

        Assert.Equal((TimeSpan.FromMinutes(5), site.Time.TrueUtc), (answer.Interval, answer.Utc));
        Assert.Single(site.Orders.OfType<Order.Commission>());
        Assert.Empty(site.After(TimeSpan.FromSeconds(6)).Orders.OfType<Order.Commission>().Skip(1));
    }

    [Fact]
    public void One_that_was_only_cut_off_is_asked_without_a_boot()
    {
        site.Connects();
        Assert.Empty(site.After(TimeSpan.FromSeconds(4)).Orders);

        Assert.Single(site.After(TimeSpan.FromSeconds(1)).Orders.OfType<Order.Commission>());
    }

    [Fact]
    public void After_it_told_what_it_can_its_status_is_asked()
    {
        site.Ready();

        Assert.Contains(new Order.AskForStatus(), site.Orders);
        Assert.NotNull(site.ChargePoint.Capabilities);
    }

    [Fact]
    public void A_heartbeat_is_answered_with_the_time_also_to_strangers() =>
        Assert.Equal(new Reply.Clock(site.Time.TrueUtc), site.Asks(r => new SiteEvent.Heartbeat(r, "NEW")));

    [Fact]
    public void Two_chargers_with_one_id_are_told_once_until_it_is_over()
    {
        for (int i = 0; i < 10; i++)
        {
            site.Happens(new SiteEvent.Connected(Cp, 100 + i, "ocpp1.6", $"192.0.2.{i % 2}:{40_000 + i}")).After(TimeSpan.FromSeconds(7));
        }

        Alert alert = Assert.Single(site.State.Alerts);
        Assert.Contains("set to the id CP01", alert.Text, StringComparison.Ordinal);
        Assert.Single(site.Effects.OfType<Effect.Tell>(), t => t.Level == TellLevel.Alarm);

        site.AfterMinutes(2.1);

        Assert.Empty(site.State.Alerts);
        Assert.Contains(site.Told, t => t.StartsWith("Over: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_charger_with_a_bad_line_is_not_taken_for_two()
    {
        for (int i = 0; i < 10; i++)
        {
            site.Connects().AfterMinutes(1);
        }

        Assert.Empty(site.State.Alerts);
    }

    [Fact]
    public void What_it_noticed_is_told_and_answered()
    {
        site.Connects();

        Assert.IsType<Reply.Done>(site.Asks(r => new SiteEvent.Noticed(r, Cp, "firmware: Downloading", false)));
        Assert.Contains("firmware: Downloading", site.Told);
    }
}
