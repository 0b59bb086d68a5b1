using System.Numerics;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Three phases or one, where the charger can switch: one when the plan, the surplus or the room is too little for 3 x 6 A. Contactors wear
/// and cars dislike it, so there is a minimum time between switches.
/// </summary>
internal static class PhaseSwitching
{
    /// <summary>Going back to three takes clearly more than three need.</summary>
    private const int SpareDeciA = 10;

    public static int Choose(Desk desk, Room room, int i)
    {
        ConnectorInput c = desk.Input.Connectors[i];
        ref readonly ConnectorMemory m = ref desk.Memory[i];
        bool oneIsLess = BitOperations.PopCount((uint)desk.Used(i, 3)) > 1;
        if (!c.CanSwitchPhases)
        {
            return 3;
        }

        if (!oneIsLess || (m.SwitchedAt is { } at && desk.Now.Elapsed - at < desk.Settings.PhaseSwitchInterval))
        {
            return m.Phases;
        }

        int spare = m.Phases == 1 ? SpareDeciA : 0;
        return room.For(i, 3) >= BalancerSettings.LeastDeciA + spare && WantsThree(desk, i, spare) ? 3 : 1;
    }

    public static void Switch(Desk desk, int i, int phases)
    {
        ref ConnectorMemory m = ref desk.Memory[i];
        if (m.Phases != phases)
        {
            m.Phases = phases;
            m.SwitchedAt = m.IsOn || m.WasOn ? desk.Now.Elapsed : m.SwitchedAt;
        }
    }

    private static bool WantsThree(Desk desk, int i, int spare)
    {
        SessionNeed session = desk.Input.Connectors[i].Session!;
        long leastW = desk.Watts(BalancerSettings.LeastDeciA + spare, desk.UsedCount(i, 3));
        long surplusW = desk.State.Solar.Following ? desk.State.Solar.Surplus.Value : 0;
        return session.Direct || session.Plan is not { } plan || Math.Max(plan.Value, surplusW) >= leastW;
    }
}
