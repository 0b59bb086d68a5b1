using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Savings;

/// <summary>
/// The strict counterfactual: the session's energy at full power from the moment its transaction began, as a charger without anyone
/// steering it gives it.
/// <para>Full power is the most the session has shown (over a quarter of an hour or a good part of one, or over all of it), or what outlet and
/// car can, where that is more and is known: the vehicle's power, or, of an unknown car at an outlet whose current is configured, 11 kW (the
/// onboard charger of most cars) behind what the outlet gives. Of an unknown car at an outlet nobody described nothing is presumed: a
/// power taken too high moves energy into the dear early evening, and would make savings look better than they were.</para>
/// </summary>
internal static class AtOnce
{
    /// <summary>Of less than this part of a quarter the mean says little: registers move in steps, some of whole kWh.</summary>
    private static readonly TimeSpan GoodPart = TimeSpan.FromMinutes(5);

    private static readonly Watts UsualCar = new(11_000);

    /// <summary>Per PTU; adds up to the session's.</summary>
    public static ImmutableArray<PtuEnergy> Place(Session session, Transaction transaction, WattHours energy, SiteConfiguration configuration, Vehicle? vehicle)
    {
        DateTimeOffset from = transaction.Started.Utc;
        decimal watts = Math.Max(Shown(session, transaction, energy), Able(session, configuration, vehicle));
        TimeSpan takes = watts > 0 ? TimeSpan.FromTicks((long)(energy.Value * TimeSpan.TicksPerHour / watts)) : TimeSpan.Zero;
        return PtuEnergy.Spread([], from, from + takes, energy.Value);
    }

    private static decimal Shown(Session session, Transaction transaction, WattHours energy)
    {
        DateTimeOffset from = transaction.Started.Utc;
        DateTimeOffset until = transaction.End?.At.Utc ?? transaction.Register.At;
        decimal most = until > from ? Mean(energy, until - from) : 0;
        foreach (PtuEnergy ptu in session.Ptus)
        {
            DateTimeOffset begin = ptu.Start > from ? ptu.Start : from;
            DateTimeOffset end = ptu.Start + Ptu.Length < until ? ptu.Start + Ptu.Length : until;
            if (end - begin >= GoodPart)
            {
                most = Math.Max(most, Mean(ptu.Energy, end - begin));
            }
        }

        return most;
    }

    private static decimal Mean(WattHours energy, TimeSpan over) => (decimal)energy.Value * TimeSpan.TicksPerHour / over.Ticks;

    private static decimal Able(Session session, SiteConfiguration configuration, Vehicle? vehicle)
    {
        ChargePointSettings? charger = configuration.ChargePoint(session.ChargePointId);
        ConnectorSettings? outlet = charger?.Connectors.FirstOrDefault(c => c.Id == session.ConnectorId);
        if ((outlet?.Max ?? charger?.Max) is null && vehicle?.MaxPower is null)
        {
            return 0;
        }

        int phases = Math.Min(outlet?.Phases?.Split(',').Length ?? configuration.Grid.Phases, vehicle?.Phases ?? configuration.Grid.Phases);
        decimal outletWatts = phases * configuration.Grid.Voltage.Value * ConnectorInputs.MaxOf(charger, session.ConnectorId).Value;
        return Math.Min(outletWatts, (vehicle?.MaxPower ?? UsualCar).Value);
    }
}
