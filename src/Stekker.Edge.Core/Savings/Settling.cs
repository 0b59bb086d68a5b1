using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Savings;

/// <summary>Sessions are settled when they end, and again while prices, meters or signals still come in. Written only where something changed.</summary>
internal static class Settling
{
    /// <summary>Sessions settled again within one second: prices of a day touch all of a month, and the cars are steered meanwhile.</summary>
    private const int MostPerTick = 100;

    /// <summary>A session is written down: settled where it is over, forgotten here where it goes on after all.</summary>
    public static void Saved(Turn turn, Session session)
    {
        if (Settler.CanSettle(session))
        {
            Settler settler = Settler.Of(turn.State, turn.Now.Utc);
            Settle(turn, settler, settler.Settle(session), session);
            return;
        }

        Cdrs.Amended(turn, session);
        if (turn.State.Unsettled.Sessions.Find(session.Id) is not null)
        {
            turn.State = turn.State with { Unsettled = turn.State.Unsettled.Without(session.Id) };
        }
    }

    public static void Tick(Turn turn)
    {
        SiteState site = turn.State;
        Unsettled last = site.Unsettled;
        if (!turn.Now.UtcTrusted)
        {
            return;
        }

        DateTimeOffset ptu = Ptu.StartOf(turn.Now.Utc);
        bool areNewPrices = !ReferenceEquals(last.Prices, site.Prices) || !ReferenceEquals(last.Configuration, site.Configuration);
        if (areNewPrices || !ReferenceEquals(last.History, site.History) || last.Ptu != ptu)
        {
            last = last with
            {
                Prices = site.Prices,
                History = site.History,
                Configuration = site.Configuration,
                Ptu = ptu,
                PassAt = long.MinValue,
                PassIsForPrices = areNewPrices || last is { PassAt: not null, PassIsForPrices: true },
            };
            bool isNewQuarter = site.Unsettled.Ptu != ptu;
            turn.State = site with { Unsettled = last };
            if (isNewQuarter)
            {
                SavingsReports.Quarter(turn);
            }
        }

        if (last.PassAt is { } after)
        {
            Pass(turn, after, last.PassIsForPrices);
        }
    }

    private static void Pass(Turn turn, long after, bool isForPrices)
    {
        Settler settler = Settler.Of(turn.State, turn.Now.Utc);
        List<UnsettledSession> next = [.. turn.State.Unsettled.Sessions.SkipWhile(s => s.Id <= after).Take(MostPerTick)];
        foreach (UnsettledSession unsettled in next)
        {
            if (turn.Now.Utc - unsettled.Ended > Unsettled.Patience)
            {
                turn.State = turn.State with { Unsettled = turn.State.Unsettled.Without(unsettled.Id) };
            }
            else if (isForPrices || unsettled.Session is not null)
            {
                Settle(turn, settler, settler.Again(unsettled), unsettled.Session);
            }
        }

        turn.State = turn.State with { Unsettled = turn.State.Unsettled with { PassAt = next.Count == MostPerTick ? next[^1].Id : null } };
    }

    private static void Settle(Turn turn, Settler settler, Settlement settlement, Session? session)
    {
        Unsettled all = turn.State.Unsettled;
        if (all.Sessions.Find(settlement.SessionId)?.Written is not { } written || !written.IsSameAs(settlement))
        {
            turn.Save(new Effect.SaveSettlement(settlement));
            SavingsReports.Settled(turn, settlement);
        }

        if (session is not null)
        {
            Cdrs.Settled(turn, session, settlement, settler);
        }

        // Without a tariff no price will ever come; one that is configured later settles what is loaded at the next start.
        bool isOver = settlement.State == SettlementState.Settled || turn.State.Configuration.Tariff is null;
        turn.State = turn.State with
        {
            Unsettled = isOver
                ? all.Without(settlement.SessionId)
                : all.With(new UnsettledSession(settlement.SessionId, settlement, settlement.AreCostsFinal ? null : session)),
        };
    }
}
