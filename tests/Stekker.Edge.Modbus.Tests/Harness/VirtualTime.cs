namespace Stekker.Edge.Modbus.Tests.Harness;

/// <summary>
/// Time that passes only when nothing is left to do. <see cref="Run"/> carries everything out on one thread, and when all wait it moves to
/// the next timer: no sleeps, the same every time.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Birth = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private readonly Queue<(SendOrPostCallback Do, object? With)> work = new();
    private long order;

    public TimeSpan Elapsed { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Birth + Elapsed;

    public Core.Time.Now Now() => new(Elapsed, GetUtcNow(), true);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets this much of it go by.</summary>
    public Task Pass(TimeSpan duration)
    {
        TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CreateTimer(_ => passed.SetResult(), null, duration, Timeout.InfiniteTimeSpan);
        return passed.Task;
    }

    public static void Run(Func<VirtualTime, Task> story)
    {
        VirtualTime time = new();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Pump(time));
        try
        {
            Task task = story(time);
            while (!task.IsCompleted)
            {
                time.Next();
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Next()
    {
        (SendOrPostCallback Do, object? With) item;
        lock (gate)
        {
            if (!work.TryDequeue(out item))
            {
                Timer? due = timers.OrderBy(static t => t.Due).ThenBy(static t => t.Order).FirstOrDefault();
                Assert.True(due is not null, "everything waits, and no timer will wake it");
                timers.Remove(due);
                Elapsed = due.Due > Elapsed ? due.Due : Elapsed;
                item = (_ => due.Fire(), null);
            }
        }

        item.Do(item.With);
    }

    private sealed class Pump(VirtualTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (time.gate)
            {
                time.work.Enqueue((d, state));
            }
        }

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class Timer(VirtualTime time, Action fire) : ITimer
    {
        private TimeSpan period;

        public TimeSpan Due { get; private set; }

        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                period = newPeriod;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.Elapsed + dueTime;
                    Order = time.order++;
                    time.timers.Add(this);
                }
            }

            return true;
        }

        public void Fire()
        {
            if (period > TimeSpan.Zero)
            {
                Change(period, period);
            }

            fire();
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
