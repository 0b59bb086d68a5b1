using System.Collections.Immutable;
using System.Numerics;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>
/// What each plugged-in car needs. Where the car tells how full it is that is exact but for losses. Where it does not, as most do on
/// alternating current, its card's habits are taken, else that it came with <see cref="UsualArrivalPermille"/>; and as long as it goes on
/// charging beyond that, a little more is taken to be missing, so that no car is left short by an assumption: it stops by itself when full.
/// </summary>
public static class CarNeeds
{
    /// <summary>A usual car of these years, where nothing at all is known of it.</summary>
    private static readonly WattHours UsualBattery = new(60_000);

    private const int UsualArrivalPermille = 300;

    /// <summary>What is always taken to be missing of a car that charges on beyond what was assumed.</summary>
    private const int TailPermille = 100;

    /// <summary>From the charger's meter into the battery; an onboard charger loses about a tenth.</summary>
    private const int EfficiencyPermille = 900;

    /// <summary>In the order in which the cars were plugged in: first come, first served among equals.</summary>
    public static ImmutableArray<CarNeed> Of(SiteState state, Now now)
    {
        TimeZoneInfo zone = SiteZone.Of(state.Configuration.TimeZone);
        List<(DateTimeOffset PluggedIn, CarNeed Need)> needs = [];
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            foreach (Connector connector in chargePoint.Connectors)
            {
                if (chargePoint.IsAdmitted && connector.Session is { HasOpenTransaction: true, PluggedIn.Trusted: true } session && !IsDone(state, chargePoint.Id, connector))
                {
                    needs.Add((session.PluggedIn.Utc, Of(state, chargePoint, connector, session, zone, now)));
                }
            }
        }

        needs.Sort(static (a, b) => (a.PluggedIn, a.Need.SessionId).CompareTo((b.PluggedIn, b.Need.SessionId)));
        return [.. needs.Select(n => n.Need)];
    }

    /// <summary>A car that takes nothing of what it is given is full, or waits for something of its own: it is not planned for.</summary>
    public static bool IsDone(SiteState state, string chargePointId, Connector connector) =>
        state.Steering.Balancer.Of(chargePointId, connector.Id) is { Parked: true };

    private static CarNeed Of(SiteState state, ChargePoint chargePoint, Connector connector, Session session, TimeZoneInfo zone, Now now)
    {
        SiteConfiguration site = state.Configuration;
        Vehicle? vehicle = session.Vehicle is { } id ? state.Vehicles.Find(id) : null;
        WattHours battery = vehicle?.Battery ?? site.Preferences.Battery ?? UsualBattery;
        StateOfCharge target = StateOfCharge.FromPermille(session.Wish.TargetPermille ?? vehicle?.Preferences.TargetPermille ?? site.Preferences.Target.Permille) ?? site.Preferences.Target;
        bool batteryIsKnown = vehicle?.Battery is not null;
        StateOfCharge? soc = batteryIsKnown ? connector.Reading?.StateOfCharge : null;
        WattHours missing = soc is { } full
            ? AtMeter(battery.Value * Math.Max(0, target.Permille - full.Permille) / 1000)
            : Assumed(state, session, battery, target);
        int directPermille = vehicle?.Preferences.DirectPermille ?? site.Preferences.Direct.Permille;
        DateTimeOffset departure = Departures.Of(site.Preferences, vehicle, session, zone);
        int phases = PhasesOf(state, chargePoint.Id, connector.Id, vehicle);
        int line = LineOf(state, chargePoint, connector.Id);
        return new CarNeed(
            chargePoint.Id,
            connector.Id,
            session.Id,
            session.Priority,
            battery,
            target,
            soc,
            session.Energy,
            missing,
            new WattHours(Math.Min(battery.Value * directPermille / 1000, session.Energy.Value + missing.Value)),
            departure,
            session.Wish.ChargeNow || departure <= now.Utc || state.Schedule.Sleepers.Contains(session.Transaction!.IdTag),
            soc is null,
            PowerOf(BalancerSettings.LeastDeciA, phases, site.Grid),
            MostOf(state, chargePoint.Id, connector.Id, vehicle, phases),
            phases == 1 ? line : null);
    }

    private static WattHours Assumed(SiteState state, Session session, WattHours battery, StateOfCharge target)
    {
        long usual = AtMeter(battery.Value * Math.Max(0, target.Permille - UsualArrivalPermille) / 1000).Value;
        long whole = CardHabits.EnergyOf(state, session) is { } habit ? habit.Value : usual;
        return new WattHours(Math.Max(whole - session.Energy.Value, battery.Value * TailPermille / 1000));
    }

    private static WattHours AtMeter(long inBatteryWh) => new(inBatteryWh * 1000 / EfficiencyPermille);

    private static int PhasesOf(SiteState state, string chargePointId, int connectorId, Vehicle? vehicle)
    {
        int site = state.Configuration.Grid.Phases;
        int seen = state.Steering.Balancer.Of(chargePointId, connectorId) is { UsedPhases: > 0 } m ? BitOperations.PopCount(m.UsedPhases) : 0;
        return Math.Min(site, seen > 0 ? seen : vehicle?.Phases ?? site);
    }

    /// <summary>Of a car on one phase: as configured or learned; L1 where nobody knows, as most are wired.</summary>
    private static int LineOf(SiteState state, ChargePoint chargePoint, int connectorId)
    {
        PhaseWiring? wiring = ConnectorInputs.WiringOf(state, chargePoint, connectorId);
        return wiring is { } w && BitOperations.IsPow2(w.Orders) ? PhaseWiring.OrderOf(BitOperations.TrailingZeroCount(w.Orders), 0) : 0;
    }

    /// <summary>What the connector allows, what the car's own charger takes, and what it was seen to leave unused, whichever is least.</summary>
    private static Watts MostOf(SiteState state, string chargePointId, int connectorId, Vehicle? vehicle, int phases)
    {
        int deciA = ConnectorInputs.MaxOf(state.Configuration.ChargePoint(chargePointId), connectorId).Deciamperes;
        deciA = Math.Min(deciA, state.Configuration.Grid.Fuse.Deciamperes);
        if (state.Steering.Balancer.Of(chargePointId, connectorId) is { IdleCapDeciA: > 0 } memory)
        {
            deciA = Math.Min(deciA, memory.IdleCapDeciA);
        }

        Watts most = PowerOf(deciA, phases, state.Configuration.Grid);
        return vehicle?.MaxPower is { } own && own < most ? own : most;
    }

    private static Watts PowerOf(int deciA, int phases, GridSettings grid) => new((long)deciA * phases * grid.Voltage.Decivolts / 100);
}
