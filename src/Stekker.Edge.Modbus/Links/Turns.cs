namespace Stekker.Edge.Modbus.Links;

/// <summary>First come, first served, one at a time. Each poller has at most one question under way, so the queue is as long as the bus has units.</summary>
internal sealed class Turns
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private bool taken;

    public async ValueTask<Turn> TakeAsync(CancellationToken cancel)
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
            waiting.Enqueue(mine);
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
            while (waiting.TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            taken = false;
        }
    }

    internal readonly struct Turn(Turns of) : IDisposable
    {
        public void Dispose() => of.Give();
    }
}
