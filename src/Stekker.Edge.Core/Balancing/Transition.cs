namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// From what was granted to what should be. Reductions go at once. Raises wait until the room is really there: what others were told to
/// leave is theirs until their meters show that they left it.
/// </summary>
internal static class Transition
{
    /// <summary>Fills in what each connector gets now, and whether it is a reduction that a limit needs.</summary>
    public static void Make(Desk desk, Room now, Span<int> grants, Span<bool> urgent)
    {
        Sharing.SetAside(desk, now);
        foreach (int i in desk.Order)
        {
            now.Take(i, Math.Max(desk.Held[i], desk.Memory[i].GrantedDeciA), desk.Memory[i].Phases);
        }

        for (int i = 0; i < desk.Count; i++)
        {
            // A deaf charger is told less too where that is needed: it may listen again.
            int room = desk.Parts[i] == Part.Beyond && desk.Input.Connectors[i].Online ? now.For(i, desk.Memory[i].Phases) : 0;
            if (room < 0)
            {
                int less = (desk.Held[i] + room) / 10 * 10;
                grants[i] = Math.Min(desk.Memory[i].GrantedDeciA, less < BalancerSettings.LeastDeciA ? 0 : less);
                urgent[i] = true;
            }
            else
            {
                grants[i] = desk.Parts[i] == Part.Beyond ? desk.Memory[i].GrantedDeciA : 0;
            }
        }

        foreach (int i in desk.Order)
        {
            grants[i] = Math.Min(desk.Target[i], desk.Memory[i].GrantedDeciA);
            bool less = desk.Target[i] < Math.Max(desk.Held[i], desk.Memory[i].GrantedDeciA);
            urgent[i] = less && now.For(i, desk.Memory[i].Phases) < 0;
        }

        foreach (int i in desk.Order)
        {
            int granted = desk.Memory[i].GrantedDeciA;
            if (desk.Target[i] > granted)
            {
                grants[i] = Raise(desk, now, i, granted);
            }
        }
    }

    private static int Raise(Desk desk, Room now, int i, int granted)
    {
        int phases = desk.Memory[i].Phases;
        int reserved = Math.Max(desk.Held[i], granted);
        int more = Math.Max(0, desk.Target[i] - reserved);
        int room = now.For(i, phases);
        int to = Math.Min(desk.Target[i], reserved + Math.Min(more, room));
        to = room < 0 ? granted : to == desk.Target[i] ? to : to / 10 * 10;
        if (to <= granted || to < BalancerSettings.LeastDeciA)
        {
            return granted;
        }

        now.Take(i, Math.Max(0, to - reserved), phases);
        return to;
    }
}
