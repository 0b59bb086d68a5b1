namespace Stekker.Edge.Core.Planning;

/// <summary>Who is there, by class and step.</summary>
internal sealed class Presence
{
    private readonly int steps;
    private readonly int[] from;
    private readonly int[] listed;

    public Presence(Schedule schedule)
    {
        steps = schedule.Steps;
        from = new int[(Schedule.Classes * steps) + 1];
        for (int i = 0; i < schedule.Count; i++)
        {
            for (int t = schedule.First[i]; t <= schedule.Last[i]; t++)
            {
                from[(schedule.Class[i] * steps) + t + 1]++;
            }
        }

        for (int at = 1; at < from.Length; at++)
        {
            from[at] += from[at - 1];
        }

        listed = new int[from[^1]];
        int[] next = from[..^1];
        for (int i = 0; i < schedule.Count; i++)
        {
            for (int t = schedule.First[i]; t <= schedule.Last[i]; t++)
            {
                listed[next[(schedule.Class[i] * steps) + t]++] = i;
            }
        }
    }

    /// <param name="place">Class * steps + step.</param>
    public bool IsAnybody(int place) => from[place + 1] > from[place];

    public ReadOnlySpan<int> Of(int ofClass, int step)
    {
        int at = (ofClass * steps) + step;
        return listed.AsSpan(from[at], from[at + 1] - from[at]);
    }
}
