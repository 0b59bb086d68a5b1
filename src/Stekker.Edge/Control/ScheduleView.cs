using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Control;

/// <summary>The plan as people see it, from the running quarter on.</summary>
internal static class ScheduleView
{
    public static ScheduleEntry Of(SiteState state, Now now, SiteTimes times)
    {
        if (state.Schedule.Plan is not { } plan || plan.PtuOf(now.Utc) is not (>= 0 and var first) || first >= plan.Ptus)
        {
            return ScheduleEntry.Nothing with { WhyNone = WhyNone(state, now) };
        }

        return new ScheduleEntry(
            null,
            plan.CostEur - plan.IdleCostEur,
            plan.AtOnceCostEur - plan.IdleCostEur,
            [.. Enumerable.Range(first, plan.Ptus - first).Select(t => Quarter(state, plan, t, times))],
            [.. plan.Cars.Select(c => Car(state, c, first, now, times)).OfType<ScheduledCar>()]);
    }

    private static string WhyNone(SiteState state, Now now) =>
        !now.UtcTrusted ? "the clock is not set yet: cars charge as soon as they can"
        : state.Configuration.Tariff is null ? "the site has no tariff (\"tariff\" in its configuration): cars charge as soon as they can"
        : state.Schedule.Needs.IsEmpty ? "no car is charging"
        : state.Schedule.AskedAt is not null ? "the plan is being made"
        : "no prices are known: cars charge as soon as they can";

    private static SchedulePtu Quarter(SiteState state, SitePlan plan, int t, SiteTimes times)
    {
        DateTimeOffset start = plan.From + (t * Ptu.Length);
        PtuPrice? price = Pricing.At(state.Configuration, state.Prices, start);
        return new SchedulePtu(
            times.Write(start),
            price is null ? null : price.ImportEurPerKwh + price.ImbalanceEurPerKwh,
            price is null ? null : price.FeedInEurPerKwh + price.ImbalanceEurPerKwh,
            price?.Source == PriceSource.Fallback,
            plan.GridW[t]);
    }

    private static ScheduledCar? Car(SiteState state, PlannedCar car, int first, Now now, SiteTimes times)
    {
        CarNeed need = car.Need;
        if (state.ChargePoints.Find(need.ChargePointId)?.Connectors.Find(need.ConnectorId) is not { Session: { } session } connector || session.Id != need.SessionId)
        {
            return null;
        }

        long missingWh = Math.Max(0, (need.Missing - (session.Energy - need.Taken)).Value);
        return new ScheduledCar(
            need.ChargePointId,
            need.ConnectorId,
            need.SessionId,
            session.CardLabel ?? session.Transaction?.IdTag.Text,
            PhaseOf(need, session, missingWh),
            times.Write(need.Departure),
            need.Target.Fraction,
            connector.Reading?.StateOfCharge?.Fraction,
            session.Energy.Value,
            missingWh,
            need.IsAssumed,
            car.Unmet.Value,
            car.PowerW[first..]);
    }

    private static string PhaseOf(CarNeed need, Session session, long missingWh) =>
        missingWh == 0 ? "done"
        : need.AtOnce ? "atOnce"
        : session.Energy < need.DirectUntil ? "direct"
        : "planned";
}
