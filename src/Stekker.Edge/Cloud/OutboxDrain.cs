using System.Collections.Immutable;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cloud;

/// <summary>
/// Brings the outbox to the broker: in order, so many at a time, each forgotten once the broker has it. A line that is lost begins again
/// with the first that was not acknowledged: a report may come twice (its reportId tells), none stays away. One caller at a time.
/// </summary>
/// <param name="read">The reports after one, in order, so many at most.</param>
public sealed class OutboxDrain(Func<long, int, ImmutableArray<OutboxEntry>> read)
{
    /// <summary>Under way at once: enough to fill a slow LTE line, few enough to hold in memory.</summary>
    public const int Window = 64;

    private const int PerRead = 64;

    private readonly Queue<OutboxEntry> ready = new();
    private readonly HashSet<long> underWay = [];
    private readonly HashSet<long> done = [];
    private long last;
    private bool mayHaveMore = true;

    /// <summary>Acknowledged and not yet forgotten by the ledger.</summary>
    public int Done => done.Count;

    /// <summary>The ledger has new reports.</summary>
    public void Nudge() => mayHaveMore = true;

    /// <summary>A new line: all that was under way is sent again.</summary>
    public void Restart()
    {
        ready.Clear();
        underWay.Clear();
        last = 0;
        mayHaveMore = true;
    }

    /// <summary>What may go out now, in order.</summary>
    public IEnumerable<OutboxEntry> Next()
    {
        while (underWay.Count < Window && Take() is { } entry)
        {
            underWay.Add(entry.ReportId);
            yield return entry;
        }
    }

    public void Acknowledged(long reportId)
    {
        if (underWay.Remove(reportId))
        {
            done.Add(reportId);
        }
    }

    /// <summary>The reports the ledger can forget now; they are not sent again meanwhile.</summary>
    public ImmutableArray<long> ToForget() => [.. done.Order()];

    /// <summary>The ledger has forgotten them.</summary>
    public void Forgotten(ImmutableArray<long> reportIds)
    {
        foreach (long id in reportIds)
        {
            done.Remove(id);
        }
    }

    private OutboxEntry? Take()
    {
        if (ready.Count == 0 && mayHaveMore)
        {
            ImmutableArray<OutboxEntry> more = read(last, PerRead);
            mayHaveMore = more.Length == PerRead;
            foreach (OutboxEntry entry in more)
            {
                last = entry.ReportId;
                if (!done.Contains(entry.ReportId))
                {
                    ready.Enqueue(entry);
                }
            }

            if (ready.Count == 0 && mayHaveMore)
            {
                return Take();
            }
        }

        return ready.TryDequeue(out OutboxEntry? next) ? next : null;
    }
}
