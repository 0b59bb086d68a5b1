using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class SetpointWriterTests
{
    private static readonly WriterSettings Settings = WriterSettings.Default;
    private Now now = new(TimeSpan.FromHours(3), new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), true);
    private WriterState state = WriterState.Empty;
    private LimitUnit unit = LimitUnit.Amperes;

    [Fact]
    public void The_first_grant_of_a_session_is_written_with_a_duration()
    {
        Setpoint setpoint = Assert.Single(Decide(16));

        Assert.Equal("16", setpoint.Rate.ToLimit());
        Assert.Equal(Settings.Duration, setpoint.Duration);
    }

    [Theory]
    [InlineData("within the dead-band", 16.5, false, 0)]
    [InlineData("beyond the dead-band", 18, false, 1)]
    [InlineData("less, but nothing hurries", 15.5, false, 0)]
    [InlineData("less, and a limit needs it", 15.5, true, 1)]
    [InlineData("off is worth a write", 0, false, 1)]
    public void After_16_A(string because, double grantA, bool urgent, int writes)
    {
        Accept(Decide(16));

        Assert.True(Decide(grantA, urgent).Length == writes, because);
    }

    [Fact]
    public void Urgent_ones_come_first()
    {
        ConnectorInput[] connectors = [Connector("CP1"), Connector("CP2")];
        (state, ImmutableArray<Setpoint> setpoints) = SetpointWriter.Decide(
            state, Input(connectors), [GrantOf("CP1", 20, false), GrantOf("CP2", 0, true)], Settings, now);

        Assert.Equal(["CP2", "CP1"], setpoints.Select(s => s.ChargePointId));
    }

    [Fact]
    public void The_days_budget_holds_back_changes()
    {
        int writes = 0;
        for (int n = 0; n < 200; n++)
        {
            Pass(TimeSpan.FromSeconds(20));
            writes += Accept(Decide(n % 2 == 0 ? 10 : 30)).Length;
        }

        Assert.InRange(writes, 30, Settings.WritesPerDay);
    }

    [Fact]
    public void What_a_limit_needs_is_written_though_the_budget_is_spent()
    {
        Accept(Decide(16));
        state = state with { Counts = [state.Counts[0] with { Writes = Settings.WritesPerDay }] };
        Assert.Empty(Decide(32));
        Assert.Empty(Decide(0));

        Assert.Single(Accept(Decide(10, urgent: true)));
        Assert.Equal(1, state.Counts.Single().Beyond);
    }

    [Theory]
    [InlineData("a fair reduction waits a slot, not for ever", 10, 1)]
    [InlineData("so does a turn off", 0, 1)]
    [InlineData("a reduction within the dead-band helps nobody", 15.5, 0)]
    [InlineData("nobody waits for a raise", 32, 0)]
    public void With_the_budget_spent(string because, double grantA, int writes)
    {
        Accept(Decide(16));
        state = state with { Counts = [state.Counts[0] with { Writes = Settings.WritesPerDay }] };
        Pass(Settings.HeldBackAtMost - TimeSpan.FromSeconds(1));
        Assert.Empty(Decide(grantA));

        Pass(TimeSpan.FromSeconds(1));

        Assert.True(Decide(grantA).Length == writes, because);
    }

    [Fact]
    public void With_the_budget_spent_a_charger_gets_one_fair_write_in_a_slot()
    {
        Accept(Decide(16));
        state = state with { Counts = [state.Counts[0] with { Writes = Settings.WritesPerDay }] };
        int writes = 0;
        for (int minute = 0; minute < 240; minute++)
        {
            Pass(TimeSpan.FromMinutes(1));
            writes += Accept(Decide(minute % 2 == 0 ? 0 : 16)).Length;
        }

        Assert.InRange(writes, 12, 16);
    }

    [Fact]
    public void A_car_that_comes_after_the_budget_was_spent_is_not_left_without()
    {
        state = new WriterState([], [new WriteCount("CP1", DateOnly.FromDateTime(now.Utc.UtcDateTime), now.Elapsed, 50, 0)]);

        Assert.Single(Decide(16));
    }

    [Fact]
    public void A_new_day_has_a_new_budget_and_a_clock_that_is_set_has_not()
    {
        now = now with { UtcTrusted = false };
        Accept(Decide(16));
        now = now with { UtcTrusted = true, Utc = now.Utc.AddDays(40) };
        Accept(Decide(0));
        Assert.Equal(2, state.Counts.Single().Writes);

        Pass(TimeSpan.FromHours(24));
        Accept(Decide(16));
        Assert.Equal(1, state.Counts.Single().Writes);
    }

    [Fact]
    public void A_profile_is_renewed_before_it_lapses()
    {
        Accept(Decide(16));
        Pass(TimeSpan.FromMinutes(45));
        Assert.Empty(Decide(16));

        Pass(TimeSpan.FromMinutes(6));
        Assert.Single(Decide(16));
    }

    [Fact]
    public void A_pause_is_renewed_though_the_budget_is_spent_for_it_would_lapse_to_more()
    {
        state = new WriterState([], [new WriteCount("CP1", DateOnly.FromDateTime(now.Utc.UtcDateTime), now.Elapsed, 49, 0)]);
        Accept(Decide(0));
        Pass(TimeSpan.FromMinutes(51));

        Assert.Single(Accept(Decide(0)));
        Assert.Equal(1, state.Counts.Single().Beyond);
    }

    [Fact]
    public void A_refused_write_is_tried_again_later_and_an_urgent_one_soon()
    {
        Setpoint refused = Decide(6, urgent: true).Single();
        state = SetpointWriter.Ended(state, refused, accepted: false, now);
        Assert.Empty(Decide(6));

        Pass(TimeSpan.FromSeconds(5));
        Assert.Single(Decide(6, urgent: true));
    }

    [Fact]
    public void A_refused_urgent_write_is_not_repeated_each_second()
    {
        Setpoint refused = Decide(6, urgent: true).Single();
        state = SetpointWriter.Ended(state, refused, accepted: false, now);

        Pass(TimeSpan.FromSeconds(4));

        Assert.Empty(Decide(6, urgent: true));
    }

    [Fact]
    public void A_write_that_was_never_answered_is_written_again()
    {
        Decide(16);
        Pass(Settings.AnswerWithin);
        Assert.Empty(Decide(16));

        Pass(Settings.RetryAfter);

        Assert.Single(Decide(16));
    }

    [Fact]
    public void The_dead_band_widens_as_the_budget_is_spent()
    {
        Accept(Decide(16));
        state = state with { Counts = [state.Counts[0] with { Writes = 30 }] };
        Assert.Empty(Decide(17.5));

        Assert.Single(Decide(18));
    }

    [Fact]
    public void A_limit_on_its_way_is_not_written_twice_but_a_lower_urgent_one_overtakes_it()
    {
        Setpoint first = Decide(16).Single();
        Assert.Empty(Decide(20));
        Setpoint second = Decide(6, urgent: true).Single();
        state = SetpointWriter.Ended(state, first, true, now);
        Assert.Equal(Amperes.FromWhole(16), state.InForce("CP1", 1)!.Value.Limit);
        Assert.Empty(Decide(6, urgent: true));
        state = SetpointWriter.Ended(state, second, true, now);
        Assert.Equal(Amperes.FromWhole(6), state.InForce("CP1", 1)!.Value.Limit);
    }

    [Fact]
    public void An_ignored_limit_is_said_again_now_and_then()
    {
        Accept(Decide(6));
        Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(Decide(6, ignored: true));

        Pass(TimeSpan.FromMinutes(3));
        Assert.Single(Decide(6, ignored: true));
    }

    [Theory]
    [InlineData("6", 6, LimitUnit.Both)]
    [InlineData("13.5", 13.5, LimitUnit.Amperes)]
    [InlineData("9315", 13.5, LimitUnit.Watts)]
    public void The_limit_is_in_the_unit_the_charger_takes(string expected, double grantA, LimitUnit takes)
    {
        unit = takes;

        Assert.Equal(expected, Decide(grantA).Single().Rate.ToLimit());
    }

    [Fact]
    public void Watts_become_amperes_rounded_down() =>
        Assert.Equal(new ChargingRate.InAmperes(Amperes.FromDeciamperes(159)), ChargingRate.Amperes(new Watts(11_000), 3, Volts.FromDecivolts(2300)));

    private void Pass(TimeSpan time) => now = now with { Elapsed = now.Elapsed + time, Utc = now.Utc + time };

    private ConnectorInput Connector(string id) =>
        new() { ChargePointId = id, ConnectorId = 1, Max = Amperes.FromWhole(32), Unit = unit, Session = new SessionNeed(1) };

    private static BalancerInput Input(ConnectorInput[] connectors) => new(
        new GridLimits(3, Volts.FromDecivolts(2300), Amperes.FromWhole(63)), Topology.MainFuseOnly, null, [.. connectors], [], BalancerSettings.Default);

    private static Grant GrantOf(string id, double amperes, bool urgent, bool ignored = false) =>
        new(id, 1, Amperes.FromDeciamperes((int)(amperes * 10)), 3, 3, urgent, ignored, false, Amperes.FromWhole(8));

    private ImmutableArray<Setpoint> Decide(double amperes, bool urgent = false, bool ignored = false)
    {
        (state, ImmutableArray<Setpoint> setpoints) = SetpointWriter.Decide(
            state, Input([Connector("CP1")]), [GrantOf("CP1", amperes, urgent, ignored)], Settings, now);
        return setpoints;
    }

    private ImmutableArray<Setpoint> Accept(ImmutableArray<Setpoint> setpoints)
    {
        foreach (Setpoint setpoint in setpoints)
        {
            state = SetpointWriter.Ended(state, setpoint, true, now);
        }

        return setpoints;
    }
}
