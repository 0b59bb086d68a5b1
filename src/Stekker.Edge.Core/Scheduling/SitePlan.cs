using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>What the site means to do from one PTU on.</summary>
/// <param name="From">Start of the first PTU, UTC.</param>
/// <param name="GridW">Expected at the grid connection per PTU, import positive.</param>
/// <param name="CostEur">Expected of the whole site over the horizon.</param>
/// <param name="IdleCostEur">The same without any car: the difference is what charging costs.</param>
/// <param name="AtOnceCostEur">The same if every car charged as soon as it could; null where the cars would then leave with less.</param>
public sealed record SitePlan(
    DateTimeOffset From, ImmutableArray<PlannedCar> Cars, ImmutableArray<int> GridW, decimal CostEur, decimal IdleCostEur, decimal? AtOnceCostEur)
{
    /// <summary>Beyond this a plan says nothing of the present any more: whoever makes plans has died.</summary>
    private const int MostPtusOld = 2;

    public int Ptus => GridW.Length;

    public PlannedCar? Of(long sessionId)
    {
        foreach (PlannedCar car in Cars)
        {
            if (car.Need.SessionId == sessionId)
            {
                return car;
            }
        }

        return null;
    }

    /// <summary>
    /// The setpoint now; null where the plan does not know the session, or is too old. Less than a car can charge with is meant as a mean
    /// over the PTU: it charges with the least until it has that energy.
    /// </summary>
    public Watts? SetpointOf(Session session, Now now)
    {
        int ptu = PtuOf(now.Utc);
        if (Of(session.Id) is not { } car || ptu < 0 || ptu > MostPtusOld || ptu >= Ptus)
        {
            return null;
        }

        int planned = car.PowerW[ptu];
        if (planned <= 0 || planned >= car.Need.Least.Value)
        {
            return new Watts(planned);
        }

        long takenWh = PtuEnergy.In(session.Ptus, Ptu.StartOf(now.Utc)).Value;
        return takenWh * 4 < planned ? car.Need.Least : Watts.Zero;
    }

    public int PtuOf(DateTimeOffset at) => (int)Math.Floor((at - From) / Ptu.Length);
}

/// <summary>A car in a plan.</summary>
/// <param name="PowerW">Per PTU.</param>
/// <param name="Unmet">What it will lack of its target at departure.</param>
public sealed record PlannedCar(CarNeed Need, ImmutableArray<int> PowerW, WattHours Unmet)
{
    /// <summary>When the target would be reached, charging on at full power after the departure.</summary>
    public DateTimeOffset ReachedAt => Need.Departure + TimeSpan.FromHours(Unmet.Value / (double)Math.Max(1, Need.Most.Value));
}
