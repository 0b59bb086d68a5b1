namespace Stekker.Edge.Twin.World;

/// <summary>A card holder who comes, plugs in, holds a card to the reader, and leaves; over and over.</summary>
internal sealed class Driver
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMinutes(12);

    private readonly SiteKind kind;
    private readonly Dice dice;
    private readonly Car car;
    private DateTimeOffset arrives;
    private DateTimeOffset leaves;
    private Visit? visit;
    private bool isAway;
    private Doing next = Doing.Arrive;

    public Driver(DriverSettings settings, SiteKind kind, DateTimeOffset start, Dice dice)
    {
        (Settings, this.kind, this.dice) = (settings, kind, dice);
        car = new Car(settings.Car, dice.Between(0.5, 0.9));
        (arrives, leaves) = Habits.Next(kind, start, dice);
        NextAt = arrives - start;
    }

    private enum Doing
    {
        Arrive,
        Present,
        Stop,
        Leave,
    }

    public DriverSettings Settings { get; }

    public TimeSpan NextAt { get; private set; }

    /// <summary>Does what is due now.</summary>
    /// <param name="local">Now, by the clock on the wall.</param>
    public Happening? Act(TwinWorld world, TimeSpan at, DateTimeOffset local)
    {
        switch (next)
        {
            case Doing.Arrive:
                return Arrive(world, at, local);
            case Doing.Present:
                (next, NextAt) = (dice.Chance(0.3) ? Doing.Stop : Doing.Leave, isAway ? at + TimeSpan.FromMinutes(1) : visit!.Leaves);
                return new Happening.CardPresented(at, visit!.EvseIndex, Settings.IdTag, ToStop: false);
            case Doing.Stop:
                (next, NextAt) = (Doing.Leave, at + TimeSpan.FromSeconds(dice.Between(4, 40)));
                return new Happening.CardPresented(at, visit!.EvseIndex, Settings.IdTag, ToStop: true);
            default:
                return Leave(world, at, local);
        }
    }

    /// <summary>From now on; a visit that runs is ended soon.</summary>
    public void StayAway(TimeSpan at)
    {
        if (visit is not null && next != Doing.Present)
        {
            NextAt = at + TimeSpan.FromSeconds(dice.Between(5, 60));
        }

        isAway = true;
        NextAt = visit is null ? TimeSpan.MaxValue : NextAt;
    }

    private Happening.PluggedIn? Arrive(TwinWorld world, TimeSpan at, DateTimeOffset local)
    {
        if (world.FreeEvse(Settings.EvseIndex) is not { } place)
        {
            bool givesUp = local + LooksAgainAfter + LooksAgainAfter > leaves;
            NextAt = at + LooksAgainAfter;
            if (givesUp)
            {
                PlanNext(at, local);
            }

            return null;
        }

        car.Drove(Settings.Car.DailyUse.Value * dice.Between(0.5, 1.7));
        double needWh = Math.Max(0, Visit.Target - car.Fraction) * Settings.Car.Battery.Value / 0.92;
        visit = new Visit(Settings, place, at, at + (leaves - local), needWh, world.Evses[place].RegisterWh);
        world.Evses[place].PlugIn(car, at);
        (next, NextAt) = (Doing.Present, at + TimeSpan.FromSeconds(dice.Between(4, 45)));
        return new Happening.PluggedIn(at, visit);
    }

    private Happening.Unplugged Leave(TwinWorld world, TimeSpan at, DateTimeOffset local)
    {
        Evse evse = world.Evses[visit!.EvseIndex];
        evse.Unplug(at);
        int phases = Math.Min(Math.Min(world.Settings.GridPhases, evse.Settings.Phases), Settings.Car.Phases);
        Visit done = visit with
        {
            Left = at,
            TakenWh = evse.RegisterWh - visit.StartWh,
            PossibleWh = Math.Min(Settings.Car.MaxA, evse.Settings.MaxA) * world.Settings.VoltageV * phases * (at - visit.Arrived).TotalHours,
        };
        visit = null;
        PlanNext(at, local);
        return new Happening.Unplugged(at, done);
    }

    private void PlanNext(TimeSpan at, DateTimeOffset local)
    {
        (arrives, leaves) = Habits.Next(kind, local, dice);
        (next, NextAt) = (Doing.Arrive, isAway ? TimeSpan.MaxValue : at + (arrives - local));
    }
}
