using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Tests.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Site;

/// <summary>A site told as a story: what happens, line by line, and what it looks like then. One charge point, CP, unless another is named.</summary>
internal sealed class SiteStory
{
    public const string Cp = "CP01";
    public const string GoodCard = "04A2B3C4";

    private long requests;
    private long connections;

    public SiteStory(SiteConfiguration? configuration = null, bool withCard = true)
    {
        Configuration = configuration ?? AtSite();
        State = SiteState.Restore(Configuration, LedgerContents.Empty, Time.Now);
        if (withCard)
        {
            Cards(A(GoodCard));
        }
    }

    public VirtualTime Time { get; } = new();

    public MemoryLedger Ledger { get; } = new();

    public SiteConfiguration Configuration { get; private set; }

    public SiteState State { get; private set; }

    /// <summary>False: whoever tells the story makes the plans, or does not.</summary>
    public bool PlansComeAtOnce { get; set; } = true;

    /// <summary>All effects since the story began, or since <see cref="Forget"/>.</summary>
    public List<Effect> Effects { get; } = [];

    public IEnumerable<Order> Orders => Effects.OfType<Effect.Instruct>().Select(i => i.Order);

    public IEnumerable<string> Told => Effects.OfType<Effect.Tell>().Select(t => t.Text);

    public ChargePoint ChargePoint => State.ChargePoints.Find(Cp)!;

    public Connector Connector => ChargePoint.Connectors.Find(1)!;

    public Session? Session => Connector.Session;

    /// <summary>The session that ended last, as the ledger has it.</summary>
    public Session Closed => Ledger.Sessions[ChargePoint.Recent[0].Id];

    public static SiteConfiguration AtSite(CardRules? cards = null, AccessRules? access = null, OcppRules? ocpp = null) => new()
    {
        SiteId = "zonneweide-12",
        ChargePoints = [new ChargePointSettings(Cp, null, null, [], null), new ChargePointSettings("CP02", null, null, [], null)],
        Cards = cards ?? new CardRules(),
        Access = access ?? new AccessRules(),
        Ocpp = ocpp ?? new OcppRules(),
    };

    public static Card A(string idTag, CardScope? scope = null, bool active = true, DateTimeOffset? expires = null, CardPriority priority = default) =>
        new(IdTag.TryParse(idTag)!.Value, $"label of {idTag}", scope ?? new CardScope(CardScopeKind.Organisation), null, priority, active, expires, null);

    public static MeterSample Sample(long registerWh, DateTimeOffset? at = null) => new(at, SampleReason.Periodic, new WattHours(registerWh));

    // ---- time

    public SiteStory Tick() => Happens(new SiteEvent.Tick());

    public SiteStory After(TimeSpan span)
    {
        Time.Pass(span);
        return Tick();
    }

    public SiteStory AfterMinutes(double minutes) => After(TimeSpan.FromMinutes(minutes));

    /// <summary>Killed and started again: only the ledger is left.</summary>
    public SiteStory Restarts()
    {
        State = SiteState.Restore(Configuration, Ledger.Read(), Time.Now);
        return this;
    }

    // ---- the charger

    public SiteStory Connects(string id = Cp) => Happens(new SiteEvent.Connected(id, ++connections, "ocpp1.6", "192.0.2.7"));

    public SiteStory LineDrops(string id = Cp) => Happens(new SiteEvent.Disconnected(id, connections, "closed by peer"));

    public Reply Boots(string id = Cp) => Asks(r => new SiteEvent.Booted(r, id, new ChargePointIdentity("Maker", "Box")));

    /// <summary>Connected, booted, and asked what it can.</summary>
    public SiteStory Ready(string id = Cp, int? localList = null, int? localListVersion = null, int? perCall = null)
    {
        Connects(id);
        Boots(id);
        Capabilities can = Capabilities.Unknown with { LocalListMax = localList, LocalListPerCall = perCall };
        return Ends(Orders.OfType<Order.Commission>().Last(), new OrderOutcome.Commissioned(can, localListVersion), id);
    }

    public SiteStory Says(ConnectorStatus status, int connector = 1, DateTimeOffset? at = null, string id = Cp)
    {
        Asks(r => new SiteEvent.StatusReported(r, id, connector, status, null, at));
        return this;
    }

    public Authorization Presents(string idTag, string id = Cp) =>
        ((Reply.CardAnswer)Asks(r => new SiteEvent.CardPresented(r, id, idTag))).Authorization;

    public Reply.TransactionStart Starts(
        long meterWh = 10_000, string idTag = GoodCard, int connector = 1, DateTimeOffset? at = null, string id = Cp) =>
        (Reply.TransactionStart)Asks(r => new SiteEvent.TransactionStarted(r, id, connector, idTag, new WattHours(meterWh), at ?? Time.TrueUtc));

    public SiteStory Meters(long registerWh, int? transaction = null, DateTimeOffset? at = null, int connector = 1, string id = Cp)
    {
        Asks(r => new SiteEvent.Metered(r, id, connector, transaction, [Sample(registerWh, at ?? Time.TrueUtc)]));
        return this;
    }

    public Reply.TransactionStop Stops(
        int transaction,
        long meterWh,
        StopReason reason = StopReason.Local,
        DateTimeOffset? at = null,
        string? idTag = null,
        string id = Cp,
        params ImmutableArray<MeterSample> samples) =>
        (Reply.TransactionStop)Asks(r =>
            new SiteEvent.TransactionStopped(r, id, transaction, idTag, new WattHours(meterWh), at ?? Time.TrueUtc, reason, samples));

    public SiteStory Ends(Order order, OrderOutcome outcome, string id = Cp) => Happens(new SiteEvent.OrderEnded(id, order, outcome));

    // ---- people

    public Reply Cards(params ImmutableArray<Card> cards) => Asks(r => new SiteEvent.CardsPut(r, cards));

    public SiteStory Prices(ImmutableArray<PtuSpot> spot)
    {
        State = State with { Prices = State.Prices with { Spot = spot } };
        return this;
    }

    /// <summary>The balancer has found that the car takes nothing of what it is given.</summary>
    public SiteStory TakesNothing()
    {
        BalancerState balancer = State.Steering.Balancer;
        State = State with { Steering = State.Steering with { Balancer = balancer with { Connectors = [.. balancer.Connectors.Select(m => m with { Parked = true })] } } };
        return this;
    }

    public Reply Deactivates(string idTag) => Asks(r => new SiteEvent.CardDeactivated(r, idTag));

    public Reply Admits(string id, Admission admission = Admission.Accepted) => Asks(r => new SiteEvent.ChargePointAdmitted(r, id, admission));

    public SiteStory IsConfigured(SiteConfiguration configuration)
    {
        Configuration = configuration;
        return Happens(new SiteEvent.ConfigurationApplied(configuration));
    }

    /// <summary>Asks and waits: the one answer to it, or null where the answer waits for a charger.</summary>
    public Reply? Tries(Func<RequestId, SiteEvent.Asked> ask)
    {
        int before = Effects.Count;
        RequestId request = new(++requests);
        Happens(ask(request));
        return Effects.Skip(before).OfType<Effect.Answer>().Where(a => a.Request == request).SingleOrDefault()?.Reply;
    }

    public Reply Asks(Func<RequestId, SiteEvent.Asked> ask) =>
        Tries(ask) ?? throw new InvalidOperationException("It was not answered.");

    /// <summary>What other parts of the site have learned meanwhile: prices, history.</summary>
    public SiteStory Knows(Func<SiteState, SiteState> what)
    {
        State = what(State);
        return this;
    }

    public SiteStory Forget()
    {
        Effects.Clear();
        return this;
    }

    public SiteStory Happens(SiteEvent happened)
    {
        (State, ImmutableArray<Effect> effects) = SiteStep.Next(State, happened, Time.Now);
        foreach (Effect.LedgerWrite write in effects.OfType<Effect.LedgerWrite>())
        {
            Ledger.Write(write);
        }

        Effects.AddRange(effects);
        foreach (Effect.MakePlan plan in PlansComeAtOnce ? effects.OfType<Effect.MakePlan>() : [])
        {
            Happens(new SiteEvent.PlanMade(plan.Request.Number, PlanMaker.Make(plan.Request)));
        }

        return this;
    }
}
