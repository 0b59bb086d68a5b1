using System.Collections.Immutable;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>All profiles that bear on a connector as one schedule, OCPP 1.6 §5.7.</summary>
internal static class CompositeSchedule
{
    internal static ChargingSchedule Of(ChargePointBody body, Connector connector, TimeSpan duration, ChargingRateUnitType unit)
    {
        var start = body.Now;
        var end = start + duration;
        var running = Math.Max(1, body.Connectors.Count(other => other.Transaction is not null));
        var periods = ImmutableArray.CreateBuilder<ChargingSchedulePeriod>();
        for (var at = start; at < end && periods.Count < ChargingProfiles.MaxPeriods;)
        {
            var limit = body.Profiles.ForTransaction(connector.Id, at, connector.Transaction?.Since);
            var cap = body.Profiles.ForChargePoint(at);
            var offered = body.Combine(connector, limit, cap, running);
            var rate = unit == ChargingRateUnitType.A ? offered.Amperes : offered.TotalW(connector.Demand.Phases, body.Settings.VoltageV);
            var period = new ChargingSchedulePeriod((int)(at - start).TotalSeconds, Tenths(rate), offered.Phases);
            if (periods.Count == 0 || periods[^1] with { StartPeriod = period.StartPeriod } != period)
            {
                periods.Add(period);
            }
            at = limit.Until < cap.Until ? limit.Until : cap.Until;
        }
        return new ChargingSchedule(unit, periods.ToImmutable(), (int)duration.TotalSeconds, start);
    }

    /// <summary>Down to the tenth, but not for the rounding of a division: 11 kW over three phases and back is 11 kW.</summary>
    private static decimal Tenths(decimal rate) => Math.Floor((rate + 0.0001m) * 10) / 10;
}
