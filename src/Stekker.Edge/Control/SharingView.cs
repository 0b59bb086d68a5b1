using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Steering;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Control;

/// <summary>What a connector was granted, what it draws, and why so much.</summary>
internal static class SharingView
{
    public static LimitEntry? Limit(SiteState state, ChargePoint chargePoint, Connector connector, Now now)
    {
        if (state.Steering.GrantOf(chargePoint.Id, connector.Id) is not { } grant)
        {
            return null;
        }

        ConnectorMemory memory = MemoryOf(state.Steering, chargePoint.Id, connector.Id);
        return new LimitEntry(
            grant.Limit.Value,
            state.Configuration.Grid.Phases == 1 ? 1 : grant.Phases,
            grant.SafeShare.Value,
            connector.Live is { Sample.Current: { IsEmpty: false } current } ? PowerView.Of(current) : null,
            connector.Session is { HasOpenTransaction: true } ? Why(state, chargePoint, connector, grant, memory, now) : null,
            memory.WaitsSince is { } since ? (long)(now.Elapsed - since).TotalSeconds : null);
    }

    public static ProfileWrites Writes(SiteState state, string chargePointId, Now now)
    {
        int budget = state.Configuration.Balancing.Writer.WritesPerDay;
        foreach (WriteCount count in state.Steering.Writer.Counts)
        {
            bool isToday = !now.UtcTrusted || count.Day is not { } day || day == DateOnly.FromDateTime(now.Utc.UtcDateTime);
            if (count.ChargePointId == chargePointId && isToday)
            {
                return new ProfileWrites(count.Writes, count.Beyond, budget);
            }
        }

        return new ProfileWrites(0, 0, budget);
    }

    /// <summary>What matters most comes first.</summary>
    private static string Why(SiteState state, ChargePoint chargePoint, Connector connector, in Grant grant, in ConnectorMemory memory, Now now) =>
        !chargePoint.IsConnected ? "offline"
        : chargePoint.Capabilities is { SmartCharging: false } ? "takesNoLimits"
        : grant.Ignored ? "ignoresLimit"
        : state.Alerts.Find($"asleep:{chargePoint.Id}/{connector.Id}") is not null ? "asleep"
        : grant.WakeUp ? "woken"
        : memory.Parked || connector.Status == ConnectorStatus.SuspendedByCar ? "takesNothing"
        : !memory.IsOn ? (IsPlannedLater(state, connector, now) ? "planned" : "waits")
        : IsSafeShareAll(state, now) ? "safeShare"
        : memory.IdleCapDeciA > 0 ? "takesLess"
        : grant.Limit < ConnectorInputs.MaxOf(state.Configuration.ChargePoint(chargePoint.Id), connector.Id) ? "shares"
        : "full";

    private static bool IsPlannedLater(SiteState state, Connector connector, Now now) =>
        ConnectorInputs.NeedOf(state, connector, now) is { Direct: false, Plan: { } plan } && plan <= Watts.Zero;

    /// <summary>The ladder's last rung: with the grid meter silent everyone gets the safe share.</summary>
    private static bool IsSafeShareAll(SiteState state, Now now) => PowerView.Grid(state, now).Meter is "silent" or "notHeardYet";

    private static ConnectorMemory MemoryOf(SteeringState steering, string chargePointId, int connectorId)
    {
        foreach (ref readonly ConnectorMemory memory in steering.Balancer.Connectors.AsSpan())
        {
            if (memory.ConnectorId == connectorId && memory.ChargePointId == chargePointId)
            {
                return memory;
            }
        }

        return default;
    }
}
