namespace Stekker.Edge.Ocpp.Tests.Support;

/// <summary>A clock that moves only when told, and fires the timers it passes, in order, on the thread that moves it.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly List<(TimeSpan DueIn, TaskCompletionSource Source)> _watchers = [];
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private TimeSpan _wall;

    public override DateTimeOffset GetUtcNow() => Elapsed() + _wall;

    public override long GetTimestamp() => Elapsed().UtcTicks;

    /// <summary>Somebody sets the wall clock; timers and time stamps do not notice.</summary>
    public void SetUtc(DateTimeOffset utc) => _wall = utc - Elapsed();

    private DateTimeOffset Elapsed()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Done once somebody waits for exactly this long from now: what a test must know before it moves the clock.</summary>
    public Task TimerDueIn(TimeSpan dueIn)
    {
        lock (_gate)
        {
            if (_timers.Any(timer => timer.Due == _now + dueIn))
            {
                return Task.CompletedTask;
            }
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((dueIn, source));
            return source.Task;
        }
    }

    /// <summary>How many wait for exactly this long from now.</summary>
    public int TimersDueIn(TimeSpan dueIn)
    {
        lock (_gate)
        {
            return _timers.Count(timer => timer.Due == _now + dueIn);
        }
    }

    /// <summary>How long until the next timer, once there is one.</summary>
    public async Task<TimeSpan> NextTimer()
    {
        while (true)
        {
            Task armed;
            lock (_gate)
            {
                if (_timers.MinBy(timer => timer.Due) is { } next)
                {
                    return next.Due - _now;
                }
                armed = _armed.Task;
            }
            await armed;
        }
    }

    public void Advance(TimeSpan by)
    {
        var end = Elapsed() + by;
        while (TakeNext(end) is { } timer)
        {
            timer.Fire();
        }
        lock (_gate)
        {
            _now = end;
            TellWatchers();
        }
    }

    /// <summary>Waits for the timer, then moves to it.</summary>
    public async Task AdvanceToTimer(TimeSpan dueIn)
    {
        await TimerDueIn(dueIn);
        Advance(dueIn);
    }

    private VirtualTimer? TakeNext(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                next.Rearm();
            }
            return next;
        }
    }

    private void TellWatchers()
    {
        if (_timers.Count > 0)
        {
            _armed.TrySetResult();
            _armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        foreach (var watcher in _watchers.ToArray())
        {
            if (_timers.Any(timer => timer.Due == _now + watcher.DueIn))
            {
                _watchers.Remove(watcher);
                watcher.Source.TrySetResult();
            }
        }
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                    time.TellWatchers();
                }
            }
            return true;
        }

        public void Fire() => callback(state);

        public void Rearm()
        {
            time._timers.Remove(this);
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
                time._timers.Add(this);
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
