using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing;

/// <summary>A site told second by second: cars that obey at once unless said otherwise, a building as set. Currents in amperes, for reading.</summary>
internal sealed class Scene
{
    private static readonly DateTimeOffset Midday = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly List<SceneCar> cars = [];

    public Scene(int fuseA = 63, int? gtvW = null, int phases = 3)
    {
        Watts? gtv = gtvW is { } w ? new Watts(w) : null;
        Limits = new GridLimits(phases, Volts.FromDecivolts(2300), Amperes.FromWhole(fuseA), gtv, FallbackBaseLoad: new Watts(2300));
        State = BalancerState.Fresh(Limits, Now);
    }

    public GridLimits Limits { get; set; }

    public Topology Topology { get; set; } = Topology.MainFuseOnly;

    public BalancerSettings Settings { get; set; } = BalancerSettings.Default;

    public BalancerState State { get; set; }

    public Now Now { get; set; } = new(TimeSpan.FromHours(1), Midday, true);

    public double[] BuildingA { get; } = [0, 0, 0];

    public bool MeterLives { get; set; } = true;

    public bool MeterConfigured { get; set; } = true;

    public bool IsEstimate { get; set; }

    public ImmutableArray<LimitWindow> Windows { get; set; } = [];

    public GridReading? Reading { get; private set; }

    public ImmutableArray<Grant> Grants { get; private set; } = [];

    public ImmutableArray<Finding> Findings { get; private set; } = [];

    public IReadOnlyList<SceneCar> Cars => cars;

    public SceneCar Car(string id, string? phases = "L1,L2,L3", int maxA = 32, int uses = 3)
    {
        SceneCar car = new(id, phases is null ? null : PhaseWiring.TryParse(phases), maxA, uses, cars.Count + 1);
        cars.Add(car);
        return car;
    }

    public double GridA(int phase) => BuildingA[phase] + cars.Sum(c => c.OnGrid(phase));

    public double GridW => (GridA(0) + GridA(1) + GridA(2)) * 230;

    /// <param name="step">From one reading to the next; a second where not said.</param>
    public Scene Run(int seconds, Action? each = null, Func<int, TimeSpan>? step = null)
    {
        for (int s = 0; s < seconds; s++)
        {
            TimeSpan passed = step?.Invoke(s) ?? TimeSpan.FromSeconds(1);
            Now = Now with { Elapsed = Now.Elapsed + passed, Utc = Now.Utc + passed };
            Second();
            each?.Invoke();
        }

        return this;
    }

    public double Of(string id) => Grants.Single(g => g.ChargePointId == id).Limit.Deciamperes / 10.0;

    public Grant Grant(string id) => Grants.Single(g => g.ChargePointId == id);

    public bool Finds(string id) => Findings.Any(f => f.Id == id);

    public BalancerInput Input() =>
        new(Limits, Topology, Reading, [.. cars.Select(c => c.Input(Now))], Windows, Settings) { MeterConfigured = MeterConfigured };

    private void Second()
    {
        if (MeterLives)
        {
            Reading = new GridReading(
                PhaseCurrents.FromDeciamperes(Deci(GridA(0)), Deci(GridA(1)), Deci(GridA(2))), new Watts((long)GridW), Now.Elapsed, IsEstimate);
        }

        (State, Grants, Findings) = Balancer.Round(State, Input(), Now);
        foreach ((SceneCar car, Grant grant) in cars.Zip(Grants))
        {
            car.Told(grant, Now);
        }
    }

    private static int Deci(double amperes) => (int)Math.Round(amperes * 10);
}

internal sealed class SceneCar(string id, PhaseWiring? wiring, int maxA, int uses, long session)
{
    private static readonly int[] Straight = [0, 1, 2];

    private readonly Queue<(TimeSpan At, Grant Grant)> onTheWay = new();
    private readonly Queue<int> drew = [];
    private DrawnCurrents? drawn;

    public string Id => id;

    public double CarMaxA { get; set; } = maxA;

    public bool Obeys { get; set; } = true;

    /// <summary>Draws this whatever it is told.</summary>
    public double? StuckAtA { get; set; }

    /// <summary>Above what it is told, as an inexact charger does.</summary>
    public double DrawsMoreA { get; set; }

    public bool Online { get; set; } = true;

    public bool PluggedIn { get; set; } = true;

    public bool Metered { get; set; } = true;

    public bool WantsEnergy { get; set; } = true;

    public LimitUnit Unit { get; set; }

    public bool CanSwitch { get; set; }

    public int[] TrueOrder { get; set; } = wiring is { } w ? Order(w) : Straight;

    public InForce? InForce { get; set; }

    public Amperes? Composite { get; set; }

    public SessionNeed Need { get; set; } = new(session);

    public double LimitA { get; private set; }

    public int Phases { get; private set; } = 3;

    public double DrawsA => !PluggedIn ? 0 : StuckAtA ?? (LimitA < 6 ? 0 : Math.Min(LimitA + DrawsMoreA, CarMaxA));

    public double OnGrid(int phase) => Enumerable.Range(0, Uses).Where(k => TrueOrder[k] == phase).Sum(_ => DrawsA);

    private int Uses => Math.Min(uses, Math.Min(Phases, wiring?.WiredCount ?? 3));

    public SceneCar Wants(
        CardPriority priority = CardPriority.Normal, int? needsWh = null, DateTimeOffset? departure = null, int? planW = null, bool direct = false)
    {
        Need = new SessionNeed(
            session, priority, needsWh is { } wh ? new WattHours(wh) : null, departure, planW is { } w ? new Watts(w) : null, direct);
        return this;
    }

    /// <summary>After the round of second n it draws so from the round of second n + 1 + this.</summary>
    public int FollowsAfterS { get; set; }

    /// <summary>Its charger reports so seldom.</summary>
    public int SampleEveryS { get; set; } = 1;

    /// <summary>Its samples tell what it drew so many seconds before they come.</summary>
    public int SampleLateS { get; set; }

    public void Told(Grant grant, Now now)
    {
        // Half a second early, as rounds are not punctual to the millisecond.
        onTheWay.Enqueue((now.Elapsed + TimeSpan.FromSeconds(Math.Max(0, FollowsAfterS - 0.5)), grant));
        while (onTheWay.TryPeek(out (TimeSpan At, Grant Grant) next) && next.At <= now.Elapsed)
        {
            onTheWay.Dequeue();
            if (Online && Obeys)
            {
                LimitA = next.Grant.Limit.Deciamperes / 10.0;
                Phases = CanSwitch ? next.Grant.Phases : 3;
            }
        }
    }

    public ConnectorInput Input(Now now)
    {
        drew.Enqueue((int)Math.Round(DrawsA * 10));
        int deci = drew.Peek();
        while (drew.Count > SampleLateS)
        {
            deci = drew.Dequeue();
        }

        if (Metered && Online && (drawn is null || now.Elapsed - drawn.Value.At >= TimeSpan.FromSeconds(SampleEveryS)))
        {
            drawn = new DrawnCurrents(PhaseCurrents.FromDeciamperes(deci, Uses > 1 ? deci : 0, Uses > 2 ? deci : 0), now.Elapsed);
        }

        return new ConnectorInput
        {
            ChargePointId = id,
            ConnectorId = 1,
            Max = Amperes.FromWhole(maxA),
            Wiring = wiring,
            Online = Online,
            Unit = Unit,
            CanSwitchPhases = CanSwitch,
            Session = PluggedIn ? Need : null,
            InForce = InForce,
            WantsEnergy = WantsEnergy,
            Composite = Composite,
            Drawn = Metered && Online ? drawn : null,
        };
    }

    private static int[] Order(PhaseWiring wiring)
    {
        int order = Enumerable.Range(0, PhaseWiring.OrderCount).First(o => (wiring.Orders & (1 << o)) != 0);
        return [PhaseWiring.OrderOf(order, 0), PhaseWiring.OrderOf(order, 1), PhaseWiring.OrderOf(order, 2)];
    }
}
