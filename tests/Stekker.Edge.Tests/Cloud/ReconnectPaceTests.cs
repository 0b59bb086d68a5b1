using Stekker.Edge.Cloud;

namespace Stekker.Edge.Tests.Cloud;

public class ReconnectPaceTests
{
    [Fact]
    public void A_thousand_boxes_that_lost_one_broker_come_back_spread_over_the_minute()
    {
        Random lot = new(7);
        int[] perSecond = new int[60];
        for (int box = 0; box < 1000; box++)
        {
            perSecond[(int)new ReconnectPace(TimeSpan.FromMinutes(1), lot.NextDouble).AfterLoss().TotalSeconds]++;
        }

        Assert.InRange(perSecond.Max(), 1, 40);
        Assert.All(perSecond, n => Assert.NotEqual(0, n));
    }

    [Fact]
    public void A_broker_that_stays_away_is_tried_less_and_less_and_at_least_every_five_minutes()
    {
        ReconnectPace pace = new(TimeSpan.FromMinutes(1), () => 1);
        TimeSpan last = TimeSpan.Zero;
        for (int i = 0; i < 30; i++)
        {
            TimeSpan next = pace.AfterFailure();
            Assert.InRange(next, last, TimeSpan.FromMinutes(5));
            last = next;
        }

        Assert.Equal(TimeSpan.FromMinutes(5), last);
        pace.AfterLoss();
        Assert.True(pace.AfterFailure() < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void No_failure_is_followed_by_a_try_at_once()
    {
        ReconnectPace pace = new(TimeSpan.Zero, () => 0);
        Assert.True(pace.AfterFailure() >= TimeSpan.FromSeconds(1));
    }
}
