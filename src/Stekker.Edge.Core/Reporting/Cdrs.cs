using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Reporting;

/// <summary>What the charge detail record that was queued last of a session said: one that would say the same is not sent again.</summary>
/// <param name="CostEur">Of the quarters that have a price, to the millionth.</param>
/// <param name="UnpricedPtus">Quarters with energy and without a price.</param>
/// <param name="Started">UTC, to the millisecond; the end likewise.</param>
public sealed record CdrTold(long SessionId, WattHours Energy, decimal CostEur, int UnpricedPtus, DateTimeOffset Started, DateTimeOffset Ended) : IKeyed<long>
{
    /// <summary>More than can still be settled again; of older ones nothing changes any more.</summary>
    public const int MostKept = 2 * Unsettled.Most;

    long IKeyed<long>.Key => SessionId;
}

/// <summary>
/// Decides when a charge detail record is queued: in the step in which the costs of a session become final, at the latest
/// <see cref="LongestWait"/> after its end with what is known, and again where costs, energy or times change afterwards.
/// </summary>
internal static class Cdrs
{
    /// <summary>Prices that are so late are not waited for: somebody waits for the bill.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(48);

    /// <summary>A session that is over was settled, for the first time or again.</summary>
    public static void Settled(Turn turn, Session session, Settlement settlement, Settler settler)
    {
        SiteConfiguration configuration = turn.State.Configuration;
        bool isWorthless = settlement.Energy <= WattHours.Zero && turn.State.Cdrs.Find(session.Id) is null;
        if (configuration.Cloud is null || isWorthless)
        {
            return;
        }

        // A reference rate that is missing keeps the savings from being reckoned, not the bill.
        ImmutableArray<PtuCost> quarters = settler.Quarters(session);
        bool isFinal = configuration.Tariff is null || settlement.AreCostsFinal
            || (settlement.IsMeasured && quarters.All(q => q.Price is { Source: PriceSource.Known }));
        if (isFinal || turn.Now.Utc - settlement.Ended >= LongestWait)
        {
            decimal cost = settlement.Money?.CostEur ?? Known(quarters, q => q.GridEur) + Known(quarters, q => q.SunEur) + Known(quarters, q => q.ImbalanceEur);
            int unpriced = settlement.Money is not null || configuration.Tariff is null ? 0 : quarters.Count(q => q.Price is null);
            Queue(turn, session, new Report.OfCdr(session, cost, quarters, isFinal), unpriced);
        }
    }

    /// <summary>A session that is over at times nobody will ever know better cannot be settled; its energy was taken all the same.</summary>
    public static void Uncertain(Turn turn, Session session)
    {
        if (turn.State.Configuration.Cloud is not null && (session.Energy > WattHours.Zero || turn.State.Cdrs.Find(session.Id) is not null))
        {
            Queue(turn, session, new Report.OfCdr(session, 0, [], AreCostsFinal: false), session.Ptus.Count(p => p.Energy > WattHours.Zero));
        }
    }

    /// <summary>A session that cannot be settled is known better: it is told again where it was told before.</summary>
    public static void Amended(Turn turn, Session session)
    {
        if (session is { State: SessionState.Ended, Transaction: not null } && turn.State.Cdrs.Find(session.Id) is not null)
        {
            Uncertain(turn, session);
        }
    }

    /// <summary>Sessions of an earlier run whose times were never certain, and of which nothing was told.</summary>
    public static void Tick(Turn turn)
    {
        ImmutableArray<Session> uncertain = turn.State.UncertainSessions;
        if (!uncertain.IsEmpty && turn.Now.UtcTrusted)
        {
            turn.State = turn.State with { UncertainSessions = [] };
            foreach (Session session in uncertain.Where(s => turn.State.Cdrs.Find(s.Id) is null))
            {
                Uncertain(turn, session);
            }
        }
    }

    private static decimal Known(ImmutableArray<PtuCost> quarters, Func<PtuCost, decimal?> part) => SettledMoney.Rounded(quarters.Sum(part) ?? 0);

    private static void Queue(Turn turn, Session session, Report.OfCdr report, int unpriced)
    {
        CdrTold? before = turn.State.Cdrs.Find(session.Id);
        CdrTold now = new(
            session.Id,
            session.Energy,
            report.CostEur,
            unpriced,
            Stamp.ToMilliseconds(session.Transaction!.Started.Utc),
            Stamp.ToMilliseconds(session.Unplugged?.Utc ?? session.Transaction.End!.At.Utc));

        // Prices of then are no longer kept: what was told was better.
        bool knowsLess = before is not null && before.Energy == now.Energy && now.UnpricedPtus > before.UnpricedPtus;
        if (now == before || knowsLess)
        {
            return;
        }

        Keyed<long, CdrTold> all = turn.State.Cdrs.With(now);
        turn.State = turn.State with { Cdrs = all.Count > CdrTold.MostKept ? all.Without(all[0].SessionId) : all };
        turn.Save(new Effect.SaveCdrTold(now));
        turn.Save(new Effect.QueueReport(report, turn.State.Configuration, turn.Now.Utc));
    }
}
