using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem.Gate;

public class LoginThrottleTests
{
    private readonly VirtualTime time = new();
    private readonly LoginThrottle throttle;

    public LoginThrottleTests() => throttle = new LoginThrottle(time);

    [Fact]
    public void Who_mistypes_a_few_times_does_not_wait()
    {
        Guess("10.0.0.1", "CP01", LoginThrottle.FreeTries - 1);
        Assert.Null(throttle.MustWait("10.0.0.1", "CP01"));
    }

    [Fact]
    public void Each_further_wrong_password_doubles_the_wait_up_to_a_minute()
    {
        Guess("10.0.0.1", "CP01", LoginThrottle.FreeTries - 1);
        List<double> waits = [];
        for (int i = 0; i < 9; i++)
        {
            waits.Add(throttle.Wrong("10.0.0.1", "CP01")!.Value.TotalSeconds);
            time.Advance(throttle.MustWait("10.0.0.1", "CP01")!.Value);
            Assert.Null(throttle.MustWait("10.0.0.1", "CP01"));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
    }

    [Fact]
    public void Tries_side_by_side_gain_nothing()
    {
        Guess("10.0.0.1", "CP01", LoginThrottle.FreeTries);
        time.Advance(LoginThrottle.FirstWait);
        Assert.Null(throttle.MustWait("10.0.0.1", "CP01"));
        Assert.NotNull(throttle.MustWait("10.0.0.1", "CP01"));
    }

    [Fact]
    public void A_guesser_does_not_keep_the_charger_out_that_comes_from_elsewhere()
    {
        Guess("10.0.0.66", "CP01", 1000);
        Assert.NotNull(throttle.MustWait("10.0.0.66", "CP01"));
        Assert.Null(throttle.MustWait("10.0.0.1", "CP01"));
    }

    [Fact]
    public void A_guesser_behind_the_same_router_does_not_keep_a_charger_out_that_logged_in_there_before()
    {
        throttle.Right("10.0.0.9", "CP02");
        Guess("10.0.0.9", "CP01", 1000);
        Assert.NotNull(throttle.MustWait("10.0.0.9", "CP01"));
        Assert.Null(throttle.MustWait("10.0.0.9", "CP02"));
    }

    [Fact]
    public void An_id_guessed_at_from_many_addresses_gives_each_one_try()
    {
        for (int i = 0; i < LoginThrottle.AttackedFrom; i++)
        {
            throttle.Wrong($"10.0.1.{i}", "CP01");
        }

        Assert.Null(throttle.MustWait("10.0.2.1", "CP01"));
        Assert.NotNull(throttle.Wrong("10.0.2.1", "CP01"));
        Assert.NotNull(throttle.MustWait("10.0.2.1", "CP01"));
        Assert.Null(throttle.MustWait("10.0.2.2", "CP01"));
    }

    [Fact]
    public void A_right_password_ends_the_wait()
    {
        Guess("10.0.0.1", "CP01", LoginThrottle.FreeTries);
        time.Advance(LoginThrottle.FirstWait);
        Assert.Null(throttle.MustWait("10.0.0.1", "CP01"));
        throttle.Right("10.0.0.1", "CP01");
        Assert.Null(throttle.MustWait("10.0.0.1", "CP01"));
    }

    [Fact]
    public void Quiet_for_ten_minutes_is_forgotten()
    {
        Guess("10.0.0.1", "CP01", 1000);
        time.Advance(LoginThrottle.ForgottenAfter);
        Assert.Null(throttle.MustWait("10.0.0.1", "CP01"));
        Assert.Null(throttle.Wrong("10.0.0.1", "CP02"));
    }

    [Fact]
    public void However_many_addresses_come_the_latest_are_remembered()
    {
        for (int i = 0; i < 3 * LoginThrottle.MostRemembered; i++)
        {
            Guess($"address {i}", $"CP{i}", LoginThrottle.FreeTries);
        }

        Assert.Null(throttle.MustWait("address 0", "CP0"));
        int last = (3 * LoginThrottle.MostRemembered) - 1;
        Assert.NotNull(throttle.MustWait($"address {last}", $"CP{last}"));
    }

    private void Guess(string address, string id, int times)
    {
        for (int i = 0; i < times; i++)
        {
            throttle.Wrong(address, id);
        }
    }
}
