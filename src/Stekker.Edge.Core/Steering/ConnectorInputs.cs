using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Steering;

/// <summary>Every connector of the site as the balancer sees it, in the order of charge points and connectors.</summary>
public static class ConnectorInputs
{
    /// <summary>What a charger may draw per phase where nobody said: the most a Mode 3 socket of this market gives.</summary>
    private static readonly Amperes UsualMax = Amperes.FromWhole(32);

    private static readonly TimeSpan WakeBlip = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPlanWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CommissioningPatience = TimeSpan.FromSeconds(30);

    public static ImmutableArray<ConnectorInput> Of(SiteState state, Now now)
    {
        List<ConnectorInput> inputs = [];
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            if (!chargePoint.IsAdmitted)
            {
                continue;
            }

            ChargePointSettings? settings = state.Configuration.ChargePoint(chargePoint.Id);
            foreach (Connector connector in chargePoint.Connectors)
            {
                inputs.Add(Input(state, chargePoint, connector, settings, now));
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(inputs.ToArray());
    }

    public static Amperes MaxOf(ChargePointSettings? settings, int connectorId) =>
        SettingsOf(settings, connectorId)?.Max ?? settings?.Max ?? UsualMax;

    /// <summary>How a connector is wired to the grid: as configured, as its charger says, or as learned; null where nothing is known.</summary>
    public static PhaseWiring? WiringOf(SiteState state, ChargePoint chargePoint, int connectorId)
    {
        ChargePointSettings? settings = state.Configuration.ChargePoint(chargePoint.Id);
        PhaseWiring? told = WiringOf(settings, chargePoint.Capabilities ?? Capabilities.Unknown, connectorId);
        return told is null && state.Steering.Balancer.Of(chargePoint.Id, connectorId) is { WiringCosts.IsDefault: false } learned
            ? PhaseWiring.Unknown.With(learned.WiringCosts)
            : told;
    }

    private static ConnectorInput Input(SiteState state, ChargePoint chargePoint, Connector connector, ChargePointSettings? settings, Now now)
    {
        Capabilities can = chargePoint.Capabilities ?? Capabilities.Unknown;
        Amperes max = MaxOf(settings, connector.Id);
        return new ConnectorInput
        {
            ChargePointId = chargePoint.Id,
            ConnectorId = connector.Id,
            Max = max,
            Wiring = WiringOf(settings, can, connector.Id),

            // One that takes no limits is as far away as one that is cut off: what it may draw is kept free for it.
            Online = can.SmartCharging && IsReady(chargePoint, now),
            TakesLimits = now.Elapsed >= connector.LimitableFrom,
            Unit = can.LimitUnit,
            CanSwitchPhases = can.CanSwitchPhases,
            Status = connector.Status,
            Session = NeedOf(state, connector, now),
            WantsEnergy = connector.Status != ConnectorStatus.Faulted && !IsGone(connector, now),
            Drawn = DrawnOf(state, chargePoint.Id, connector),
            InForce = can.SmartCharging ? state.Steering.Writer.InForce(chargePoint.Id, connector.Id) : new InForce(max, TimeSpan.Zero, TimeSpan.MaxValue),
            Composite = ShownOf(state.Steering, chargePoint.Id, connector.Id),
        };
    }

    /// <summary>Which unit its limits are in is known a moment after it connects, unless it does not answer such questions.</summary>
    private static bool IsReady(ChargePoint chargePoint, Now now) =>
        chargePoint.Line is { } line && (chargePoint.Capabilities is not null || now.Elapsed - line.Since >= CommissioningPatience);

    /// <summary>Waking a car can look like an unplug for a moment; one that stays away has left, though its stop is still to come.</summary>
    private static bool IsGone(Connector connector, Now now) => connector.FreeSince is { } free && now.Elapsed - free >= WakeBlip;

    /// <summary>What the car at a connector needs and is planned to get now; null where none may charge, for its transaction does not run.</summary>
    public static SessionNeed? NeedOf(SiteState state, Connector connector, Now now)
    {
        if (connector.Session is not { HasOpenTransaction: true } session)
        {
            return null;
        }

        ScheduleState schedule = state.Schedule;
        if (schedule.NeedOf(session.Id) is not { } need)
        {
            return new SessionNeed(session.Id, session.Priority);
        }

        bool isDirect = need.AtOnce || session.Energy < need.DirectUntil;
        long missingWh = Math.Max(0, need.Missing.Value - (session.Energy - need.Taken).Value);

        // While the first plan with this car is made, a matter of milliseconds, it is not switched on and off again.
        bool comesSoon = schedule.WaitsSince is { } since && now.Elapsed - since < FirstPlanWithin;
        Watts? plan = schedule.Plan?.SetpointOf(session, now) ?? (comesSoon ? Watts.Zero : null);
        return new SessionNeed(session.Id, session.Priority, need.IsAssumed && schedule.PauseOf(session.Id) is null ? null : new WattHours(missingWh), need.Departure, plan, isDirect);
    }

    private static PhaseWiring? WiringOf(ChargePointSettings? settings, Capabilities can, int connectorId) =>
        SettingsOf(settings, connectorId)?.Phases is { } phases ? PhaseWiring.TryParse(phases) : PhaseRotations.WiringOf(can.PhaseRotation, connectorId);

    private static ConnectorSettings? SettingsOf(ChargePointSettings? settings, int connectorId)
    {
        foreach (ConnectorSettings connector in settings?.Connectors ?? [])
        {
            if (connector.Id == connectorId)
            {
                return connector;
            }
        }

        return null;
    }

    private static DrawnCurrents? DrawnOf(SiteState state, string chargePointId, Connector connector)
    {
        if (connector.Live is not { } live)
        {
            return null;
        }

        if (!live.Sample.Current.IsEmpty)
        {
            PerPhase<Amperes> c = live.Sample.Current;
            return new DrawnCurrents(new PhaseCurrents(c.L1 ?? Amperes.Zero, c.L2 ?? Amperes.Zero, c.L3 ?? Amperes.Zero), live.At);
        }

        return live.Sample.Power is { } power
            ? new DrawnCurrents(FromPower(power, state.Steering.GrantOf(chargePointId, connector.Id), state.Configuration.Grid), live.At)
            : null;
    }

    /// <summary>A charger that tells watts only: the phases are those that its power needs under its limit.</summary>
    private static PhaseCurrents FromPower(Watts power, Grant? grant, GridSettings grid)
    {
        int sum = (int)Math.Max(0, power.Value * 100 / grid.Voltage.Decivolts);
        int limit = grant is { } g && g.Limit > Amperes.Zero ? g.Limit.Deciamperes : UsualMax.Deciamperes;
        int phases = grid.Phases == 1 ? 1 : Math.Clamp((sum + (limit * 8 / 10)) / limit, 1, 3);
        int each = sum / phases;
        return PhaseCurrents.FromDeciamperes(each, phases > 1 ? each : 0, phases > 2 ? each : 0);
    }

    private static Amperes? ShownOf(SteeringState steering, string chargePointId, int connectorId)
    {
        foreach (ref readonly ShownLimit shown in steering.Shown.AsSpan())
        {
            if (shown.ConnectorId == connectorId && shown.ChargePointId == chargePointId)
            {
                return shown.Limit;
            }
        }

        return null;
    }
}
