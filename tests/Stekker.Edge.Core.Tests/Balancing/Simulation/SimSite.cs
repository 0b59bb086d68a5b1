using System.Collections.Immutable;
using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>One seeded site with all its troubles, and what must hold in every second of it.</summary>
internal sealed class SimSite
{
    private readonly Random random;
    private readonly SimCharger[] chargers;
    private readonly SimBuilding building;
    private readonly GridLimits limits;
    private readonly Topology topology;
    private readonly int groupFuseDeciA;
    private readonly bool faults;
    private readonly bool writes;
    private readonly SimWatch watch;
    private BalancerState state;
    private WriterState writer = WriterState.Empty;
    private GridReading? reading;
    private GridReading? delayed;
    private int meterLostUntil;
    private readonly int meterDelay;
    private readonly bool hasMeter;
    private ulong trace = 14695981039346656037;

    public SimSite(int seed)
    {
        Seed = seed;
        random = new Random(seed);
        int phases = random.Next(8) == 0 ? 1 : 3;
        int fuse = random.Next(250, 1000);
        int most = random.Next(40, (fuse * 11) / 10);
        building = new SimBuilding(random, phases, most, random.Next(2) == 0 ? 0 : random.Next(300));
        chargers = [.. Enumerable.Range(1, random.Next(1, 10)).Select(n => new SimCharger($"CP{n:00}", random, phases))];
        groupFuseDeciA = random.Next(160, 640);
        topology = Topology.Build(
            [new GroupLimit("hall", Amperes.FromDeciamperes(groupFuseDeciA))],
            [.. chargers.Select((c, i) => new ChargePointPlace(c.Id, Group: i % 2 == 0 ? "hall" : null))]).Tree!;
        long fuseW = (long)fuse * 23 * phases;
        long gtvW = random.Next(3) == 0 ? fuseW : random.NextInt64(fuseW / 4, fuseW);
        Watts mostW = new((long)most * 23 * phases);
        limits = new GridLimits(phases, Volts.FromDecivolts(2300), Amperes.FromDeciamperes(fuse), new Watts(gtvW), FallbackBaseLoad: mostW);
        faults = random.Next(3) > 0;
        writes = random.Next(2) == 0;
        meterDelay = random.Next(2);
        hasMeter = random.Next(10) > 0;
        Clock = new Now(TimeSpan.FromHours(5), new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(7200)), random.Next(6) > 0);
        state = BalancerState.Fresh(limits, Clock);
        watch = new SimWatch(this, limits, groupFuseDeciA);
    }

    public int Seed { get; }

    public Now Clock { get; private set; }

    public int Second { get; private set; }

    public SimPolicy Policy { get; init; }

    public GridLimits Limits => limits;

    public int GroupFuseDeciA => groupFuseDeciA;

    public SimWatch Watch => watch;

    /// <summary>Into cars.</summary>
    public long DeliveredWs { get; private set; }

    public IReadOnlyList<SimCharger> Chargers => chargers;

    public SimBuilding Building => building;

    /// <summary>
    /// The meter is silent, and not yet so long that the conservative base load, which this building never exceeds, has had its effect.
    /// </summary>
    public bool IsBlind => hasMeter && Clock.Elapsed - (reading?.At ?? TimeSpan.Zero) is var age
        && age > TimeSpan.FromSeconds(2) && age <= BalancerSettings.Default.MeterStaleAfter + TimeSpan.FromSeconds(SimWatch.SettlingSeconds);

    /// <summary>Count what is broken, rather than stop at it.</summary>
    public bool Counting { get; init; }

    public ImmutableArray<Grant> Grants { get; private set; } = [];

    /// <summary>The seconds before, told for a replay; empty unless <see cref="Telling"/>.</summary>
    public Queue<string> Story { get; } = new();

    public bool Telling { get; init; }

    /// <summary>The hash of all grants so far.</summary>
    public ulong Run(int seconds)
    {
        for (Second = 0; Second < seconds; Second++)
        {
            Clock = Clock with { Elapsed = Clock.Elapsed + TimeSpan.FromSeconds(1), Utc = Clock.Utc.AddSeconds(1) };
            building.Step(Second);
            foreach (SimCharger charger in chargers)
            {
                charger.Step(Second, faults);
            }

            Tell();
            watch.Look();
            for (int p = 0; p < limits.Phases; p++)
            {
                DeliveredWs += (GridDeciA(p) - building[p]) * 23L;
            }

            Measure();
            Decide();
        }

        return trace;
    }

    public int GridDeciA(int phase)
    {
        int sum = building[phase];
        foreach (SimCharger charger in chargers)
        {
            sum += charger.OnGrid(phase);
        }

        return sum;
    }

    private void Tell()
    {
        if (!Telling)
        {
            return;
        }

        string cars = string.Join("  ", chargers.Select((c, i) =>
            $"{c.Id}{(i % 2 == 0 ? "h" : "")} {(Grants.IsEmpty ? 0 : Grants[i].Limit.Deciamperes)}>{c.LimitDeciA}>{c.DrawsDeciA}"
            + (c.IsDeaf ? " deaf" : "") + (c.Online ? "" : " offline") + (c.IsBeyond(Second) ? " beyond" : "")));
        Story.Enqueue(
            $"{Second} grid {GridDeciA(0)} {GridDeciA(1)} {GridDeciA(2)} building {building[0]} {building[1]} {building[2]} "
            + $"taken as {state.Building.Currents} slow {state.Building.SlowW} room {state.PowerRoom.Value} "
            + $"age {(reading is { } r ? (Clock.Elapsed - r.At).TotalSeconds : -1)}  {cars}");
        if (Story.Count > 25)
        {
            Story.Dequeue();
        }
    }

    private void Measure()
    {
        if (faults && random.Next(600) == 0)
        {
            meterLostUntil = Second + random.Next(2, 150);
        }

        if (!hasMeter)
        {
            return;
        }

        GridReading now = new(PhaseCurrents.FromDeciamperes(GridDeciA(0), GridDeciA(1), GridDeciA(2)), null, Clock.Elapsed);
        reading = Second < meterLostUntil ? reading : meterDelay == 0 ? now : delayed;
        delayed = now;
    }

    private void Decide()
    {
        bool restarts = faults && random.Next(900) == 0;
        if (Policy != SimPolicy.Ours)
        {
            int[] shares = Policy == SimPolicy.FirstComeFirstServed ? SimplePolicies.FirstComeFirstServed(this)
                : SimplePolicies.Static(this, Policy == SimPolicy.StaticShareBesideBuilding);
            for (int i = 0; i < chargers.Length; i++)
            {
                chargers[i].Told(Amperes.FromDeciamperes(shares[i]), Second);
            }

            return;
        }

        if (restarts)
        {
            state = BalancerState.Restore(limits, state.Memory, Clock);
            writer = WriterState.Empty;
        }

        ImmutableArray<ConnectorInput> connectors = [.. chargers.Select(c => c.Input(Second, Clock, writes ? writer : null))];
        BalancerInput input = new(limits, topology, reading, connectors, [], BalancerSettings.Default) { MeterConfigured = hasMeter };
        (state, Grants, _) = Balancer.Round(state, input, Clock);
        watch.Judge(Grants);
        if (!writes)
        {
            foreach ((SimCharger charger, Grant grant) in chargers.Zip(Grants))
            {
                charger.Told(grant.Limit, Second);
            }
        }
        else
        {
            Write(input);
        }

        foreach (Grant grant in Grants)
        {
            trace = (trace ^ (ulong)grant.Limit.Deciamperes) * 1099511628211;
        }
    }

    private void Write(BalancerInput input)
    {
        (writer, ImmutableArray<Setpoint> setpoints) = SetpointWriter.Decide(writer, input, Grants, WriterSettings.Default, Clock);
        foreach (Setpoint setpoint in setpoints)
        {
            SimCharger charger = chargers.Single(c => c.Id == setpoint.ChargePointId);
            charger.Told(setpoint.Limit, Second);
            writer = SetpointWriter.Ended(writer, setpoint, accepted: charger.Online, Clock);
        }
    }
}
