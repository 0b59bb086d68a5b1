using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Tests.World;

public sealed class ChargerAndCarTests
{
    [Fact]
    public void A_car_follows_its_limit_within_the_five_seconds_of_IEC_61851()
    {
        (Evse evse, _) = Worlds.Charging(16, new CarSettings { RampUpAPerS = 8 });
        TimeSpan at = evse.Pass(TimeSpan.Zero, 5);
        Assert.Equal(16, evse.DrawA);

        evse.Offer(7, 3, at);
        evse.Pass(at, 5);

        Assert.Equal(7, evse.DrawA);
    }

    [Fact]
    public void Nothing_changes_before_the_charger_and_the_car_had_their_time()
    {
        (Evse evse, _) = Worlds.Charging(16, new CarSettings { Reaction = TimeSpan.FromSeconds(2) }, new EvseSettings { ChargePointId = "CP1", Latency = TimeSpan.FromSeconds(1) });

        TimeSpan at = evse.Pass(TimeSpan.Zero, 2.5);
        Assert.Equal(0, evse.DrawA);
        evse.Pass(at, 1);

        Assert.True(evse.DrawA > 0);
    }

    [Theory]
    [InlineData(5.9, 0)]
    [InlineData(6, 6)]
    [InlineData(40, 16)]
    public void Below_6_A_is_nothing_and_no_car_takes_more_than_it_can(double limitA, double drawsA)
    {
        (Evse evse, _) = Worlds.Charging(limitA);
        evse.Pass(TimeSpan.Zero, 20);

        Assert.Equal(drawsA, evse.DrawA);
    }

    [Fact]
    public void A_rotated_outlet_puts_a_one_phase_car_on_its_own_first_phase()
    {
        (Evse evse, _) = Worlds.Charging(10, new CarSettings { Phases = 1 }, new EvseSettings { ChargePointId = "CP1", Rotation = 2 });
        evse.Pass(TimeSpan.Zero, 20);

        Assert.Equal([0, 0, 10], new[] { evse.GridA(0), evse.GridA(1), evse.GridA(2) });
        Assert.Equal(10, evse.OwnA(0));
    }

    [Fact]
    public void A_nearly_full_battery_takes_less_and_a_full_one_nothing()
    {
        (Evse evse, Car car) = Worlds.Charging(16, new CarSettings { Battery = new WattHours(10_000) }, fraction: 0.95);
        TimeSpan at = evse.Pass(TimeSpan.Zero, 20);
        Assert.InRange(evse.DrawA, 1, 12);

        evse.Pass(at, 3_600);

        Assert.True(car.IsFull);
        Assert.Equal(0, evse.DrawA);
    }

    [Fact]
    public void The_meter_counts_what_the_battery_gets_and_a_little_more()
    {
        (Evse evse, Car car) = Worlds.Charging(16, new CarSettings { Battery = new WattHours(50_000) }, fraction: 0.2);
        evse.Pass(TimeSpan.Zero, 3_600);

        Assert.InRange(evse.RegisterWh, 10_900, 11_040);
        Assert.InRange((car.Fraction - 0.2) * 50_000, 0.90 * evse.RegisterWh, 0.94 * evse.RegisterWh);
    }

    [Fact]
    public void A_sleepy_car_wakes_by_more_current_and_another_only_by_a_new_plug()
    {
        CarSettings sleepy = new() { SleepsAfter = TimeSpan.FromMinutes(10), WakesAtA = 10 };
        (Evse evse, Car car) = Worlds.Charging(0, sleepy);
        TimeSpan at = evse.Pass(TimeSpan.Zero, 700);
        Assert.True(car.IsAsleep);

        evse.Offer(6, 3, at);
        at = evse.Pass(at, 60);
        Assert.Equal(0, evse.DrawA);
        evse.Offer(12, 3, at);
        evse.Pass(at, 30);
        Assert.Equal(12, evse.DrawA);

        (Evse other, Car deep) = Worlds.Charging(0, sleepy with { WakesAtA = 99 });
        at = other.Pass(TimeSpan.Zero, 700);
        other.Offer(32, 3, at);
        at = other.Pass(at, 60);
        Assert.True(deep.IsAsleep);
        other.PlugIn(other.Unplug(at)!, at);
        other.Energised = true;
        other.Pass(at, 30);
        Assert.Equal(16, other.DrawA);
    }

    [Fact]
    public void A_charger_that_ignores_its_limit_stays_where_it_was_until_it_is_mended()
    {
        (Evse evse, _) = Worlds.Charging(16);
        TimeSpan at = evse.Pass(TimeSpan.Zero, 20);
        evse.Fault = LimitFault.Ignores;
        evse.Offer(6, 3, at);
        at = evse.Pass(at, 20);
        Assert.Equal(16, evse.DrawA);

        evse.Mend(at);
        evse.Pass(at, 20);

        Assert.Equal(6, evse.DrawA);
    }

    [Fact]
    public void A_charger_with_steps_of_its_own_takes_the_next_one_up()
    {
        (Evse evse, _) = Worlds.Charging(16);
        TimeSpan at = evse.Pass(TimeSpan.Zero, 20);
        evse.Fault = LimitFault.RoundsUp;
        evse.Offer(7, 3, at);
        evse.Pass(at, 20);

        Assert.Equal(10, evse.DrawA);
    }

    [Fact]
    public void Changing_phases_opens_the_contactor_for_a_moment()
    {
        (Evse evse, _) = Worlds.Charging(10, evse: new EvseSettings { ChargePointId = "CP1", CanSwitchPhases = true });
        TimeSpan at = evse.Pass(TimeSpan.Zero, 20);
        evse.Offer(10, 1, at);
        at = evse.Pass(at, 3);
        Assert.Equal(0, evse.DrawA);

        evse.Pass(at, 20);

        Assert.Equal((10, 1), (evse.DrawA, evse.PhasesDrawn));
        Assert.Equal(0, evse.OwnA(1));
    }
}
