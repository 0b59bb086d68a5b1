using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class FairnessTests
{
    [Fact]
    public void Equals_get_equal_shares()
    {
        Scene scene = new(31);
        scene.Car("CP1");
        scene.Car("CP2");
        scene.Car("CP3");

        scene.Run(60);

        Assert.Equal([10, 10, 10], scene.Cars.Select(c => scene.Of(c.Id)));
    }

    [Fact]
    public void High_priority_first_above_everyones_minimum()
    {
        Scene scene = new(41);
        scene.Car("CP1");
        scene.Car("CP2").Wants(CardPriority.High);

        scene.Run(60);

        Assert.Equal([8, 32], scene.Cars.Select(c => scene.Of(c.Id)));
    }

    [Fact]
    public void Least_laxity_before_those_with_time()
    {
        Scene scene = new(41);
        scene.Car("CP1").Wants(needsWh: 20_000, departure: scene.Now.Utc.AddHours(8));
        scene.Car("CP2").Wants(needsWh: 40_000, departure: scene.Now.Utc.AddHours(2));

        scene.Run(60);

        Assert.Equal([8, 32], scene.Cars.Select(c => scene.Of(c.Id)));
    }

    [Fact]
    public void Without_a_trusted_clock_nobody_is_in_more_of_a_hurry()
    {
        Scene scene = new(41);
        scene.Now = scene.Now with { UtcTrusted = false };
        scene.Car("CP1").Wants(needsWh: 20_000, departure: scene.Now.Utc.AddHours(8));
        scene.Car("CP2").Wants(needsWh: 40_000, departure: scene.Now.Utc.AddHours(2));

        scene.Run(60);

        Assert.Equal([20, 20], scene.Cars.Select(c => scene.Of(c.Id)));
    }

    [Fact]
    public void A_car_that_became_urgent_stays_so_until_it_has_clearly_more_time()
    {
        Scene scene = new(41);
        scene.Car("CP1");
        SceneCar urgent = scene.Car("CP2");

        // 32 A on three phases: 22.08 kWh take an hour.
        urgent.Wants(needsWh: 22_080, departure: scene.Now.Utc.AddMinutes(40 + 60));
        Assert.Equal(20, scene.Run(60).Of("CP2"));
        urgent.Wants(needsWh: 22_080, departure: scene.Now.Utc.AddMinutes(29 + 60));
        Assert.InRange(scene.Run(60).Of("CP2"), 30, 32);
        urgent.Wants(needsWh: 22_080, departure: scene.Now.Utc.AddMinutes(40 + 60));
        Assert.InRange(scene.Run(60).Of("CP2"), 30, 32);
        urgent.Wants(needsWh: 22_080, departure: scene.Now.Utc.AddMinutes(50 + 60));
        Assert.Equal(20, scene.Run(60).Of("CP2"));
    }

    [Fact]
    public void With_too_little_for_all_cars_take_turns_and_nobody_starves()
    {
        Scene scene = new(15);
        for (int n = 1; n <= 5; n++)
        {
            scene.Car($"CP{n}");
        }

        Dictionary<string, (int Seconds, int Turns, int Longest, int Waiting, bool On)> seen = scene.Cars.ToDictionary(c => c.Id, _ => (0, 0, 0, 0, false));
        scene.Run(6 * 3600, () =>
        {
            foreach (SceneCar car in scene.Cars)
            {
                bool on = scene.Of(car.Id) > 0;
                (int seconds, int turns, int longest, int waiting, bool was) = seen[car.Id];
                waiting = on ? 0 : waiting + 1;
                seen[car.Id] = (seconds + (on ? 1 : 0), turns + (on && !was ? 1 : 0), Math.Max(longest, waiting), waiting, on);
            }
        });

        Assert.All(seen.Values, s => Assert.InRange(s.Seconds, 6 * 3600 * 2 / 5 * 7 / 10, 6 * 3600 * 2 / 5 * 13 / 10));
        Assert.All(seen.Values, s => Assert.InRange(s.Longest, 1, 3600 + 300));
        Assert.All(seen.Values, s => Assert.InRange(s.Turns, 2, 24));
    }

    [Fact]
    public void A_car_that_waits_an_hour_gets_a_turn_even_against_high_priority()
    {
        Scene scene = new(8);
        scene.Car("CP1").Wants(CardPriority.High);
        scene.Car("CP2");
        int normalSeconds = 0;

        scene.Run(3 * 3600, () => normalSeconds += scene.Of("CP2") > 0 ? 1 : 0);

        Assert.InRange(normalSeconds, 600, 3600);
    }

    [Fact]
    public void Turns_last_at_least_the_minimum_on_time_and_pauses_the_minimum_off_time()
    {
        Scene scene = new(8);
        scene.Car("CP1");
        scene.Car("CP2");
        scene.Car("CP3");
        List<int> ons = [];
        List<int> offs = [];
        int[] length = new int[3];
        bool[] was = new bool[3];
        scene.Run(2 * 3600, () =>
        {
            for (int i = 0; i < 3; i++)
            {
                bool on = scene.Grants[i].Limit.Deciamperes > 0;
                if (on != was[i])
                {
                    (was[i] ? ons : offs).Add(length[i]);
                    length[i] = 0;
                }

                length[i]++;
                was[i] = on;
            }
        });

        Assert.NotEmpty(ons);
        Assert.All(ons, s => Assert.True(s >= 300, $"on for {s} s"));
        Assert.All(offs.Skip(3), s => Assert.True(s >= 120, $"off for {s} s"));
    }

    [Fact]
    public void A_car_that_was_turned_off_stays_off_for_the_minimum_off_time_also_when_there_is_room_again()
    {
        Scene scene = new(25);
        scene.Car("CP1");
        scene.Run(60);
        Array.Fill(scene.BuildingA, 24);
        scene.Run(10);
        Array.Fill(scene.BuildingA, 0);

        Assert.Equal(0, scene.Run(100).Of("CP1"));
        Assert.Equal(24, scene.Run(30).Of("CP1"));
    }

    [Fact]
    public void No_grant_is_between_nothing_and_six_amperes()
    {
        Scene scene = new(20);
        scene.Car("CP1");
        scene.Car("CP2");
        Random random = new(9);

        scene.Run(1200, () =>
        {
            scene.BuildingA[1] = random.Next(25);
            Assert.All(scene.Grants, g => Assert.False(g.Limit.Deciamperes is > 0 and < 60));
        });
    }

    [Fact]
    public void Room_is_given_to_the_next_only_when_the_meter_shows_that_the_first_left_it()
    {
        Scene scene = new(33);
        SceneCar first = scene.Car("CP1");
        scene.Run(60);
        SceneCar second = scene.Car("CP2");
        first.Obeys = false;
        scene.Run(10);

        Assert.Equal(0, second.DrawsA);

        first.Obeys = true;
        scene.Run(60);
        Assert.Equal(16, second.DrawsA);
    }
}
