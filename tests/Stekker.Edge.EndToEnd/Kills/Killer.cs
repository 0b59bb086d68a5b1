using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Kills;

/// <summary>
/// Keeps a daemon running on a site, and kills it at moments drawn by a seed: after so many frames in all, some the moment a call has left,
/// so that death falls between a charger's call and its answer.
/// </summary>
internal sealed class Killer : IAsyncDisposable
{
    private const int FewestFrames = 3;
    private const int MostFrames = 60;

    /// <summary>Turns given away before a kill, so that it falls anywhere within the daemon's handling of a frame.</summary>
    private const int MostTurnsGivenAway = 300;

    private readonly Lock gate = new();
    private readonly Site site;
    private readonly Random random;
    private readonly int kills;
    private readonly Func<bool> mayEnd;
    private TaskCompletionSource<bool> up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EdgeProcess? edge;
    private Task restarting = Task.CompletedTask;
    private int framesLeft;
    private int done;

    /// <param name="mayEnd">Goes on killing until this is so; null is at once.</param>
    public Killer(Site site, int seed, int kills, Func<bool>? mayEnd = null)
    {
        this.site = site;
        this.kills = kills;
        this.mayEnd = mayEnd ?? (() => true);
        random = new Random(seed);
        Draw();
    }

    /// <summary>True once the last kill is over: chargers finish what they have begun.</summary>
    public bool IsOver => Volatile.Read(ref done) >= kills && mayEnd();

    public int Done => Volatile.Read(ref done);

    public async Task StartAsync()
    {
        edge = await EdgeProcess.StartAsync(site);
        up.SetResult(true);
    }

    /// <summary>Completes when a daemon listens.</summary>
    public Task UpAsync()
    {
        lock (gate)
        {
            return up.Task.OrFail("the daemon to be up again");
        }
    }

    /// <summary>Counts a frame; at the drawn one the daemon dies, on the counting charger's own thread.</summary>
    public void Count(Frame frame)
    {
        int turns;
        lock (gate)
        {
            // Every second kill or so waits for a call that has just left, to hit the time before its answer.
            if (IsOver || !up.Task.IsCompletedSuccessfully || --framesLeft > 0 || (frame == Frame.Received && random.Next(2) == 0))
            {
                return;
            }

            up = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            turns = random.Next(MostTurnsGivenAway);
            Draw();
        }

        for (int turn = 0; turn < turns; turn++)
        {
            Thread.Yield();
        }

        edge!.KillNow();
        restarting = RestartAsync();
    }

    /// <summary>The daemon as it is after all kills.</summary>
    public async Task<EdgeProcess> SurvivorAsync()
    {
        await UpAsync();
        await restarting;
        return edge!;
    }

    public async ValueTask DisposeAsync()
    {
        if (edge is not null)
        {
            await edge.DisposeAsync();
        }
    }

    private async Task RestartAsync()
    {
        try
        {
            await edge!.KillAsync();
            await edge.DisposeAsync();
            edge = await EdgeProcess.StartAsync(site);
            Interlocked.Increment(ref done);
            up.SetResult(true);
        }
        catch (Exception e)
        {
            up.SetException(new InvalidOperationException($"The daemon did not come back after kill {done + 1}.", e));
        }
    }

    private void Draw() => framesLeft = random.Next(FewestFrames, MostFrames);
}
