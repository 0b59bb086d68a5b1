using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Hosting;

/// <summary>
/// A restart that was asked for: at once, or when it harms no session. Chargers go on by their limits through a restart, but for some
/// seconds nobody shares the power anew; so it waits until no car is charging, a day at most.
/// </summary>
public sealed class Restarting : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A site that is never idle restarts all the same.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly Func<SiteState> site;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource due = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private ITimer? waiting;
    private long askedAt;

    public Restarting(Func<SiteState> site, TimeProvider time)
    {
        this.site = site;
        this.time = time;
    }

    /// <summary>Done when the time has come.</summary>
    public Task Due => due.Task;

    /// <summary>No car is charging.</summary>
    public static bool IsIdle(SiteState state) => !state.OpenSessions.Any(s => s is { HasOpenTransaction: true, State: SessionState.Charging });

    public void Ask(bool now)
    {
        if (now)
        {
            due.TrySetResult();
            return;
        }

        lock (gate)
        {
            if (waiting is null)
            {
                askedAt = time.GetTimestamp();
                waiting = time.CreateTimer(_ => Look(), null, Second, Second);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            waiting?.Dispose();
        }
    }

    private void Look()
    {
        if (IsIdle(site()) || time.GetElapsedTime(askedAt) >= Patience)
        {
            due.TrySetResult();
        }
    }
}
