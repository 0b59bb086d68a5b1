namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>Things that arrive, and tests that wait for one of them. Each is taken once; all are remembered for a failure's message.</summary>
internal sealed class Mailbox<T>
{
    private const int MostTold = 300;

    private readonly Lock gate = new();
    private readonly List<T> all = [];
    private readonly List<T> waiting = [];
    private readonly List<(Func<T, bool> Matches, TaskCompletionSource<T> Taker)> takers = [];
    private string? closed;

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

    public void Post(T item)
    {
        TaskCompletionSource<T>? taker = null;
        lock (gate)
        {
            all.Add(item);
            int index = takers.FindIndex(t => t.Matches(item));
            if (index < 0)
            {
                waiting.Add(item);
                return;
            }

            taker = takers[index].Taker;
            takers.RemoveAt(index);
        }

        taker.SetResult(item);
    }

    /// <summary>Nothing more will come: who still waits is told why.</summary>
    public void Close(string why)
    {
        List<TaskCompletionSource<T>> left;
        lock (gate)
        {
            closed = why;
            left = [.. takers.Select(t => t.Taker)];
            takers.Clear();
        }

        left.ForEach(t => t.SetException(new InvalidOperationException($"{why}\n{Recent()}")));
    }

    public Task<T> TakeAsync(Func<T, bool> matches, string what)
    {
        lock (gate)
        {
            int index = waiting.FindIndex(i => matches(i));
            if (index >= 0)
            {
                T item = waiting[index];
                waiting.RemoveAt(index);
                return Task.FromResult(item);
            }

            if (closed is not null)
            {
                return Task.FromException<T>(new InvalidOperationException($"No {what}: {closed}\n{string.Join('\n', all)}"));
            }

            TaskCompletionSource<T> taker = new(TaskCreationOptions.RunContinuationsAsynchronously);
            takers.Add((matches, taker));
            return taker.Task.OrFail(what, Recent);
        }
    }

    /// <summary>All that came.</summary>
    public string Told() => string.Join('\n', All);

    /// <summary>All that came, for a failure's message; of very much the last.</summary>
    private string Recent()
    {
        IReadOnlyList<T> told = All;
        return $"{(told.Count > MostTold ? $"({told.Count - MostTold} before these)\n" : "")}{string.Join('\n', told.Skip(told.Count - MostTold))}";
    }
}
