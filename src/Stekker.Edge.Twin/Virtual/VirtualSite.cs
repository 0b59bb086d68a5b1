using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.Market;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// A site in virtual time: the world, chargers that speak for its outlets, and the product's own step between them. Time goes in seconds while
/// something moves, and in leaps while nothing does.
/// </summary>
public sealed class VirtualSite : IVirtualSite, IWorldWatcher
{
    /// <summary>The only meter of the site that the edge hears.</summary>
    internal const string MeterId = "grid";

    private static readonly TimeSpan AfterOrder = TimeSpan.FromSeconds(6);

    private readonly VirtualEdge edge;
    private readonly VirtualClock clock;
    private readonly ImmutableArray<VirtualCharger> chargers;
    private readonly VirtualFaults faults;
    private readonly FuseWatch fuses;
    private readonly PtuWatch ptus;
    private readonly SimplePolicies? policy;
    private readonly Queue<Action> later = new();
    private readonly PriorityQueue<Action, TimeSpan> timers = new();
    private readonly List<Visit> visits = [];
    private readonly Pace pace;
    private long connections;

    /// <param name="foresight">How well a site with prices knows what comes.</param>
    /// <param name="plansByPrice">False: a site with prices charges at once all the same, to compare with.</param>
    public VirtualSite(Scenario scenario, LimitPolicy policy = LimitPolicy.Balancer, Foresight foresight = Foresight.Own, bool plansByPrice = true)
    {
        Scenario = scenario;
        (Foresight, PlansByPrice) = (foresight, plansByPrice);
        Dice = new Dice(scenario.Seed).For("site");
        SiteConfiguration configured = plansByPrice ? scenario.Site : scenario.Site with { Tariff = null };
        if (scenario.Site.Tariff is not null)
        {
            Truth = new Truth(scenario.World, scenario.Seed, scenario.Duration + TimeSpan.FromDays(3));
            Costs = new CostBook(scenario.Site, scenario.Seed, scenario.World.UtcOffset);
        }

        Seer? seer = Truth is null ? null : new Seer(foresight, Truth, Dice.For("foresight"));
        World = new TwinWorld(scenario.World, scenario.Seed) { Watcher = this };
        Reach = new Reach(scenario.Site, World.Evses.Length);
        Sessions = new SessionWatch(Violations);
        clock = new VirtualClock(World.Utc);
        edge = new VirtualEdge(configured, new VirtualLedger { Written = Sessions.Written }, clock.At(TimeSpan.Zero)) { Instruct = Instruct, Told = t => Told?.Invoke(World.Utc, t), Foreseen = seer is null ? null : seer.Seen };
        chargers = [.. scenario.Chargers.Select(c => new VirtualCharger(c, World.Evses.Where(e => e.ChargePointId == c.Id), this))];
        Writes = new WriteBook(World.Settings.UtcOffset);
        fuses = new FuseWatch(scenario.Site, World, Reach, Violations, Excuses);
        ptus = new PtuWatch(scenario.Site, World.Utc, Reach, Violations, Excuses);
        pace = new Pace(World, chargers, scenario.Site.Grid.Fuse.Deciamperes / 10.0);
        faults = new VirtualFaults(this, edge, clock, chargers, World, Reach, Dice.For("faults"));
        this.policy = policy == LimitPolicy.Balancer ? null : new SimplePolicies(policy, scenario.Site, chargers);
        Cards();
        if (configured.Tariff is not null)
        {
            new PriceFeed(this, edge, clock).Publish();
        }

        if (policy != LimitPolicy.Balancer)
        {
            foreach (VirtualConnector connector in chargers.SelectMany(c => c.Connectors))
            {
                connector.PolicyA = 0;
            }
        }

        foreach (VirtualCharger charger in chargers)
        {
            charger.Line.ConnectAt(Dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)));
        }
    }

    public Scenario Scenario { get; }

    public TwinWorld World { get; }

    public Foresight Foresight { get; }

    public bool PlansByPrice { get; }

    public long PlansMade => edge.PlansMade;

    /// <summary>Null for a scenario without prices.</summary>
    internal CostBook? Costs { get; }

    internal Truth? Truth { get; }

    public Violations Violations { get; } = new();

    public ExcuseBook Excuses { get; } = new();

    public RungBook Rungs { get; } = new();

    /// <summary>Visits that are over.</summary>
    public IReadOnlyList<Visit> Visits => visits;

    /// <summary>Steps of Core.</summary>
    public long Steps => edge.Steps;

    /// <summary>What the site tells people.</summary>
    public Action<DateTimeOffset, Effect.Tell>? Told { get; init; }

    /// <summary>Looked at after each stretch of time, for a trace.</summary>
    public Action<VirtualSite>? Looked { get; init; }

    internal WriteBook Writes { get; }

    internal Reach Reach { get; }

    internal SessionWatch Sessions { get; }

    internal FuseWatch Fuses => fuses;

    internal PtuWatch Ptus => ptus;

    /// <summary>The site as its own code sees it.</summary>
    public SiteState State => edge.State;

    public Now Now => clock.At(World.At);

    /// <summary>What the ledger has of sessions' costs, in the order of their numbers.</summary>
    public IEnumerable<Settlement> Settlements => edge.Ledger.Settlements;

    public string LabelOf(long sessionId) => edge.Ledger.LabelOf(sessionId);

    internal Dice Dice { get; }

    internal bool EdgeIsUp => edge.IsUp;

    SessionWatch IVirtualSite.Sessions => Sessions;

    Dice IVirtualSite.Dice => Dice;

    bool IVirtualSite.EdgeIsUp => edge.IsUp;

    internal bool IsCharging => pace.IsCharging;

    /// <summary>Runs the scenario to its end and then lets all cars leave, so that the ledger can be compared with the meters.</summary>
    public void Run(CancellationToken cancel = default)
    {
        Go(Scenario.Duration, cancel);
        LeaveAll(cancel);
        Sessions.Close(World.Utc);
        if (edge.Ledger.Orphans > 0)
        {
            Violations.Add("session lost", World.Utc, $"{edge.Ledger.Orphans} stops without a start");
        }
    }

    /// <summary>Faults end, and every car leaves within minutes.</summary>
    public void LeaveAll(CancellationToken cancel = default)
    {
        faults.End();
        World.CloseGates();
        Go(TimeSpan.FromMinutes(20), cancel);
    }

    public void Go(TimeSpan span, CancellationToken cancel = default)
    {
        TimeSpan end = World.At + span;
        while (World.At < end && !cancel.IsCancellationRequested)
        {
            TimeSpan next = pace.Next(end, timers, faults.MeterIsSilent);
            if (next > World.At)
            {
                World.Advance(next - World.At);
            }

            Looked?.Invoke(this);
            Step();
        }
    }

    void IWorldWatcher.Passes(TwinWorld world, double seconds)
    {
        fuses.Passes(world, seconds);
        ptus.Passes(world, seconds);
        Costs?.Passes(world, seconds);
    }

    Reply? IVirtualSite.Ask(Func<RequestId, SiteEvent.Asked> ask) => edge.Ask(ask, clock.At(World.At));

    void IVirtualSite.Happens(SiteEvent happened) => Happens(happened);

    void IVirtualSite.Later(Action action) => later.Enqueue(action);

    long IVirtualSite.NextConnection() => ++connections;

    OrderOutcome IVirtualSite.Obey(VirtualCharger charger, Order order)
    {
        if (order is Order.SetLimit or Order.SetFallback)
        {
            Writes.Count(charger.Id, World.Utc);
            if (policy is not null)
            {
                return new OrderOutcome.Done();
            }
        }

        return charger.Obey(order);
    }

    internal void Happens(SiteEvent happened) => edge.Happens(happened, clock.At(World.At));

    internal void At(TimeSpan at, Action action) => timers.Enqueue(action, at);

    /// <summary>Something began that seconds matter for.</summary>
    internal void Hurry(TimeSpan until) => pace.Hurry(until);

    private void Step()
    {
        foreach (Happening happening in World.TakeHappenings())
        {
            Live(happening);
        }

        while (timers.TryPeek(out _, out TimeSpan due) && due <= World.At)
        {
            timers.Dequeue()();
        }

        for (int i = 0; i < chargers.Length; i++)
        {
            VirtualCharger charger = chargers[i];
            charger.Line.TimePassed();
            charger.TimePassed();
        }

        WatchReach();
        if (pace.PollIsDue)
        {
            pace.Polled();
            Poll();
        }

        if (pace.TickIsDue)
        {
            pace.Ticked();
            Happens(new SiteEvent.Tick());
        }

        while (later.TryDequeue(out Action? action))
        {
            action();
        }

        if (!edge.Ledger.IsFull)
        {
            Sessions.Compare(World.Utc);
        }
    }

    private void Live(Happening happening)
    {
        Evse evse = World.Evses[happening.EvseIndex];
        VirtualCharger charger = chargers.First(c => c.Id == evse.ChargePointId);
        VirtualConnector connector = charger.Connectors.First(c => c.Evse == evse);
        switch (happening)
        {
            case Happening.PluggedIn:
                charger.PluggedIn(connector);
                break;
            case Happening.CardPresented card:
                charger.CardPresented(connector, card.IdTag, card.ToStop);
                break;
            case Happening.Unplugged unplugged:
                charger.Unplugged(connector);
                visits.Add(unplugged.Visit);
                break;
            default:
                break;
        }
    }

    private void WatchReach()
    {
        for (int i = 0; i < World.Evses.Length; i++)
        {
            Evse evse = World.Evses[i];
            VirtualCharger charger = ChargerOf(i);
            if (evse.Fault != LimitFault.None || !charger.IsKnown || (edge.IsUp && !charger.Line.IsOpen))
            {
                Reach.Beyond(i, World.At);
            }
        }
    }

    private VirtualCharger ChargerOf(int evse)
    {
        foreach (VirtualCharger charger in chargers)
        {
            if (charger.Id == World.Evses[evse].ChargePointId)
            {
                return charger;
            }
        }

        throw new InvariantBrokenException($"outlet {evse} has no charger");
    }

    private void Poll()
    {
        GridSample sample = World.Meter.Measure(World);
        if (!edge.IsUp || faults.MeterIsSilent)
        {
            return;
        }

        if (World.Meter.Settings.Delay > TimeSpan.Zero)
        {
            At(World.At + World.Meter.Settings.Delay, () => Heard(sample));
        }
        else
        {
            Heard(sample);
        }
    }

    private void Heard(GridSample sample)
    {
        if (!edge.IsUp)
        {
            return;
        }

        Reach.MeterRead(World);
        bool three = World.Settings.GridPhases == 3;
        Happens(new SiteEvent.MeterRead(new MeterMeasurement(MeterId, MeterRole.Grid, clock.Elapsed(sample.At))
        {
            Power = new Watts((long)Math.Round(sample.PowerW)),
            Current = new(DeciA(sample.L1A), three ? DeciA(sample.L2A) : null, three ? DeciA(sample.L3A) : null),
        }));
        policy?.Decide(World, sample);
        if (Scenario.Site.Meters.Any(m => m.Role == MeterRole.Solar))
        {
            Happens(new SiteEvent.MeterRead(new MeterMeasurement(MarketStall.SolarMeterId, MeterRole.Solar, clock.Elapsed(sample.At)) { Power = new Watts((long)World.Roof.PowerW) }));
        }
    }

    private void Instruct(string chargePointId, Order order)
    {
        // What comes of it is watched second by second.
        pace.Hurry(World.At + AfterOrder);
        foreach (VirtualCharger charger in chargers)
        {
            if (charger.Id == chargePointId)
            {
                charger.Line.Instruct(order);
            }
        }
    }

    /// <summary>As the site administrator entered them.</summary>
    private void Cards()
    {
        ImmutableArray<Card> cards =
        [
            .. Scenario.World.Drivers.Select(d => new Card(
                IdTag.TryParse(d.IdTag)!.Value, d.Name, new CardScope(CardScopeKind.Organisation), Scenario.Site.Tariff is null ? null : d.Name, CardPriority.Normal, true, null, null)),
        ];
        edge.Ask(r => new SiteEvent.CardsPut(r, cards), clock.At(World.At));
        if (Scenario.Site.Tariff is not null)
        {
            edge.Ask(r => new SiteEvent.VehiclesPut(r, MarketStall.Vehicles(Scenario)), clock.At(World.At));
        }
    }

    private static Amperes DeciA(double a) => Amperes.FromDeciamperes((int)Math.Round(a * 10));
}
