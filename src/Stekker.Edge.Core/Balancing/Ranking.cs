using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Who comes first. A car within its minimum on time keeps its place; then who waited too long; then high priority; then least laxity
/// (time left less time needed at full power), in steps so that two cars do not swap every second; then turns by time.
/// </summary>
internal static class Ranking
{
    private const int NotUrgent = 15;

    private static readonly TimeSpan LaxityStep = TimeSpan.FromMinutes(10);

    /// <summary>Sorts the connectors that share by who is served first.</summary>
    public static void Rank(Desk desk)
    {
        int sharing = 0;
        foreach (Part part in desk.Parts)
        {
            sharing += part == Part.Shares ? 1 : 0;
        }

        int[] order = new int[sharing];
        long[] keys = new long[sharing];
        int at = 0;
        for (int i = 0; i < desk.Count; i++)
        {
            if (desk.Parts[i] == Part.Shares)
            {
                order[at] = i;
                keys[at++] = Key(desk, i);
            }
        }

        Array.Sort(keys, order);
        desk.Order = order;
    }

    /// <summary>Those of one tier get equal shares above the minimum; a lower tier is served first.</summary>
    public static int Tier(Desk desk, int i) => ((desk.Memory[i].Parked ? 2 : IsHigh(desk, i) ? 0 : 1) << 4) | Laxity(desk, i);

    private static bool IsHigh(Desk desk, int i) => desk.Input.Connectors[i].Session!.Priority == CardPriority.High;

    private static long Key(Desk desk, int i)
    {
        ref readonly ConnectorMemory m = ref desk.Memory[i];
        TimeSpan now = desk.Now.Elapsed;
        bool keepsPlace = m.IsOn && now - m.TurnedAt < desk.Settings.MinOn;
        bool waitedLong = m.WaitsSince is { } since && now - since >= desk.Settings.MaxWait;
        int rank = waitedLong ? 0 : m.Parked ? 3 : IsHigh(desk, i) ? 1 : 2;
        int turn = !m.IsOn ? 1 : now - m.TurnedAt < desk.Settings.Slot ? 0 : 2;
        TimeSpan waited = m.IsOn ? m.TurnedAt : m.WaitsSince ?? now;
        long key = keepsPlace ? 0 : 1;
        key = (key << 2) | (long)rank;
        key = (key << 4) | (long)Laxity(desk, i);
        key = (key << 2) | (long)turn;
        key = (key << 40) | ((long)waited.TotalMilliseconds & ((1L << 40) - 1));
        return (key << 12) | (long)i;
    }

    /// <summary>In steps: 0 is already late, <see cref="NotUrgent"/> has time.</summary>
    private static int Laxity(Desk desk, int i)
    {
        ref ConnectorMemory m = ref desk.Memory[i];
        if (Slack(desk, i) is not { } slack)
        {
            m.IsUrgent = false;
            return NotUrgent;
        }

        TimeSpan below = m.IsUrgent ? desk.Settings.UrgentBelow * 1.5 : desk.Settings.UrgentBelow;
        m.IsUrgent = slack < below;
        return !m.IsUrgent ? NotUrgent : slack <= TimeSpan.Zero ? 0 : Math.Min(NotUrgent - 1, 1 + (int)(slack / LaxityStep));
    }

    private static TimeSpan? Slack(Desk desk, int i)
    {
        SessionNeed session = desk.Input.Connectors[i].Session!;
        if (!desk.Now.UtcTrusted || session.Departure is not { } departure || session.EnergyNeeded is not { } needed || needed.Value <= 0)
        {
            return null;
        }

        long fullW = desk.Watts(desk.Input.Connectors[i].Max.Deciamperes, desk.UsedCount(i, 3));
        return departure - desk.Now.Utc - TimeSpan.FromSeconds(needed.Value * 3600 / Math.Max(1, fullW));
    }
}
