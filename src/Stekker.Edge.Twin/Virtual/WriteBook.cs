namespace Stekker.Edge.Twin.Virtual;

/// <summary>Profiles written per charger and day: its flash wears with each.</summary>
internal sealed class WriteBook(TimeSpan utcOffset)
{
    private readonly Dictionary<(string Charger, DateOnly Day), int> counts = [];

    public int Total { get; private set; }

    public int Days => counts.Count;

    public int Most { get; private set; }

    public void Count(string chargePointId, DateTimeOffset utc)
    {
        (string, DateOnly) key = (chargePointId, DateOnly.FromDateTime(utc.ToOffset(utcOffset).DateTime));
        int count = counts.GetValueOrDefault(key) + 1;
        counts[key] = count;
        Total++;
        Most = Math.Max(Most, count);
    }
}
