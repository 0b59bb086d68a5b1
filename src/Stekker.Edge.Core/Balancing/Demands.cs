namespace Stekker.Edge.Core.Balancing;

/// <summary>What each car would take if there were room: its plan's setpoint, or all its connector and itself allow.</summary>
internal static class Demands
{
    public static void Reckon(Desk desk)
    {
        for (int i = 0; i < desk.Count; i++)
        {
            desk.Demand[i] = desk.Parts[i] == Part.Shares ? ByPlan(desk, i) : 0;
        }
    }

    /// <summary>Installation limit, and what the car was seen to leave unused.</summary>
    public static int Most(Desk desk, int i)
    {
        int most = desk.Input.Connectors[i].Max.Deciamperes;
        return desk.Memory[i].IdleCapDeciA is var cap and > 0 ? Math.Min(most, cap) : most;
    }

    /// <summary>As near to the setpoint as a car can be: below half the minimum is nothing, up to the minimum is the minimum.</summary>
    private static int ByPlan(Desk desk, int i)
    {
        SessionNeed session = desk.Input.Connectors[i].Session!;
        int most = Most(desk, i);
        if (session.Direct || session.Plan is not { } plan)
        {
            return most;
        }

        int phases = desk.Memory[i].Phases;
        int deciA = (int)Math.Clamp(plan.Value * 100 / (desk.Decivolts * desk.UsedCount(i, phases)), 0, most);
        return deciA >= BalancerSettings.LeastDeciA ? deciA
            : deciA >= BalancerSettings.LeastDeciA / 2 || (plan.Value > 0 && desk.Input.Connectors[i].CanSwitchPhases) ? BalancerSettings.LeastDeciA
            : 0;
    }
}
