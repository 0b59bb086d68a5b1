using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Time;
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
    public void A_charger_with_a_bad_cable_is_told_three_times_and_then_once_an_hour_by_its_number()
    {
        FlapFor(TimeSpan.FromMinutes(59), out int losses);

        string[] told = LinesOf(Cp);
        Assert.Equal(3, told.Count(t => t.StartsWith("CP01 is gone: closed by peer", StringComparison.Ordinal)));
        Assert.Equal("CP01 is gone: closed by peer; if it goes on like this, it is told once an hour", told.Last(t => t.Contains("gone", StringComparison.Ordinal)));
        Assert.Equal(4, told.Count(t => t.StartsWith("CP01 connected from", StringComparison.Ordinal)));
        Assert.Equal(4, told.Count(t => t.StartsWith("CP01 booted", StringComparison.Ordinal)));

        site.Forget();
        FlapFor(TimeSpan.FromMinutes(2), out int more);
        string since = Local(site.Time.TrueUtc - TimeSpan.FromMinutes(61));
        string line = Assert.Single(LinesOf(Cp));
        Assert.Matches($"^CP01 lost its line [0-9]+ times since {since}, and is (not )?connected now; look at its cable or its Wi-Fi$", line);
        Assert.InRange(int.Parse(line.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture), losses, losses + more);

        site.Forget();
        FlapFor(TimeSpan.FromHours(5), out _);
        Assert.Equal(5, LinesOf(Cp).Length);
    }

    [Fact]
    public void One_that_stays_away_after_flapping_is_told_to_be_away_and_one_that_was_quiet_for_an_hour_is_told_in_full_again()
    {
        FlapFor(TimeSpan.FromMinutes(5), out _);
        site.LineDrops().Forget();
        site.AfterMinutes(56);
        Assert.EndsWith("and is not connected now; look at its cable or its Wi-Fi", Assert.Single(LinesOf(Cp)), StringComparison.Ordinal);

        site.Forget();
        site.AfterMinutes(60).AfterMinutes(60);
        Assert.Empty(LinesOf(Cp));
        Assert.Null(site.ChargePoint.Losses);
        site.Connects().LineDrops();
        Assert.Equal(["CP01 connected from 192.0.2.7 (ocpp1.6)", "CP01 is gone: closed by peer"], LinesOf(Cp));
    }

    [Fact]
    public void One_that_loses_its_line_now_and_then_is_told_each_time()
    {
        for (int i = 0; i < 20; i++)
        {
            site.Connects().AfterMinutes(30);
            site.LineDrops().AfterMinutes(31).AfterMinutes(1);
        }

        Assert.Equal(20, LinesOf(Cp).Count(t => t == "CP01 is gone: closed by peer"));
        Assert.Equal(20, LinesOf(Cp).Count(t => t.StartsWith("CP01 connected", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_flapping_of_one_says_nothing_of_another()
    {
        FlapFor(TimeSpan.FromMinutes(5), out _);
        site.Forget();
        site.Connects("CP02").LineDrops("CP02");
        Assert.Equal(["CP02 connected from 192.0.2.7 (ocpp1.6)", "CP02 is gone: closed by peer"], LinesOf("CP02"));
    }

    [Fact]
    public void Two_chargers_with_one_id_fill_no_log()
    {
        for (int i = 0; i < 1_000; i++)
        {
            site.Happens(new SiteEvent.Connected(Cp, 100 + i, "ocpp1.6", $"192.0.2.{i % 2}:{40_000 + i}")).After(TimeSpan.FromSeconds(7));
        }

        Assert.Equal(4, LinesOf(Cp).Count(t => t.StartsWith("CP01 connected", StringComparison.Ordinal)));
        Assert.EndsWith("and is connected now; two chargers have its id", Assert.Single(LinesOf(Cp), t => t.Contains("lost its line", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_noticed_is_told_and_answered()
    {
        site.Connects();

        Assert.IsType<Reply.Done>(site.Asks(r => new SiteEvent.Noticed(r, Cp, "firmware: Downloading", false)));
        Assert.Contains("firmware: Downloading", site.Told);
    }

    private string[] LinesOf(string id) => [.. site.Effects.OfType<Effect.Tell>().Where(t => t.About == id).Select(t => t.Text)];

    /// <summary>Connected and gone again each ten seconds, connected at the end.</summary>
    private void FlapFor(TimeSpan span, out int losses)
    {
        TimeSpan until = site.Time.Now.Elapsed + span;
        losses = 0;
        while (true)
        {
            site.Connects();
            site.Boots();
            site.After(TimeSpan.FromSeconds(5));
            if (site.Time.Now.Elapsed >= until)
            {
                return;
            }

            site.LineDrops().After(TimeSpan.FromSeconds(5));
            losses++;
        }
    }

    private string Local(DateTimeOffset utc) =>
        SiteZone.LocalOf(SiteZone.Of(site.Configuration.TimeZone), utc).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
