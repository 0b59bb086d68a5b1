using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem.V16;

/// <summary>Limits as OCPP 1.6 charging profiles (§3.13). A profile of the same purpose, level and connector takes the place of the one before.</summary>
internal static class Limits16
{
    /// <summary>One id per purpose, and for transactions per connector: chargers that replace by id do so too.</summary>
    private const int DefaultProfileId = 1;
    private const int MaxProfileId = 2;
    private const int TxProfileId = 100;

    /// <summary>How far ahead a charger is asked for its schedule: its limit now is all that is wanted.</summary>
    private const int LookAheadS = 60;

    public static Task<OrderOutcome> SetAsync(OcppPeer peer, Order.SetLimit order)
    {
        Setpoint setpoint = order.Setpoint;
        ChargingSchedule schedule = new(
            UnitOf(setpoint.Rate),
            [new ChargingSchedulePeriod(0, LimitOf(setpoint.Rate), order.SayPhases ? setpoint.Phases : null)],
            Duration: (int)(setpoint.Duration + Margin).TotalSeconds,
            StartSchedule: order.From);
        ChargingProfile profile = new(
            TxProfileId + setpoint.ConnectorId,
            order.Level,
            ChargingProfilePurposeType.TxProfile,
            ChargingProfileKindType.Absolute,
            schedule,
            TransactionId: order.TransactionId);
        return SetAsync(peer, setpoint.ConnectorId, profile);
    }

    /// <summary>The whole charge point's most first: it holds whatever the others say (OCPP 1.6 §3.13.1).</summary>
    public static async Task<OrderOutcome> SetFallbackAsync(OcppPeer peer, Order.SetFallback order)
    {
        if (order.Max is { } max)
        {
            ChargingProfile most = Lasting(MaxProfileId, ChargingProfilePurposeType.ChargePointMaxProfile, max, order);
            if (await SetAsync(peer, 0, most).ConfigureAwait(false) is OrderOutcome.NoAnswer none)
            {
                return none;
            }
        }

        // That it keeps no maximum for the whole charge point is no harm: each limit we set is below it.
        return await SetAsync(peer, 0, Lasting(DefaultProfileId, ChargingProfilePurposeType.TxDefaultProfile, order.Default, order)).ConfigureAwait(false);
    }

    public static async Task<OrderOutcome> AskAsync(OcppPeer peer, Order.AskForLimit order)
    {
        CallOutcome outcome = await peer.CallAsync(GetCompositeSchedule.Action, new GetCompositeScheduleRequest(order.ConnectorId, LookAheadS)).ConfigureAwait(false);
        if (!outcome.TryGet(out GetCompositeScheduleResponse? response))
        {
            return Orders16.Otherwise(outcome);
        }

        if (response.Status != GetCompositeScheduleStatus.Accepted)
        {
            return new OrderOutcome.Refused("it does not show its schedule");
        }

        return new OrderOutcome.LimitShown(response.ChargingSchedule is { ChargingSchedulePeriod: [{ } first, ..] } schedule ? PerPhase(schedule.ChargingRateUnit, first, order) : null);
    }

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private static ChargingProfile Lasting(int id, ChargingProfilePurposeType purpose, Amperes perPhase, Order.SetFallback order)
    {
        ChargingRate rate = order.Unit == LimitUnit.Watts ? ChargingRate.Watts(perPhase, order.Phases, order.Voltage) : new ChargingRate.InAmperes(perPhase);
        ChargingSchedule schedule = new(UnitOf(rate), [new ChargingSchedulePeriod(0, LimitOf(rate))]);
        return new ChargingProfile(id, order.Level, purpose, ChargingProfileKindType.Relative, schedule);
    }

    private static async Task<OrderOutcome> SetAsync(OcppPeer peer, int connectorId, ChargingProfile profile)
    {
        CallOutcome outcome = await peer.CallAsync(SetChargingProfile.Action, new SetChargingProfileRequest(connectorId, profile)).ConfigureAwait(false);
        return !outcome.TryGet(out SetChargingProfileResponse? response) ? Orders16.Otherwise(outcome)
            : response.Status switch
            {
                ChargingProfileStatus.Accepted => new OrderOutcome.Done(),
                ChargingProfileStatus.NotSupported => new OrderOutcome.NotSupported($"it keeps no {profile.ChargingProfilePurpose}"),
                _ => new OrderOutcome.Refused($"it rejected the {profile.ChargingProfilePurpose}"),
            };
    }

    private static ChargingRateUnitType UnitOf(ChargingRate rate) => rate is ChargingRate.InWatts ? ChargingRateUnitType.W : ChargingRateUnitType.A;

    private static decimal LimitOf(ChargingRate rate) => rate switch
    {
        ChargingRate.InWatts w => w.Total.Value,
        ChargingRate.InAmperes a => a.PerPhase.Value,
        _ => throw new Core.Site.InvariantBrokenException("a rate has a unit"),
    };

    private static Amperes PerPhase(ChargingRateUnitType unit, ChargingSchedulePeriod period, Order.AskForLimit order) => unit == ChargingRateUnitType.A
        ? Amperes.FromDeciamperes((int)(Math.Min(period.Limit, 1000) * 10))
        : ((ChargingRate.InAmperes)ChargingRate.Amperes(new Watts((long)Math.Min(period.Limit, 1_000_000)), period.NumberPhases ?? order.Phases, order.Voltage)).PerPhase;
}
