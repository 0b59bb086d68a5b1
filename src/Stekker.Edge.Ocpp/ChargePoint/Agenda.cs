namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>
/// What the charge point will do when: one timer for everything, so that virtual time alone drives it. Entries are named;
/// setting one again moves it. Actions run under the charge point's lock.
/// </summary>
internal sealed class Agenda : IDisposable
{
    private readonly Lock _gate;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Dictionary<string, (DateTimeOffset Due, Action Action)> _entries = new(StringComparer.Ordinal);

    internal Agenda(Lock gate, TimeProvider time)
    {
        _gate = gate;
        _time = time;
        _timer = time.CreateTimer(static agenda => ((Agenda)agenda!).RunDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Call under the lock.</summary>
    internal void Set(string name, DateTimeOffset due, Action action)
    {
        _entries[name] = (due, action);
        Arm();
    }

    internal void Remove(string name) => _entries.Remove(name);

    public void Dispose() => _timer.Dispose();

    private void RunDue()
    {
        lock (_gate)
        {
            while (Next() is { } next && next.Due <= _time.GetUtcNow())
            {
                _entries.Remove(next.Name);
                next.Action();
            }
            Arm();
        }
    }

    private void Arm()
    {
        if (Next() is not { } next)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }
        // Timers count whole milliseconds and refuse more than 49 days; a wake-up too early finds nothing due and arms again.
        var wait = next.Due - _time.GetUtcNow();
        var bounded = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, TimeSpan.FromDays(40).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(bounded), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The earliest; of two at the same moment the one whose name comes first, so that replays are exact.</summary>
    private (string Name, DateTimeOffset Due, Action Action)? Next()
    {
        (string Name, DateTimeOffset Due, Action Action)? next = null;
        foreach (var (name, (due, action)) in _entries)
        {
            if (next is not { } earliest || due < earliest.Due || (due == earliest.Due && string.CompareOrdinal(name, earliest.Name) < 0))
            {
                next = (name, due, action);
            }
        }
        return next;
    }
}
