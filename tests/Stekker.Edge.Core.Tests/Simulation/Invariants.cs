using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>A rule that must hold after every step, by its name.</summary>
internal sealed class InvariantTrippedException(string rule, string how) : Exception($"{rule}: {how}")
{
    public string Rule { get; } = rule;
}

/// <summary>What holds after every step, whatever happens.</summary>
internal sealed class Invariants
{
    /// <summary>No session of a run lasts longer; a spread over a wrong clock is bounded, too.</summary>
    private const int MostPtus = 2_000;

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(2);

    private const int MostAwaitingTime = 500;
    private const int MostPending = 64;

    private readonly HashSet<RequestId> waiting = [];
    private readonly Dictionary<long, TimeSpan> behindSince = [];
    private readonly Dictionary<int, ModelTransaction> startOf = [];
    private readonly Dictionary<ModelTransaction, int> idOf = [];

    public void Check(SiteState before, SiteEvent happened, ImmutableArray<Effect> effects, SiteState after, MemoryLedger ledger, Now now)
    {
        EveryQuestionHasOneAnswer(happened, effects);
        TablesAreBounded(after);
        foreach (ChargePoint touched in after.ChargePoints.Where(c => !ReferenceEquals(c, before.ChargePoints.Find(c.Id))))
        {
            ReferencesAreConsistent(after, touched);
            foreach (Session session in SessionsOf(touched))
            {
                EnergyIsWhole(session);
                LedgerKeepsUp(session, ledger, now);
            }
        }

        CheckpointsAreInTime(happened, now);
        LedgerHasOneOpenSessionPerConnector(effects, ledger);
    }

    /// <summary>Whoever waited is gone with the process.</summary>
    public void Restarted(SiteState state)
    {
        waiting.Clear();
        behindSince.Clear();
        foreach (ChargePoint chargePoint in state.ChargePoints)
        {
            ReferencesAreConsistent(state, chargePoint);
        }
    }

    /// <summary>A charger was told an id for its start (whether or not the answer got through).</summary>
    public void IdWasTold(ModelTransaction transaction, int id)
    {
        Holds(startOf.TryAdd(id, transaction) || startOf[id] == transaction, "two starts never share an id", $"{id} of {startOf[id]} and of {transaction}");
        Holds(idOf.TryAdd(transaction, id) || idOf[transaction] == id, "one start never has two ids", $"{idOf[transaction]} and {id} of {transaction}");
    }

    public static void Holds(bool condition, string rule, [InterpolatedStringHandlerArgument(nameof(condition))] ref HowHandler how)
    {
        if (!condition)
        {
            throw new InvariantTrippedException(rule, how.Told());
        }
    }

    private void EveryQuestionHasOneAnswer(SiteEvent happened, ImmutableArray<Effect> effects)
    {
        const string Rule = "every question has one answer";
        HashSet<RequestId> asked = [];
        if (happened is SiteEvent.Asked { Request: var request })
        {
            asked.Add(request);
            waiting.Add(request);
        }

        foreach (Effect.Answer answer in effects.OfType<Effect.Answer>())
        {
            Holds(waiting.Remove(answer.Request), Rule, $"{answer} to nobody, or a second time");
        }

        asked.IntersectWith(waiting);
        bool isOrdered = effects.OfType<Effect.Instruct>().Any(i =>
            i.Order is Order.StartRemotely { Request: { } r } && asked.Contains(r) || i.Order is Order.StopRemotely { Request: { } s } && asked.Contains(s));
        Holds(asked.Count == 0 || isOrdered, Rule, $"none to {happened}");
    }

    private static void TablesAreBounded(SiteState state)
    {
        const string Rule = "tables are bounded";
        Holds(state.Refusals.Length <= SiteState.MostRefusals, Rule, $"{state.Refusals.Length} refusals");
        Holds(state.AwaitingTime.Length <= MostAwaitingTime, Rule, $"{state.AwaitingTime.Length} sessions await the time");
        Holds(state.ChargePoints.Count(c => c.Record.Admission == Admission.Pending) <= MostPending, Rule, $"too many strangers");
        Holds(state.ChargePoints.All(c => c.Recent.Length <= ChargePoint.RecentSessions && c.Replacements.Length <= 1000), Rule, $"too much of the past");
    }

    private static void EnergyIsWhole(Session session)
    {
        long sum = 0;
        foreach (PtuEnergy ptu in session.Ptus)
        {
            sum += ptu.Energy.Value;
            Holds(ptu.Energy >= WattHours.Zero, "energy is never negative", $"{ptu} in {Trace.InWords(session)}");
        }

        Holds(session.Energy >= WattHours.Zero, "energy is never negative", $"{Trace.InWords(session)}");
        Holds(sum == session.Energy.Value, "the PTUs add up to the energy counted", $"{sum} Wh in the PTUs of {Trace.InWords(session)}");
        Holds(session.Ptus.Length <= MostPtus, "tables are bounded", $"{session.Ptus.Length} PTUs in {Trace.InWords(session)}");
    }

    private static void ReferencesAreConsistent(SiteState state, ChargePoint chargePoint)
    {
        const string Rule = "the state's references are consistent";
        HashSet<long> seen = [];
        foreach (Connector connector in chargePoint.Connectors)
        {
            if (connector.Session is { } open)
            {
                Holds(open.ChargePointId == chargePoint.Id && open.ConnectorId == connector.Id, Rule, $"{Trace.InWords(open)} at {chargePoint.Id}/{connector.Id}");
                Holds(open is { State: not SessionState.Ended, Unplugged: null }, Rule, $"an ended session at a connector: {Trace.InWords(open)}");
                Holds(seen.Add(open.Id), Rule, $"twice: {Trace.InWords(open)}");
                IdsAreBehind(state, open);
            }
        }

        foreach (Session ended in chargePoint.Recent)
        {
            Holds(ended.ChargePointId == chargePoint.Id && ended is { State: SessionState.Ended, Unplugged: not null }, Rule, $"among the ended: {Trace.InWords(ended)}");
            Holds(!ended.HasOpenTransaction && !ended.Unsaved, Rule, $"ended with an open transaction or unsaved: {Trace.InWords(ended)}");
            Holds(seen.Add(ended.Id), Rule, $"twice: {Trace.InWords(ended)}");
            IdsAreBehind(state, ended);
        }
    }

    private static void IdsAreBehind(SiteState state, Session session) => Holds(
        session.Id < state.NextSessionId && (session.Transaction?.Id ?? 0) < state.NextTransactionId, "ids are never reused", $"{Trace.InWords(session)} is ahead of the counters");

    /// <summary>Starts and stops at once; energy that is not written yet is known to be so.</summary>
    private void LedgerKeepsUp(Session session, MemoryLedger ledger, Now now)
    {
        const string Rule = "the ledger keeps up";
        Session? written = ledger.Sessions.GetValueOrDefault(session.Id);
        if (written is null)
        {
            Holds(session is { Transaction: null, Unsaved: true }, Rule, $"never written: {Trace.InWords(session)}");
            return;
        }

        Holds(written.Transaction?.Id == session.Transaction?.Id, Rule, $"another transaction than {Trace.InWords(session)}: {Trace.InWords(written)}");
        Holds(written.HasOpenTransaction == session.HasOpenTransaction, Rule, $"start or stop is missing of {Trace.InWords(session)}");
        Holds((written.State == SessionState.Ended) == (session.State == SessionState.Ended), Rule, $"the end is missing of {Trace.InWords(session)}");
        bool behind = written.Energy != session.Energy;
        Holds(!behind || session.Unsaved, Rule, $"{written.Energy} written of {Trace.InWords(session)}, which calls itself saved");
        if (!behind)
        {
            behindSince.Remove(session.Id);
        }
        else
        {
            behindSince.TryAdd(session.Id, now.Elapsed);
        }
    }

    private void CheckpointsAreInTime(SiteEvent happened, Now now)
    {
        if (happened is SiteEvent.Tick)
        {
            foreach ((long session, TimeSpan since) in behindSince)
            {
                Holds(now.Elapsed - since < CheckpointInterval, "the ledger keeps up", $"by more than a checkpoint interval behind session {session}");
            }
        }
    }

    private static void LedgerHasOneOpenSessionPerConnector(ImmutableArray<Effect> effects, MemoryLedger ledger)
    {
        if (effects.OfType<Effect.SaveSession>().Any())
        {
            IGrouping<(string, int), Session>? doubled = ledger.Sessions.Values.Where(s => s.State != SessionState.Ended)
                .GroupBy(s => (s.ChargePointId, s.ConnectorId)).FirstOrDefault(g => g.Count() > 1);
            Holds(doubled is null, "one open session per connector", $"{string.Join(" and ", doubled?.Select(Trace.InWords) ?? [])}");
        }
    }

    private static IEnumerable<Session> SessionsOf(ChargePoint chargePoint) =>
        chargePoint.Connectors.Select(c => c.Session).OfType<Session>().Concat(chargePoint.Recent);
}
