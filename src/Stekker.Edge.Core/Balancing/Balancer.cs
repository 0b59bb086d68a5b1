using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// What each connector may draw now. Run on every reading of the grid meter, and at least each second, so that silence is noticed. The
/// rules in their order: fuse, kW limit of the PTU, grid signals, fairness, plan.
/// </summary>
public static class Balancer
{
    public static (BalancerState State, ImmutableArray<Grant> Grants, ImmutableArray<Finding> Findings) Round(
        BalancerState state, BalancerInput input, Now now)
    {
        Desk desk = new(state, input, now);
        MeterWatch.Look(desk);
        SafeShare.Reckon(desk);
        PhaseLearning.Observe(desk);
        Obedience.Judge(desk);
        BuildingEstimate.Estimate(desk);
        desk.Ptu = state.Ptu.Advance(ImportW(desk), input.Limits.Import?.Value, now);
        IdleRelease.Watch(desk);
        Ranking.Rank(desk);
        Demands.Reckon(desk);

        int[] grants = new int[desk.Count];
        bool[] urgent = new bool[desk.Count];
        Budget budget = Budget.Of(desk);
        SolarState solar = SolarFollowing.Advance(desk);
        if (desk.Rung == MeterRung.Lost)
        {
            SafeShare.Give(desk, SafeShare.Room(desk));
            Transition.Make(desk, SafeShare.Room(desk), grants, urgent);
        }
        else
        {
            Share(desk, budget, solar);
            Transition.Make(desk, budget.RoomNow(desk), grants, urgent);
        }

        return (Next(desk, budget, solar, grants), Said(desk, grants, urgent), desk.Findings);
    }

    private static void Share(Desk desk, Budget budget, SolarState solar)
    {
        Room room = budget.RoomSteady(desk);
        Sharing.SetAside(desk, room);
        Sharing.SetAsideInexact(desk, room);
        Sharing.GiveMinimums(desk, room);
        Sharing.GiveRest(desk, room, desk.Demand);
        SolarFollowing.Give(desk, room, solar);
        IdleRelease.GiveWakers(desk, room);
        Imbalance.Trim(desk, budget);
    }

    /// <summary>What came from the grid since the last round; with a silent meter, what may have come at most.</summary>
    private static long ImportW(Desk desk)
    {
        if (desk.Rung == MeterRung.Seen)
        {
            return desk.ImportW(desk.Input.Grid!);
        }

        long cars = 0;
        for (int i = 0; i < desk.Count; i++)
        {
            cars += desk.Watts(desk.Held[i], desk.UsedCount(i, desk.Memory[i].Phases));
        }

        return desk.Building.PowerW + cars;
    }

    private static BalancerState Next(Desk desk, Budget budget, SolarState solar, int[] grants)
    {
        for (int i = 0; i < desk.Count; i++)
        {
            bool told = desk.Input.Connectors[i].Online || desk.Parts[i] == Part.Idle;
            Remember(desk, i, told ? grants[i] : desk.Memory[i].GrantedDeciA);
        }

        SustainedLoad sustained = desk.Rung == MeterRung.Seen
            ? desk.State.Sustained.Next(desk.Building.Currents, desk.Building.PowerW, desk.Now.Elapsed)
            : desk.State.Sustained;
        return desk.State with
        {
            Connectors = desk.Remembered(),
            Ptu = desk.Ptu,
            Building = desk.Building,
            BaseLoads = desk.Rung == MeterRung.Seen
                ? desk.State.BaseLoads.With(sustained.Currents, sustained.Power, desk.Now)
                : desk.State.BaseLoads,
            Sustained = sustained,
            PhaseRoom = budget.SteadyDeciA,
            PowerRoom = budget.SteadyW,
            Solar = solar,
        };
    }

    private static void Remember(Desk desk, int i, int grantDeciA)
    {
        ref ConnectorMemory m = ref desk.Memory[i];
        TimeSpan now = desk.Now.Elapsed;
        if (grantDeciA != m.GrantedDeciA)
        {
            m.TurnedAt = (grantDeciA > 0) != m.IsOn ? now : m.TurnedAt;
            m.PriorDeciA = now - m.GrantedAt < desk.Settings.SecondCutAfter ? Math.Max(m.PriorDeciA, m.GrantedDeciA) : m.GrantedDeciA;
            m.UnshownDeciA = Math.Max(grantDeciA, Math.Max(m.UnshownDeciA, m.GrantedDeciA));
            bool isFurther = grantDeciA < m.GrantedDeciA && m.ReducedAt is not null;
            m.ReducedToDeciA = isFurther ? m.ReducedToDeciA : grantDeciA;
            m.ReducedAt = isFurther ? m.ReducedAt : grantDeciA < m.GrantedDeciA ? now : null;
            m.GrantedAt = now;
            m.GrantedDeciA = grantDeciA;
            m.DrawsLessSince = null;
        }

        m.WasOn |= grantDeciA > 0;
        bool waits = desk.Parts[i] == Part.Shares && grantDeciA == 0 && desk.Demand[i] > 0;
        m.WaitsSince = waits ? m.WaitsSince ?? now : null;
    }

    private static ImmutableArray<Grant> Said(Desk desk, int[] grants, bool[] urgent)
    {
        Grant[] said = new Grant[desk.Count];
        for (int i = 0; i < desk.Count; i++)
        {
            ref readonly ConnectorMemory m = ref desk.Memory[i];
            said[i] = new Grant(
                m.ChargePointId,
                m.ConnectorId,
                Units.Amperes.FromDeciamperes(m.GrantedDeciA),
                m.Phases,
                desk.UsedCount(i, m.Phases),
                urgent[i],
                m.Ignores,
                m.IsOn && IdleRelease.IsBeingWoken(desk, i),
                Units.Amperes.FromDeciamperes(desk.Safe[i]));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(said);
    }
}
