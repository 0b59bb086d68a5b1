using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Control;

/// <summary>Sessions out of the ledger, with those that run as they are this second: the ledger lags a little behind the meters.</summary>
internal static class SessionLookup
{
    public static Answer<ImmutableArray<SessionEntry>> Find(SiteState state, ISiteRecords records, SessionQuery query, SiteTimes times)
    {
        DateTimeOffset? from = query.From is { } f ? times.Begin(f) : null;
        DateTimeOffset? until = query.Until is { } u ? times.End(u) : null;
        IdTag? idTag = IdTag.TryParse(query.IdTag);
        string? wrong = query switch
        {
            { From: { } said } when from is null => $"from '{said}': it is {SiteTimes.Expected}",
            { Until: { } said } when until is null => $"until '{said}': it is {SiteTimes.Expected}",
            { IdTag: { } said } when idTag is null => $"card: {CardEntry.WhyNoTag(said)}",
            { Limit: < 1 or > SessionQuery.MostLimit } => $"limit {query.Limit}: it is 1 to {SessionQuery.MostLimit}",
            _ => null,
        };
        if (wrong is not null)
        {
            return new No(Denial.NotUnderstood, wrong);
        }

        try
        {
            SessionFilter filter = new(from?.ToUniversalTime(), until?.ToUniversalTime(), query.ChargePointId, idTag, query.Limit);
            return Merged(state, records.Sessions(filter), filter).Select(s => SessionEntry.Of(s, times)).ToImmutableArray();
        }
        catch (LedgerUnavailableException e)
        {
            return new No(Denial.NotPossible, e.Message);
        }
    }

    public static Answer<SessionDetail> Find(SiteState state, ISiteRecords records, long id, Now now, SiteTimes times)
    {
        try
        {
            return (state.OpenSessions.FirstOrDefault(s => s.Id == id) ?? records.Session(id)) is { } session
                ? WithCosts(session, records.Settlement(id), Settler.Of(state, now.Utc), times)
                : new No(Denial.NotFound, $"there is no session {id}; 'stekker-edge sessions list' shows those there are");
        }
        catch (LedgerUnavailableException e)
        {
            return new No(Denial.NotPossible, e.Message);
        }
    }

    /// <summary>What was settled; of a session that still runs, what it came to so far. Quarter by quarter where the prices of then are still known.</summary>
    private static SessionDetail WithCosts(Session session, Settlement? settled, Settler settler, SiteTimes times)
    {
        SessionDetail detail = new(session, times);
        if (session.Transaction is null || !detail.TimeTrusted)
        {
            return detail;
        }

        Settlement reckoned = settler.Settle(session);
        bool isAsThen = settled is null || (settled.Sun == reckoned.Sun && settled.Money?.CostEur == reckoned.Money?.CostEur);
        return detail with
        {
            Settlement = SettlementEntry.Of(settled ?? reckoned, times),
            Ptus = isAsThen ? [.. settler.Quarters(session).Select(q => PtuEntry.Of(q, times))] : detail.Ptus,
        };
    }

    private static IEnumerable<Session> Merged(SiteState state, ImmutableArray<Session> written, SessionFilter filter)
    {
        Dictionary<long, Session> byId = written.ToDictionary(s => s.Id);
        foreach (Session open in state.OpenSessions.Where(s => Takes(filter, s)))
        {
            byId[open.Id] = open;
        }

        return byId.Values.OrderByDescending(s => s.Id).Take(filter.Limit);
    }

    /// <summary>As the ledger's own query does.</summary>
    private static bool Takes(SessionFilter filter, Session session) =>
        (filter.From is not { } from || session.PluggedIn.Utc >= from)
        && (filter.Until is not { } until || session.PluggedIn.Utc < until)
        && (filter.ChargePointId is null || session.ChargePointId == filter.ChargePointId)
        && (filter.IdTag is null || session.Transaction?.IdTag == filter.IdTag);
}
