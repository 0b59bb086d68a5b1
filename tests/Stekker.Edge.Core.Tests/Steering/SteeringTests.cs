using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Steering;

/// <summary>From readings and samples to the orders chargers get: 3 x 25 A with a grid meter, two chargers.</summary>
public class SteeringTests
{
    private static readonly SiteConfiguration Metered = SiteStory.AtSite() with
    {
        Grid = new GridSettings { Fuse = Amperes.FromWhole(25), Gtv = new Watts(17_000), FallbackBaseLoad = new Watts(3000) },
        Meters =
        [
            new MeterSettings { Id = "main", Role = MeterRole.Grid, Device = "sdm630", Line = new MeterLine.Tcp("m", 502), UnitId = 1, Interval = TimeSpan.FromSeconds(1) },
        ],
    };

    private readonly SiteStory site = new(Metered);

    private IEnumerable<Order.SetLimit> Limits => site.Orders.OfType<Order.SetLimit>();

    [Fact]
    public void The_first_limit_waits_until_the_charger_knows_its_transaction()
    {
        site.Ready().Says(ConnectorStatus.Charging);
        Reads(2);
        int id = site.Starts().TransactionId;
        site.After(TimeSpan.FromMilliseconds(400));
        Assert.Empty(Limits);

        site.After(TimeSpan.FromMilliseconds(200));

        Order.SetLimit first = Assert.Single(Limits);
        Assert.Equal((id, 1, false), (first.TransactionId, first.Setpoint.ConnectorId, first.SayPhases));
        Assert.Equal(TimeSpan.FromHours(1), first.Setpoint.Duration);
    }

    [Fact]
    public void A_grid_over_its_fuse_cuts_the_car_with_that_very_reading()
    {
        Charges(22);
        site.Forget().Time.Pass(TimeSpan.FromSeconds(1));

        Reads(36);

        Order.SetLimit cut = Assert.Single(Limits);
        Assert.True(cut.Setpoint.Urgent);
        Assert.InRange(cut.Setpoint.Limit.Value, 0, 11);
    }

    [Fact]
    public void A_tick_between_two_readings_does_not_cut_again_for_the_same_excess()
    {
        int id = Charges(22);
        site.Time.Pass(TimeSpan.FromSeconds(1));
        Reads(32);
        Order.SetLimit cut = Limits.Last();
        Assert.InRange(cut.Setpoint.Limit.Value, 13, 15);
        site.Ends(cut, new OrderOutcome.Done());

        // The car has obeyed and says so before the grid is read again.
        site.Time.Pass(TimeSpan.FromMilliseconds(600));
        Samples(id, 14, site.Time.TrueUtc);
        site.Forget().Tick();

        Assert.All(Limits, l => Assert.False(l.Setpoint.Urgent));
        Assert.InRange(site.State.Steering.Grants[0].Limit.Value, 13, 15);
    }

    [Theory]
    [InlineData(ConnectorStatus.Available)]
    [InlineData(ConnectorStatus.Preparing)]
    [InlineData(ConnectorStatus.Finishing)]
    public void A_wake_up_that_looks_like_an_unplug_costs_the_session_nothing(ConnectorStatus blip)
    {
        int id = Charges(16);
        Session before = site.Session!;
        Amperes granted = site.State.Steering.Grants[0].Limit;

        site.Says(blip);
        Seconds(5);
        site.Says(ConnectorStatus.Charging);
        Samples(id, 16, site.Time.TrueUtc);
        Reads(18);
        Seconds(2);

        Assert.Equal((before.Id, id), (site.Session!.Id, site.Session.Transaction!.Id));
        Assert.True(site.Session.HasOpenTransaction);
        Assert.InRange(site.State.Steering.Grants[0].Limit.Value, granted.Value - 2, 25);
    }

    [Fact]
    public void A_car_that_left_without_a_stop_gives_its_share_back()
    {
        Charges(16);
        site.Says(ConnectorStatus.Available);
        Seconds(35);

        Assert.Equal(Amperes.Zero, site.State.Steering.Grants[0].Limit);
    }

    [Fact]
    public void A_charger_that_counts_in_watts_is_told_watts()
    {
        site.Ready();
        site.Ends(new Order.Commission(default!), new OrderOutcome.Commissioned(Capabilities.Unknown with { LimitUnit = LimitUnit.Watts }, null));
        site.Says(ConnectorStatus.Charging).Starts();
        Reads(2);
        Seconds(3);

        Assert.All(Limits, l => Assert.IsType<ChargingRate.InWatts>(l.Setpoint.Rate));
        Assert.NotEmpty(Limits);
    }

    [Fact]
    public void A_refused_limit_is_told_and_over_once_it_is_taken()
    {
        site.Ready().Says(ConnectorStatus.Charging).Starts();
        Seconds(2);
        site.Ends(Limits.Last(), new OrderOutcome.Refused("it rejected the TxProfile"));
        Assert.Contains("CP01 connector 1 does not take its limit", site.State.Alerts.Find("limit-refused:CP01/1")!.Text, StringComparison.Ordinal);

        site.Forget();
        Seconds(70);
        site.Ends(Limits.Last(), new OrderOutcome.Done());
        Assert.Null(site.State.Alerts.Find("limit-refused:CP01/1"));
    }

    [Fact]
    public void A_charger_that_measures_nothing_is_asked_what_limit_it_has()
    {
        site.Ready().Says(ConnectorStatus.Charging).Starts();
        Seconds(2);
        Order.SetLimit limit = Limits.Last();
        site.Ends(limit, new OrderOutcome.Done());
        Order.AskForLimit asked = Assert.Single(site.Orders.OfType<Order.AskForLimit>());

        site.Ends(asked, new OrderOutcome.LimitShown(limit.Setpoint.Limit));
        Assert.Equal(limit.Setpoint.Limit, Assert.Single(site.State.Steering.Shown).Limit);
    }

    [Fact]
    public void The_safe_share_is_written_once_and_again_only_when_it_falls_or_after_half_a_day()
    {
        site.Ready().Says(ConnectorStatus.Available);
        Reads(2);
        Order.SetFallback first = Assert.Single(site.Orders.OfType<Order.SetFallback>());
        Assert.True(first.Default >= Amperes.FromWhole(6));
        site.Ends(first, new OrderOutcome.Done());
        Seconds(30);
        Assert.Single(site.Orders.OfType<Order.SetFallback>());

        // A second charger halves what each may have on its own.
        site.Ready("CP02").Says(ConnectorStatus.Available, id: "CP02");
        Seconds(2);
        Order.SetFallback again = site.Effects.OfType<Effect.Instruct>().Where(i => i.ChargePointId == SiteStory.Cp).Select(i => i.Order).OfType<Order.SetFallback>().Last();
        Assert.True(again.Default < first.Default);
    }

    [Fact]
    public void A_charger_that_takes_no_default_is_left_alone_after_three_tries_and_people_are_told()
    {
        site.Ready().Says(ConnectorStatus.Available);
        for (int i = 0; i < 10; i++)
        {
            if (site.Orders.OfType<Order.SetFallback>().LastOrDefault() is { } order)
            {
                site.Ends(order, new OrderOutcome.Refused("no"));
            }

            site.AfterMinutes(11);
        }

        Assert.Equal(3, site.Orders.OfType<Order.SetFallback>().Count());
        Assert.Contains("set that limit in the charger itself", site.State.Alerts.Find("no-fallback:CP01")!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_waited_in_a_chargers_queue_says_nothing_of_the_present()
    {
        site.Ready().Says(ConnectorStatus.Charging);
        int id = site.Starts().TransactionId;
        site.AfterMinutes(30);
        Samples(id, 16, site.Time.TrueUtc.AddMinutes(-20));
        Assert.Null(site.Connector.Live);

        Samples(id, 9, site.Time.TrueUtc);
        Assert.Equal(Amperes.FromWhole(9), site.Connector.Live!.Sample.Current.L1);
    }

    [Fact]
    public void A_charger_an_hour_behind_is_believed_and_its_schedules_begin_by_its_own_clock()
    {
        site.Ready().Says(ConnectorStatus.Charging);
        int id = site.Starts().TransactionId;
        site.AfterMinutes(1);
        Samples(id, 9, site.Time.TrueUtc.AddHours(-1));
        site.After(TimeSpan.FromSeconds(10));
        site.Forget();

        Samples(id, 9, site.Time.TrueUtc.AddHours(-1));
        Assert.NotNull(site.Connector.Live);
        Reads(40);

        Assert.InRange(Limits.Last().From, site.Time.TrueUtc.AddHours(-1).AddMinutes(-1), site.Time.TrueUtc.AddHours(-1));
    }

    [Fact]
    public void A_grid_signal_caps_at_once_what_cars_may_take_for_what_is_left_of_it()
    {
        Charges(22);
        site.Forget();
        DateTimeOffset now = site.Time.TrueUtc;

        site.Asks(r => new SiteEvent.LimitWindowsPut(r, [new LimitWindow("DSO", now.AddMinutes(-5), now.AddMinutes(5), new Watts(6000))]));
        Reads(24);
        Seconds(3);

        Assert.InRange(Limits.Last().Setpoint.Limit.Value, 0, 8);
        site.AfterMinutes(6);
        Assert.Empty(site.State.Steering.Windows);
    }

    [Fact]
    public void A_silent_meter_is_told_and_over_with_its_next_reading()
    {
        site.Happens(new SiteEvent.MeterSilent("main", MeterRole.Grid, "no answer from 192.168.1.50:502"));
        Assert.Equal("The grid meter does not answer: no answer from 192.168.1.50:502", site.State.Alerts.Find("meter-silent:main")!.Text);
        Reads(2);
        Assert.Null(site.State.Alerts.Find("meter-silent:main"));
    }

    [Fact]
    public void A_doubt_about_a_meter_stands_until_it_is_taken_back()
    {
        site.Happens(new SiteEvent.MeterDoubted("meter:main/ReversedClamp/L2", "Meter main: L2 clamp seems reversed"));
        Assert.NotNull(site.State.Alerts.Find("meter:main/ReversedClamp/L2"));
        site.Happens(new SiteEvent.MeterDoubted("meter:main/ReversedClamp/L2", null));
        Assert.Empty(site.State.Alerts);
    }

    [Fact]
    public void The_account_and_the_grants_are_written_while_a_car_charges_and_back_after_a_restart()
    {
        Charges(20);
        Seconds(130);
        long used = site.State.Steering.Balancer.Ptu.UsedWs;
        Amperes granted = site.State.Steering.Grants[0].Limit;

        site.Restarts();

        Assert.True(site.State.Steering.Balancer.Ptu.UsedWs >= used);
        Assert.Equal(granted.Deciamperes, Assert.Single(site.State.Steering.Balancer.Connectors).GrantedDeciA);
    }

    [Theory]
    [InlineData("1.RTS", 1, 0b000001 << 3)]
    [InlineData("0.RST,1.STR,2.TRS", 2, 0b000001 << 2)]
    [InlineData("1.RST", 1, null)]
    [InlineData("1.NotApplicable", 1, null)]
    [InlineData("nonsense", 1, null)]
    [InlineData(null, 1, null)]
    public void Phase_rotation_as_the_charger_says_it(string? said, int connector, int? orders) =>
        Assert.Equal(orders, (int?)Core.Steering.PhaseRotations.WiringOf(said, connector)?.Orders);

    /// <summary>One car on three phases, drawing so much of a grid that shows 2 A more.</summary>
    private int Charges(int amperes)
    {
        site.Ready().Says(ConnectorStatus.Charging);
        int id = site.Starts().TransactionId;
        for (int i = 0; i < 20; i++)
        {
            site.After(TimeSpan.FromSeconds(1));
            foreach (Order.SetLimit limit in Limits.ToList())
            {
                site.Ends(limit, new OrderOutcome.Done());
            }

            site.Forget();
            Samples(id, amperes, site.Time.TrueUtc);
            Reads(amperes + 2);
        }

        return id;
    }

    private void Reads(int amperes)
    {
        Amperes a = Amperes.FromWhole(amperes);
        site.Happens(new SiteEvent.MeterRead(new MeterMeasurement("main", MeterRole.Grid, site.Time.Now.Elapsed)
        {
            Power = new Watts(amperes * 3 * 230),
            Current = new PerPhase<Amperes>(a, a, a),
        }));
    }

    private void Samples(int transaction, int amperes, DateTimeOffset at)
    {
        Amperes a = Amperes.FromWhole(amperes);
        ImmutableArray<MeterSample> samples = [new MeterSample(at, SampleReason.Periodic, Current: new PerPhase<Amperes>(a, a, a))];
        site.Asks(r => new SiteEvent.Metered(r, SiteStory.Cp, 1, transaction, samples));
    }

    private void Seconds(int count)
    {
        for (int i = 0; i < count; i++)
        {
            site.After(TimeSpan.FromSeconds(1));
        }
    }
}
