using System.Collections.Immutable;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Balancing;

/// <summary>What the balancer remembers from round to round. <see cref="Memory"/> is worth saving.</summary>
public sealed record BalancerState
{
    public ImmutableArray<ConnectorMemory> Connectors { get; init; } = [];

    public required PtuAccount Ptu { get; init; }

    public BuildingLoad Building { get; init; } = BuildingLoad.Unknown;

    public SustainedLoad Sustained { get; init; } = SustainedLoad.None;

    public BaseLoadBook BaseLoads { get; init; } = BaseLoadBook.Empty;

    /// <summary>Room for cars on each phase, in deciamperes.</summary>
    public ImmutableArray<Steadied> PhaseRoom { get; init; } = [Steadied.Unset, Steadied.Unset, Steadied.Unset];

    /// <summary>Room for cars in watts.</summary>
    public Steadied PowerRoom { get; init; } = Steadied.Unset;

    public SolarState Solar { get; init; } = SolarState.None;

    public static BalancerState Fresh(GridLimits limits, Now now) => new() { Ptu = PtuAccount.Open(limits.Import?.Value, now) };

    public static BalancerState Restore(GridLimits limits, PtuAccount? saved, BaseLoadBook baseLoads, Now now) => new()
    {
        Ptu = saved is { } account ? PtuAccount.Resume(account, limits.Import?.Value, now) : PtuAccount.Open(limits.Import?.Value, now),
        BaseLoads = baseLoads,
    };

    public static BalancerState Restore(GridLimits limits, BalancerMemory memory, Now now) =>
        Restore(limits, memory.Ptu, BaseLoadBook.FromSaved(memory.BaseLoads), now) with { Connectors = Known(memory, now) };

    /// <summary>Null for a connector that no round has met.</summary>
    public ConnectorMemory? Of(string chargePointId, int connectorId)
    {
        foreach (ref readonly ConnectorMemory m in Connectors.AsSpan())
        {
            if (m.ConnectorId == connectorId && m.ChargePointId == chargePointId)
            {
                return m;
            }
        }

        return null;
    }

    /// <summary>What is worth saving of it.</summary>
    public BalancerMemory Memory
    {
        get
        {
            List<LearnedWiring> wirings = [];
            List<SavedGrant> grants = [];
            foreach (ref readonly ConnectorMemory m in Connectors.AsSpan())
            {
                if (!m.WiringCosts.IsDefault)
                {
                    wirings.Add(new LearnedWiring(m.ChargePointId, m.ConnectorId, m.WiringCosts));
                }

                if (m is { IsOn: true, SessionId: { } session })
                {
                    grants.Add(new SavedGrant(m.ChargePointId, m.ConnectorId, session, m.GrantedDeciA, m.Phases));
                }
            }

            return new BalancerMemory(Ptu, BaseLoads.ToSaved(), [.. wirings], [.. grants]);
        }
    }

    private static ImmutableArray<ConnectorMemory> Known(BalancerMemory memory, Now now)
    {
        Dictionary<(string, int), ConnectorMemory> connectors = [];
        foreach (LearnedWiring wiring in memory.Wirings.IsDefault ? [] : memory.Wirings)
        {
            if (wiring.IsSound)
            {
                connectors[(wiring.ChargePointId, wiring.ConnectorId)] =
                    ConnectorMemory.New(wiring.ChargePointId, wiring.ConnectorId, now) with { WiringCosts = wiring.Costs };
            }
        }

        foreach (SavedGrant grant in memory.Grants.IsDefault ? [] : memory.Grants)
        {
            if (grant.IsSound)
            {
                (string, int) key = (grant.ChargePointId, grant.ConnectorId);
                ConnectorMemory known = connectors.TryGetValue(key, out ConnectorMemory learned) ? learned : ConnectorMemory.New(key.Item1, key.Item2, now);
                connectors[key] = known.With(grant);
            }
        }

        return [.. connectors.Values];
    }
}

/// <summary>What the building takes beside the cars: signed, so sun on the roof makes it negative.</summary>
/// <param name="Currents">Now, as far as the meters tell it apart.</param>
/// <param name="PowerW">Now.</param>
/// <param name="SlowW">Smoothed over half a minute.</param>
/// <param name="OverSince">When the grid meter first showed a phase above its fuse, ever since.</param>
/// <param name="ReadAt">The grid's reading it was told from; null where it was assumed.</param>
/// <param name="ReadEvery">From the reading before to that one.</param>
public readonly record struct BuildingLoad(
    bool IsKnown, PhaseCurrents Currents, long PowerW, long SlowW, TimeSpan At, TimeSpan? OverSince = null, TimeSpan? ReadAt = null, TimeSpan ReadEvery = default)
{
    public static readonly BuildingLoad Unknown;
}

/// <summary>Whether cars follow the surplus of the sun.</summary>
/// <param name="Surplus">In watts, what the site would feed in without cars.</param>
/// <param name="Since">When it came to be as it is, or first could have changed.</param>
public readonly record struct SolarState(Steadied Surplus, bool Following, TimeSpan? Since)
{
    public static readonly SolarState None = new(Steadied.Unset, false, null);
}

/// <summary>What is remembered of a connector. Currents are per phase in deciamperes.</summary>
public record struct ConnectorMemory
{
    public string ChargePointId { get; set; }

    public int ConnectorId { get; set; }

    public long? SessionId { get; set; }

    public int GrantedDeciA { get; set; }

    public TimeSpan GrantedAt { get; set; }

    /// <summary>The grant before, which may still be in force until <see cref="BalancerSettings.SecondCutAfter"/>.</summary>
    public int PriorDeciA { get; set; }

    /// <summary>The highest grant its meter has not yet shown to be left.</summary>
    public int UnshownDeciA { get; set; }

    /// <summary>When the first reduction was granted that its meter has neither shown nor denied, without a raise since.</summary>
    public TimeSpan? ReducedAt { get; set; }

    public int ReducedToDeciA { get; set; }

    /// <summary>How much more than granted it drew when it last had settled, within what is forgiven.</summary>
    public int InexactDeciA { get; set; }

    /// <summary>When its meter last showed that it draws no more than granted.</summary>
    public TimeSpan? ObeyedAt { get; set; }

    /// <summary>Time of the first grant it was seen to draw more than, ever since.</summary>
    public TimeSpan? OverSince { get; set; }

    public bool Ignores { get; set; }

    /// <summary>1 or 3, as told to a charger that can switch.</summary>
    public int Phases { get; set; }

    public TimeSpan? SwitchedAt { get; set; }

    /// <summary>Since when it is on, or off.</summary>
    public TimeSpan TurnedAt { get; set; }

    /// <summary>Had a turn in this session.</summary>
    public bool WasOn { get; set; }

    /// <summary>Since when it wants and gets nothing.</summary>
    public TimeSpan? WaitsSince { get; set; }

    public bool IsUrgent { get; set; }

    /// <summary>The connector phases the car was seen to use; 0 is not seen yet.</summary>
    public byte UsedPhases { get; set; }

    /// <summary>The car takes no more than this; 0 is no such thing known.</summary>
    public int IdleCapDeciA { get; set; }

    public TimeSpan? DrawsLessSince { get; set; }

    /// <summary>It takes nothing at all and gives way to all others.</summary>
    public bool Parked { get; set; }

    public bool DrewOnce { get; set; }

    public int WakeTries { get; set; }

    public TimeSpan? WokenAt { get; set; }

    /// <summary>Evidence against each order of phases; default is none yet.</summary>
    public ImmutableArray<int> WiringCosts { get; set; }

    public TimeSpan? SampleAt { get; set; }

    public PhaseCurrents Sample { get; set; }

    /// <summary>The grid's currents when <see cref="Sample"/> was taken; null where no reading was near.</summary>
    public PhaseCurrents? GridAtSample { get; set; }

    public readonly bool IsOn => GrantedDeciA > 0;

    internal readonly ConnectorMemory With(SavedGrant grant) => this with
    {
        SessionId = grant.SessionId,
        GrantedDeciA = grant.DeciA,
        PriorDeciA = grant.DeciA,
        UnshownDeciA = grant.DeciA,
        Phases = grant.Phases,
        WasOn = true,
    };

    internal static ConnectorMemory New(string chargePointId, int connectorId, Now now) => new()
    {
        ChargePointId = chargePointId,
        ConnectorId = connectorId,
        Phases = 3,
        TurnedAt = now.Elapsed,
        GrantedAt = now.Elapsed,
    };
}
