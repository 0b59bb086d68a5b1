using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tests.Site;
using Stekker.Edge.Core.Tests.Time;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>What a test breaks on purpose, to see that the simulation notices.</summary>
internal sealed record Sabotage
{
    public Func<Effect.LedgerWrite, bool> Loses { get; init; } = _ => false;

    public bool AnswersBeforeCommit { get; init; }

    public bool ForgetsUsedIds { get; init; }
}

/// <summary>The site's loop around the step: ledger first, then answers and orders. It can be killed before or after each commit.</summary>
internal sealed class Edge
{
    private readonly Dice dice;
    private readonly VirtualTime time;
    private readonly Trace trace;
    private readonly Invariants invariants;
    private readonly Sabotage sabotage;
    private readonly SiteConfiguration configuration;
    private readonly Queue<PlanRequest> plans = [];
    private long requests;

    public Edge(Dice dice, VirtualTime time, Trace trace, Invariants invariants, Sabotage sabotage, SiteConfiguration configuration)
    {
        (this.dice, this.time, this.trace, this.invariants, this.sabotage, this.configuration) = (dice, time, trace, invariants, sabotage, configuration);
        State = SiteState.Restore(configuration, LedgerContents.Empty, time.Now);
    }

    public MemoryLedger Ledger { get; } = new();

    public SiteState State { get; private set; }

    /// <summary>How likely it is killed in a step.</summary>
    public double Risk { get; set; } = 0.004;

    public required Action<string, Order> Instruct { get; init; }

    public required Action Died { get; init; }

    /// <summary>Null where no answer comes: it was killed, or the answer waits for a charger.</summary>
    public Reply? Ask(Func<RequestId, SiteEvent.Asked> ask)
    {
        RequestId request = new(++requests);
        return Happens(ask(request)).OfType<Effect.Answer>().FirstOrDefault(a => a.Request == request)?.Reply;
    }

    public ImmutableArray<Effect> Happens(SiteEvent happened)
    {
        (SiteState next, ImmutableArray<Effect> effects) = SiteStep.Next(State, happened, time.Now);
        trace.Add(time.Now, happened, effects);
        if (dice.Chance(Risk / 2))
        {
            Kill("killed before the commit");
            return sabotage.AnswersBeforeCommit ? effects : [];
        }

        foreach (Effect.LedgerWrite write in effects.OfType<Effect.LedgerWrite>().Where(w => !sabotage.Loses(w)))
        {
            Ledger.Write(write);
        }

        invariants.Check(State, happened, effects, next, Ledger, time.Now);
        State = next;
        if (dice.Chance(Risk / 2))
        {
            Kill("killed after the commit, before any answer");
            return [];
        }

        foreach (Effect.MakePlan plan in effects.OfType<Effect.MakePlan>())
        {
            plans.Enqueue(plan.Request);
        }

        foreach (Effect.Instruct order in effects.OfType<Effect.Instruct>())
        {
            Instruct(order.ChargePointId, order.Order);
        }

        return effects;
    }

    /// <summary>Plans are made beside the loop: they come at once, late, or never.</summary>
    public void Plan()
    {
        while (plans.TryPeek(out PlanRequest? request) && dice.Chance(0.8))
        {
            plans.Dequeue();
            Happens(dice.Between(0, 20) switch
            {
                0 => new SiteEvent.PlanFailed(request.Number, "a mistake"),
                1 => new SiteEvent.Tick(),
                _ => new SiteEvent.PlanMade(request.Number, PlanMaker.Make(request)),
            });
        }
    }

    public void Kill(string how)
    {
        plans.Clear();
        trace.Add(time.Now, how, []);
        LedgerContents contents = Ledger.Read();
        State = SiteState.Restore(configuration, sabotage.ForgetsUsedIds ? contents with { NextTransactionId = 1 } : contents, time.Now);
        invariants.Restarted(State);
        Died();
    }
}
