using System.Collections.Immutable;

namespace Stekker.Edge.Twin.World;

/// <summary>Looks at the world while its time passes.</summary>
public interface IWorldWatcher
{
    /// <summary>All currents stayed as they are for so long, ending now plus that.</summary>
    void Passes(TwinWorld world, double seconds);
}

/// <summary>
/// A site's physics and its people, without any controller: building, sun, chargers' power parts, cars, drivers. Time moves only by
/// <see cref="Advance"/>; the same settings and seed always give the same world.
/// </summary>
public sealed class TwinWorld
{
    /// <summary>While a current is on its way, time goes in steps of this.</summary>
    private static readonly TimeSpan FineStep = TimeSpan.FromMilliseconds(500);

    /// <summary>Batteries fill, so that nothing lasts longer than this while cars draw.</summary>
    private static readonly TimeSpan CoarseStep = TimeSpan.FromSeconds(10);

    private readonly Driver[] drivers;
    private readonly List<Happening> happenings = [];

    public TwinWorld(WorldSettings settings, ulong seed)
    {
        Dice dice = new(seed);
        Settings = settings;
        Building = new Building(settings.Kind, settings.Building, settings.GridPhases, settings.VoltageV, dice.For("building"));
        Roof = new SolarRoof(settings.Solar, settings.Location, settings.GridPhases, settings.VoltageV, dice.For("sun"));
        Meter = new GridMeter(settings.Meter, dice.For("meter"));
        Evses = [.. settings.Evses.Select(e => new Evse(e, settings.GridPhases, settings.VoltageV))];
        drivers = [.. settings.Drivers.Select(d => new Driver(d, settings.Kind, Local, dice.For($"driver {d.IdTag}")))];
        Building.AdvanceTo(At, Local);
        Roof.AdvanceTo(At, Local);
    }

    public WorldSettings Settings { get; }

    /// <summary>Since the world began.</summary>
    public TimeSpan At { get; private set; }

    public DateTimeOffset Utc => Settings.Start.ToUniversalTime() + At;

    public Building Building { get; }

    public SolarRoof Roof { get; }

    public GridMeter Meter { get; }

    public ImmutableArray<Evse> Evses { get; }

    public IWorldWatcher? Watcher { get; set; }

    /// <summary>The grid meter's registers: what was taken and what was given, added over the phases.</summary>
    public double ImportWh { get; private set; }

    public double ExportWh { get; private set; }

    private DateTimeOffset Local => Settings.Start.ToOffset(Settings.UtcOffset) + At;

    /// <summary>Some current is on its way to another value.</summary>
    public bool IsMoving
    {
        get
        {
            foreach (Evse evse in Evses)
            {
                if (evse.IsMoving)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>When the next thing happens by itself: an appliance, a cloud, a driver. Now, while something is moving.</summary>
    public TimeSpan NextAt
    {
        get
        {
            if (IsMoving)
            {
                return At;
            }

            TimeSpan next = Building.NextAt < Roof.NextAt ? Building.NextAt : Roof.NextAt;
            return NextDriverAt < next ? NextDriverAt : next;
        }
    }

    /// <summary>When the next driver does something.</summary>
    public TimeSpan NextDriverAt
    {
        get
        {
            TimeSpan next = TimeSpan.MaxValue;
            foreach (Driver driver in drivers)
            {
                next = driver.NextAt < next ? driver.NextAt : next;
            }

            return next;
        }
    }

    /// <summary>No more visits begin, and cars that are there leave within minutes: the end of a story.</summary>
    public void CloseGates()
    {
        foreach (Driver driver in drivers)
        {
            driver.StayAway(At);
        }
    }

    /// <summary>The true current on one of the grid's phases; import is positive.</summary>
    public double GridA(int phase)
    {
        double sumA = Building.CurrentA(phase) - Roof.CurrentA(phase);
        foreach (Evse evse in Evses)
        {
            sumA += evse.GridA(phase);
        }

        return sumA;
    }

    /// <summary>What comes from the grid now, over all phases; below zero is given to it.</summary>
    public double ImportW
    {
        get
        {
            double sumA = 0;
            for (int p = 0; p < Settings.GridPhases; p++)
            {
                sumA += GridA(p);
            }

            return sumA * Settings.VoltageV;
        }
    }

    public void Advance(TimeSpan span)
    {
        TimeSpan end = At + span;
        while (At < end)
        {
            TimeSpan step = end - At;
            TimeSpan most = IsMoving ? FineStep : CoarseStep;
            step = step < most ? step : most;
            TimeSpan next = Building.NextAt < Roof.NextAt ? Building.NextAt : Roof.NextAt;
            step = next > At && next - At < step ? next - At : step;
            Pass(step);
        }
    }

    /// <summary>What drivers did since this was asked last, in order.</summary>
    public ImmutableArray<Happening> TakeHappenings()
    {
        ImmutableArray<Happening> taken = [.. happenings];
        happenings.Clear();
        return taken;
    }

    /// <summary>A place for a car: its own, or any that is free.</summary>
    internal int? FreeEvse(int? own)
    {
        if (own is { } mine)
        {
            return Evses[mine].Car is null ? mine : null;
        }

        for (int i = 0; i < Evses.Length; i++)
        {
            if (Evses[i].Car is null)
            {
                return i;
            }
        }

        return null;
    }

    private void Pass(TimeSpan step)
    {
        double seconds = step.TotalSeconds;
        Watcher?.Passes(this, seconds);
        double importW = ImportW;
        ImportWh += Math.Max(0, importW) * seconds / 3600;
        ExportWh += Math.Max(0, -importW) * seconds / 3600;
        At += step;
        DateTimeOffset local = Local;
        Building.AdvanceTo(At, local);
        Roof.AdvanceTo(At, local);
        foreach (Evse evse in Evses)
        {
            evse.Step(At, seconds);
        }

        foreach (Driver driver in drivers)
        {
            if (driver.NextAt <= At && driver.Act(this, At, local) is { } happening)
            {
                happenings.Add(happening);
            }
        }
    }
}
