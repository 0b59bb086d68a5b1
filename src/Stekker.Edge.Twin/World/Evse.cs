namespace Stekker.Edge.Twin.World;

/// <summary>What is wrong with how a charger keeps its limit.</summary>
public enum LimitFault
{
    None,

    /// <summary>It says yes and goes on as before.</summary>
    Ignores,

    /// <summary>It knows its own steps only (6, 10, 13, 16, 20, 25, 32 A) and takes the next one up.</summary>
    RoundsUp,
}

/// <summary>
/// The power part of a charger's outlet: a contactor, a pilot signal that tells the car its limit, and a meter. What the limit should be is
/// decided by whoever speaks for the charger (a virtual one, or one on a real socket), who calls <see cref="Offer"/> and <see cref="Energised"/>.
/// </summary>
public sealed class Evse(EvseSettings settings, int gridPhases, double voltageV)
{
    private static readonly double[] Steps = [6, 10, 13, 16, 20, 25, 32];

    /// <summary>The contactor stays open for so long when it changes phases, so that the car sees a new start.</summary>
    private static readonly TimeSpan SwitchTakes = TimeSpan.FromSeconds(6);

    private readonly Queue<(TimeSpan At, double LimitA, int Phases)> onTheWay = new();
    private (double LimitA, int Phases) told = (0, 3);
    private TimeSpan openUntil;

    public EvseSettings Settings => settings;

    public string ChargePointId => settings.ChargePointId;

    public int ConnectorId => settings.ConnectorId;

    public Car? Car { get; private set; }

    /// <summary>The transaction runs: the car may be given current.</summary>
    public bool Energised { get; set; }

    public LimitFault Fault { get; set; }

    /// <summary>What the car is told it may draw, per phase.</summary>
    public double PilotA { get; private set; }

    /// <summary>Phases that the contactor closes: 1 or 3.</summary>
    public int PhasesOn { get; private set; } = 3;

    /// <summary>Phases that carry current.</summary>
    public int PhasesDrawn => Math.Min(Math.Min(PhasesOn, Math.Min(settings.Phases, gridPhases)), Car?.Settings.Phases ?? 0);

    /// <summary>Per phase that carries current.</summary>
    public double DrawA => Car?.DrawA ?? 0;

    public double PowerW => DrawA * PhasesDrawn * voltageV;

    /// <summary>Of its meter since the beginning; never goes back.</summary>
    public double RegisterWh { get; private set; }

    public bool IsMoving => onTheWay.Count > 0 || Car is { IsMoving: true } || openUntil != default;

    /// <summary>On its own first, second or third phase, as its meter shows it.</summary>
    public double OwnA(int phase) => phase < PhasesDrawn ? DrawA : 0;

    /// <summary>On one of the grid's phases.</summary>
    public double GridA(int phase) => OwnA((phase - settings.Rotation + 3) % 3);

    /// <param name="phases">1 or 3; counts where it can switch.</param>
    public void Offer(double limitA, int phases, TimeSpan at)
    {
        if ((limitA, phases) != told)
        {
            told = (limitA, phases);
            onTheWay.Enqueue((at + settings.Latency, limitA, settings.CanSwitchPhases ? phases : 3));
        }
    }

    /// <summary>A fault is over: it takes to heart what it was told last.</summary>
    public void Mend(TimeSpan at)
    {
        Fault = LimitFault.None;
        onTheWay.Enqueue((at + settings.Latency, told.LimitA, settings.CanSwitchPhases ? told.Phases : 3));
    }

    public void PlugIn(Car car, TimeSpan at)
    {
        Car = car;
        car.PluggedIn(at);
    }

    public Car? Unplug(TimeSpan at)
    {
        Car? car = Car;
        car?.Cut(at);
        Car = null;
        Energised = false;
        return car;
    }

    public void Step(TimeSpan at, double seconds)
    {
        double takenWh = PowerW * seconds / 3600;
        RegisterWh += takenWh;
        while (onTheWay.TryPeek(out (TimeSpan At, double LimitA, int Phases) offer) && offer.At <= at)
        {
            onTheWay.Dequeue();
            Take(offer.LimitA, offer.Phases, at);
        }

        openUntil = at >= openUntil ? default : openUntil;
        if (Car is not { } car)
        {
            return;
        }

        if (!Energised || openUntil != default)
        {
            car.Cut(at);
            car.Step(at, seconds, takenWh, 0);
        }
        else
        {
            car.Step(at, seconds, takenWh, PilotA);
        }
    }

    private void Take(double limitA, int phases, TimeSpan at)
    {
        if (Fault == LimitFault.Ignores)
        {
            return;
        }

        double pilotA = limitA < Car.LeastA ? 0 : Math.Min(limitA, settings.MaxA);
        if (Fault == LimitFault.RoundsUp && pilotA > 0)
        {
            foreach (double step in Steps)
            {
                if (step >= pilotA)
                {
                    pilotA = Math.Min(step, settings.MaxA);
                    break;
                }
            }
        }

        PilotA = pilotA;
        if (phases != PhasesOn)
        {
            PhasesOn = phases;
            openUntil = at + SwitchTakes;
        }
    }
}
