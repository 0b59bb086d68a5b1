using System.Globalization;

namespace Stekker.Edge.CentralSystem.Gate;

/// <summary>
/// Says a thing once, not ten thousand times: of each kind and address once in an hour, and of each kind of few addresses. What was not said is
/// counted, and told with the next. An attack then fills no log, and what was in the log before stays readable.
/// </summary>
internal sealed class Complaints(TimeProvider time)
{
    public const int MostAddresses = 20;

    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Hour> kinds = new(StringComparer.Ordinal);

    /// <param name="kind">One of a handful of the program's own words.</param>
    /// <param name="who">Whoever it is about.</param>
    /// <param name="more">What to add to the line: how often it was not said before; else empty.</param>
    /// <returns>Whether to say it now.</returns>
    public bool IsNews(string kind, string who, out string more)
    {
        more = "";
        lock (gate)
        {
            TimeSpan now = time.GetElapsedTime(0);
            if (!kinds.TryGetValue(kind, out Hour? hour) || now - hour.Since >= Period)
            {
                long unsaid = hour?.Unsaid ?? 0;
                more = unsaid > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({unsaid} more such since it was last told)") : "";
                kinds[kind] = hour = new Hour(now);
            }

            if (hour.Told.Count < MostAddresses && hour.Told.Add(who))
            {
                return true;
            }

            hour.Unsaid++;
            return false;
        }
    }

    private sealed class Hour(TimeSpan since)
    {
        public TimeSpan Since => since;

        public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

        public long Unsaid { get; set; }
    }
}
