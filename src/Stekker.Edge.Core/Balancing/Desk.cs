using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Balancing;

/// <summary>The part a connector has in this round.</summary>
internal enum Part
{
    /// <summary>No car that wants anything.</summary>
    Idle,

    /// <summary>Gets its share.</summary>
    Shares,

    /// <summary>Offline, or deaf to limits: what it may draw is set aside.</summary>
    Beyond,
}

/// <summary>One round in the making; lives within <see cref="Balancer.Round"/> only, so the round stays pure. Arrays are by connector.</summary>
internal sealed class Desk
{
    private readonly List<Finding> findings = [];

    public Desk(BalancerState state, BalancerInput input, Now now)
    {
        State = state;
        Input = input;
        Now = now;
        Count = input.Connectors.Length;
        Memory = Recall(state.Connectors, input.Connectors, now);
        Parts = new Part[Count];
        Held = new int[Count];
        Target = new int[Count];
        Demand = new int[Count];
        Wiring = new PhaseWiring[Count];
        Node = new int[Count];
        Safe = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            ConnectorInput c = input.Connectors[i];
            Wiring[i] = input.Limits.Phases == 1 ? PhaseWiring.SinglePhase
                : c.Wiring ?? (Memory[i].WiringCosts.IsDefault ? PhaseWiring.Unknown : PhaseWiring.Unknown.With(Memory[i].WiringCosts));
            Node[i] = input.Topology.NodeOf(c.ChargePointId);
        }
    }

    public BalancerState State { get; }

    public BalancerInput Input { get; }

    public Now Now { get; }

    public BalancerSettings Settings => Input.Settings;

    public int Count { get; }

    public ConnectorMemory[] Memory { get; }

    public Part[] Parts { get; }

    /// <summary>What it may be drawing at this moment whatever it was told last, per phase.</summary>
    public int[] Held { get; }

    /// <summary>What it should have by the rules.</summary>
    public int[] Target { get; }

    /// <summary>What it would take by its plan.</summary>
    public int[] Demand { get; }

    public PhaseWiring[] Wiring { get; }

    public int[] Node { get; }

    public int[] Safe { get; }

    /// <summary>Connectors that share, first served first.</summary>
    public int[] Order { get; set; } = [];

    public MeterRung Rung { get; set; }

    public Haste Haste { get; set; }

    /// <summary>When the grid meter first showed a phase above its fuse, ever since.</summary>
    public TimeSpan? OverSince { get; set; }

    /// <summary>From the reading before to this one.</summary>
    public TimeSpan ReadEvery { get; set; }

    public BuildingLoad Building { get; set; }

    public PtuAccount Ptu { get; set; }

    public ImmutableArray<Finding> Findings => [.. findings];

    /// <summary>Volts between phase and neutral, in decivolts.</summary>
    public int Decivolts => Input.Limits.Voltage.Decivolts;

    /// <summary>Connector phases in use at a phase count of 1 or 3.</summary>
    public int Used(int i, int phases) =>
        phases == 1 ? 1 : Memory[i].UsedPhases is var seen and not 0 ? seen & Wiring[i].Wired : Wiring[i].Wired;

    public int Used(int i) => Used(i, Memory[i].Phases);

    public int UsedCount(int i, int phases) => Math.Max(1, BitOperations.PopCount((uint)Used(i, phases)));

    /// <summary>
    /// Grid phases its current counts on. Just after a switch to one phase it may still be on all.
    /// </summary>
    public int Mask(int i, int phases) =>
        Wiring[i].Possible(Memory[i].SwitchedAt is { } at && Now.Elapsed - at < TimeSpan.FromSeconds(30) ? Wiring[i].Wired : Used(i, phases));

    public int Mask(int i) => Mask(i, Memory[i].Phases);

    /// <summary>A charger that counts in watts cannot keep a one-phase car from taking it all on one phase, until the car is known.</summary>
    public int Factor(int i) =>
        Input.Connectors[i].Unit == LimitUnit.Watts && Memory[i] is { UsedPhases: 0, Phases: not 1 } ? Wiring[i].WiredCount : 1;

    public long Watts(int deciA, int phases) => (long)deciA * Decivolts * phases / 100;

    /// <summary>Reckoned from the currents where the meter knows those only.</summary>
    public long ImportW(GridReading grid) =>
        grid.Power?.Value ?? Watts(Input.Limits.Phases == 1 ? grid.Currents[0] : grid.Currents.SumDeciamperes, 1);

    public void Find(string id, TellLevel level, string about, string text) => findings.Add(new Finding(id, level, about, text));

    private static ConnectorMemory[] Recall(ImmutableArray<ConnectorMemory> known, ImmutableArray<ConnectorInput> connectors, Now now)
    {
        ConnectorMemory[] memory = new ConnectorMemory[connectors.Length];
        for (int i = 0; i < memory.Length; i++)
        {
            ConnectorInput c = connectors[i];
            memory[i] = i < known.Length && IsOf(known[i], c) ? known[i] : Find(known, c, now);
            if (memory[i].SessionId != c.Session?.SessionId)
            {
                memory[i] = NewSession(memory[i], c.Session?.SessionId, now);
            }
        }

        return memory;
    }

    private static bool IsOf(in ConnectorMemory memory, ConnectorInput c) => memory.ConnectorId == c.ConnectorId && memory.ChargePointId == c.ChargePointId;

    private static ConnectorMemory Find(ImmutableArray<ConnectorMemory> known, ConnectorInput c, Now now)
    {
        foreach (ref readonly ConnectorMemory memory in known.AsSpan())
        {
            if (IsOf(memory, c))
            {
                return memory;
            }
        }

        return ConnectorMemory.New(c.ChargePointId, c.ConnectorId, now);
    }

    /// <summary>Another car: what was learned of the wiring stays, what was learned of the car goes.</summary>
    private static ConnectorMemory NewSession(ConnectorMemory old, long? session, Now now) => new()
    {
        ChargePointId = old.ChargePointId,
        ConnectorId = old.ConnectorId,
        SessionId = session,
        GrantedDeciA = old.GrantedDeciA,
        GrantedAt = old.GrantedAt,
        PriorDeciA = old.PriorDeciA,
        UnshownDeciA = old.UnshownDeciA,
        Phases = 3,
        TurnedAt = now.Elapsed,
        WiringCosts = old.WiringCosts,
        SampleAt = old.SampleAt,
        Sample = old.Sample,
        GridAtSample = old.GridAtSample,
    };

    public ImmutableArray<ConnectorMemory> Remembered() => ImmutableCollectionsMarshal.AsImmutableArray(Memory);
}
