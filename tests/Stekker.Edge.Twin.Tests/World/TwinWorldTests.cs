using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Tests.World;

public sealed class TwinWorldTests
{
    [Fact]
    public void The_same_seed_gives_the_same_world_and_another_seed_another()
    {
        Assert.Equal(Diary(7), Diary(7));
        Assert.NotEqual(Diary(7), Diary(8));
    }

    [Fact]
    public void How_its_time_is_cut_into_steps_changes_nothing_for_its_people()
    {
        TwinWorld coarse = new(Worlds.Small(), 5);
        TwinWorld fine = new(Worlds.Small(), 5);
        coarse.Advance(TimeSpan.FromHours(12));
        for (int i = 0; i < 12 * 3600; i++)
        {
            fine.Advance(TimeSpan.FromSeconds(1));
        }

        string[] Doings(TwinWorld world) => [.. world.TakeHappenings().Select(h => $"{h.GetType().Name} {h.EvseIndex} {h.At.TotalMinutes:0}")];
        Assert.Equal(Doings(fine), Doings(coarse));
        Assert.NotEmpty(coarse.Evses);
    }

    [Theory]
    [InlineData(SiteKind.Office, 8, 12)]
    [InlineData(SiteKind.Depot, 14, 21)]
    [InlineData(SiteKind.Garage, 11, 23)]
    public void Drivers_come_when_such_drivers_come(SiteKind kind, int fromLocalHour, int untilLocalHour)
    {
        TwinWorld world = new(Worlds.Small(kind), 3);
        world.Advance(TimeSpan.FromDays(14));
        DateTimeOffset[] arrivals =
            [.. world.TakeHappenings().OfType<Happening.PluggedIn>().Select(h => (Worlds.Monday + h.At).ToOffset(TimeSpan.FromHours(1)))];

        Assert.NotEmpty(arrivals);
        Assert.True(arrivals.Count(a => a.Hour >= fromLocalHour - 1 && a.Hour < untilLocalHour) > arrivals.Length * 0.8, string.Join(", ", arrivals.Select(a => a.Hour)));
    }

    [Fact]
    public void Every_visit_has_an_end_and_no_two_cars_share_an_outlet()
    {
        TwinWorld world = new(Worlds.Small(SiteKind.Public), 11);
        HashSet<int> taken = [];
        int visits = 0;
        world.Advance(TimeSpan.FromDays(20));
        foreach (Happening happening in world.TakeHappenings())
        {
            switch (happening)
            {
                case Happening.PluggedIn:
                    Assert.True(taken.Add(happening.EvseIndex));
                    break;
                case Happening.Unplugged:
                    Assert.True(taken.Remove(happening.EvseIndex));
                    visits++;
                    break;
                default:
                    Assert.Contains(happening.EvseIndex, taken);
                    break;
            }
        }

        Assert.True(visits > 60, $"{visits} visits");
    }

    [Fact]
    public void Cars_that_are_energised_draw_from_the_grid_and_the_meter_shows_it()
    {
        TwinWorld world = new(Worlds.Small(), 3);
        while (!world.Evses.Any(e => e.Car is not null))
        {
            world.Advance(TimeSpan.FromSeconds(30));
        }

        Evse evse = world.Evses.First(e => e.Car is not null);
        double before = world.GridA(evse.Settings.Rotation) - world.Building.CurrentA(evse.Settings.Rotation) + world.Roof.CurrentA(evse.Settings.Rotation);
        evse.Energised = true;
        evse.Offer(10, 3, world.At);
        world.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, before, 1e-9);
        Assert.Equal(10, evse.GridA(evse.Settings.Rotation));
        Assert.Equal(world.GridA(0), world.Meter.Measure(world)[0], 0.5);
        Assert.InRange(evse.RegisterWh, 1, 20);
    }

    /// <summary>All that could be seen of a day.</summary>
    private static string Diary(ulong seed)
    {
        TwinWorld world = new(Worlds.Small(), seed);
        System.Text.StringBuilder text = new();
        for (int i = 0; i < 24 * 60; i++)
        {
            world.Advance(TimeSpan.FromMinutes(1));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{world.GridA(0):R} {world.GridA(1):R} {world.GridA(2):R}\n").AppendJoin(' ', world.TakeHappenings()).AppendLine();
        }

        return text.ToString();
    }
}
