namespace Stekker.Edge.Modbus.Links;

/// <summary>
/// One at a time. Whoever is sure to be answered goes before whoever may have to wait in vain, and among equals the first come first: when half
/// a bus falls silent, the other half waits for one silence, not for all of them. Each poller has at most one question under way, so the queues
/// are as long as the bus has units.
/// </summary>
internal sealed class Turns
{
    /// <summary>On a line that is always busy the doubtful get a turn too, after this many others.</summary>
    private const int MostOvertaken = 8;

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> sure = new();
    private readonly Queue<TaskCompletionSource> doubtful = new();
    private int overtaken;
    private bool taken;

    public async ValueTask<Turn> TakeAsync(bool isSure, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        TaskCompletionSource mine;
        lock (gate)
        {
            if (!taken)
            {
                taken = true;
                return new Turn(this);
            }

            mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (isSure ? sure : doubtful).Enqueue(mine);
        }

        using (cancel.UnsafeRegister(static m => ((TaskCompletionSource)m!).TrySetCanceled(), mine))
        {
            await mine.Task;
        }

        return new Turn(this);
    }

    private void Give()
    {
        lock (gate)
        {
            while (Next() is { } next)
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            taken = false;
        }
    }

    private TaskCompletionSource? Next()
    {
        bool toDoubtful = doubtful.Count > 0 && (sure.Count == 0 || overtaken >= MostOvertaken);
        overtaken = toDoubtful || doubtful.Count == 0 ? 0 : overtaken + 1;
        return (toDoubtful ? doubtful : sure).TryDequeue(out TaskCompletionSource? next) ? next : null;
    }

    internal readonly struct Turn(Turns of) : IDisposable
    {
        public void Dispose() => of.Give();
    }
}
