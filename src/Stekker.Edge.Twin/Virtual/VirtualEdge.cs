using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>The site's own code in virtual time: the loop around Core's step, which the daemon runs too. It can be killed and started again.</summary>
internal sealed class VirtualEdge
{
    private readonly SiteConfiguration configuration;
    private long requests;

    public VirtualEdge(SiteConfiguration configuration, VirtualLedger ledger, Now now)
    {
        (this.configuration, Ledger) = (configuration, ledger);
        State = SiteState.Restore(configuration, LedgerContents.Empty, now);
    }

    public VirtualLedger Ledger { get; }

    public SiteState State { get; private set; }

    public bool IsUp { get; private set; } = true;

    /// <summary>Steps of Core so far.</summary>
    public long Steps { get; private set; }

    public required Action<string, Order> Instruct { get; init; }

    public Action<Effect.Tell>? Told { get; init; }

    /// <summary>Puts another forecast into what is to be planned.</summary>
    public Func<PlanRequest, PlanRequest>? Foreseen { get; init; }

    public long PlansMade { get; private set; }

    /// <summary>Null where no answer comes: it is down.</summary>
    public Reply? Ask(Func<RequestId, SiteEvent.Asked> ask, Now now)
    {
        if (!IsUp)
        {
            return null;
        }

        RequestId request = new(++requests);
        foreach (Effect effect in Happens(ask(request), now))
        {
            if (effect is Effect.Answer answer && answer.Request == request)
            {
                return answer.Reply;
            }
        }

        return null;
    }

    public ImmutableArray<Effect> Happens(SiteEvent happened, Now now)
    {
        if (!IsUp)
        {
            return [];
        }

        Steps++;
        (State, ImmutableArray<Effect> effects) = SiteStep.Next(State, happened, now);
        foreach (Effect effect in effects)
        {
            if (effect is Effect.LedgerWrite write)
            {
                Ledger.Write(write);
            }
        }

        foreach (Effect effect in effects)
        {
            switch (effect)
            {
                case Effect.Instruct order:
                    Instruct(order.ChargePointId, order.Order);
                    break;
                case Effect.Tell tell:
                    Told?.Invoke(tell);
                    break;
                case Effect.MakePlan plan:
                    PlansMade++;
                    Happens(new SiteEvent.PlanMade(plan.Request.Number, PlanMaker.Make(Foreseen?.Invoke(plan.Request) ?? plan.Request)), now);
                    break;
                default:
                    break;
            }
        }

        return effects;
    }

    public void Kill() => IsUp = false;

    public void Start(Now now)
    {
        IsUp = true;
        State = SiteState.Restore(configuration, Ledger.Read(), now);
    }
}
