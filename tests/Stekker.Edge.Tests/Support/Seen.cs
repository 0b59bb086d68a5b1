using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.Support;

/// <summary>What has come by, in order; a test waits for the first that is what it looks for, past or future.</summary>
internal sealed class Seen<T>
{
    private readonly Lock gate = new();
    private readonly List<T> all = [];
    private readonly List<(Func<T, bool> Wanted, TaskCompletionSource<T> Found)> waiting = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (gate)
            {
                return [.. all];
            }
        }
    }

    public void Add(T item)
    {
        lock (gate)
        {
            all.Add(item);
            foreach ((Func<T, bool> wanted, TaskCompletionSource<T> found) in waiting)
            {
                if (wanted(item))
                {
                    found.TrySetResult(item);
                }
            }
        }
    }

    /// <param name="after">How many to pass over.</param>
    public Task<T> First(Func<T, bool> wanted, int after = 0)
    {
        lock (gate)
        {
            TaskCompletionSource<T> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (T item in all.Skip(after).Where(wanted))
            {
                found.TrySetResult(item);
            }

            waiting.Add((wanted, found));
            return found.Task.OrFail();
        }
    }
}
