namespace Stekker.Edge.Twin.World;

/// <summary>
/// A battery behind an on-board charger. It follows the pilot after a moment and with a ramp, takes less when nearly full, and may fall asleep
/// when it is offered nothing for long.
/// </summary>
public sealed class Car(CarSettings settings, double startFraction)
{
    /// <summary>The least a charger can offer (IEC 61851-1, table A.8).</summary>
    public const double LeastA = 6;

    private const double OnBoardEfficiency = 0.92;

    /// <summary>What is left of its current when it is full, before it stops.</summary>
    private const double TaperTo = 0.1;

    private static readonly TimeSpan WakesIn = TimeSpan.FromSeconds(8);

    private double goalA;
    private TimeSpan? reactAt;
    private TimeSpan nothingSince;
    private TimeSpan? wakingSince;

    public CarSettings Settings => settings;

    /// <summary>0 is empty, 1 is full.</summary>
    public double Fraction { get; private set; } = startFraction;

    public bool IsAsleep { get; private set; }

    public bool IsFull => Fraction >= 1;

    /// <summary>Per phase that it uses.</summary>
    public double DrawA { get; private set; }

    /// <summary>Its current is on its way to another value.</summary>
    public bool IsMoving => reactAt is not null || DrawA != goalA || wakingSince is not null;

    public void PluggedIn(TimeSpan at)
    {
        (IsAsleep, nothingSince, wakingSince, reactAt, goalA, DrawA) = (false, at, null, null, 0, 0);
    }

    /// <summary>The plug is out, or the contactor opened: current ends at once.</summary>
    public void Cut(TimeSpan at)
    {
        nothingSince = DrawA > 0 || goalA > 0 ? at : nothingSince;
        (goalA, DrawA, reactAt, wakingSince) = (0, 0, null, null);
    }

    public void Drove(double usedWh) => Fraction = Math.Max(0.03, Fraction - (usedWh / settings.Battery.Value));

    /// <param name="takenWh">From the grid since the last step.</param>
    /// <param name="pilotA">What the charger offers per phase; below 6 A is nothing.</param>
    public void Step(TimeSpan at, double seconds, double takenWh, double pilotA)
    {
        Fraction = Math.Min(1, Fraction + (takenWh * OnBoardEfficiency / settings.Battery.Value));
        bool isOffered = pilotA >= LeastA;
        Sleep(at, pilotA, isOffered);
        double wantedA = isOffered && !IsAsleep ? Math.Min(pilotA, MostA) : 0;
        if (wantedA != goalA)
        {
            // Losing its own appetite needs no reaction to anybody.
            bool byItself = DrawA > 0 && wantedA < goalA && wantedA == MostA;
            reactAt ??= byItself ? at : at + settings.Reaction;
            goalA = wantedA;
        }

        if (reactAt is { } due && at < due)
        {
            return;
        }

        reactAt = null;
        double change = goalA - DrawA;
        double most = (change < 0 ? settings.RampDownAPerS : settings.RampUpAPerS) * seconds;
        DrawA = Math.Abs(change) <= most ? goalA : DrawA + (Math.Sign(change) * most);
        nothingSince = isOffered ? at : nothingSince;
    }

    /// <summary>What it would take now if all were offered; in half amperes, so that it is steady for a while.</summary>
    private double MostA
    {
        get
        {
            if (IsFull)
            {
                return 0;
            }

            double left = Fraction <= settings.TaperFrom ? 1 : TaperTo + ((1 - TaperTo) * (1 - Fraction) / (1 - settings.TaperFrom));
            return left >= 1 ? settings.MaxA : Math.Ceiling(settings.MaxA * left * 2) / 2;
        }
    }

    private void Sleep(TimeSpan at, double pilotA, bool isOffered)
    {
        if (!isOffered)
        {
            IsAsleep |= settings.SleepsAfter is { } after && at - nothingSince >= after;
            wakingSince = null;
        }
        else if (IsAsleep)
        {
            wakingSince = pilotA >= settings.WakesAtA ? wakingSince ?? at : null;
            if (wakingSince is { } since && at - since >= WakesIn)
            {
                (IsAsleep, wakingSince) = (false, null);
            }
        }
    }
}
