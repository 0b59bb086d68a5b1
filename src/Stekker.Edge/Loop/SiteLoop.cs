using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Loop;

/// <summary>
/// The one owner of the site's state. Takes events in rounds: all steps of a round, then one commit of what must be durable, then the
/// answers and orders. So a charger is answered after its start is on disk, and a busy site shares its disk flushes.
/// </summary>
public sealed partial class SiteLoop(SiteState initial, SiteClock clock, LedgerBacklog ledger, ILogger<SiteLoop> log)
{
    private const int MostPerRound = 512;

    /// <summary>How often a ledger that failed is tried again.</summary>
    private static readonly TimeSpan LedgerRetry = TimeSpan.FromSeconds(5);

    private readonly SiteInbox inbox = new();
    private readonly ConcurrentDictionary<RequestId, TaskCompletionSource<Reply>> asked = new();
    private readonly List<SiteEvent> batch = [];
    private readonly List<Effect.LedgerWrite> writes = [];
    private readonly List<Effect> others = [];
    private volatile SiteState state = initial;
    private long lastRequest;
    private long ticksTaken;
    private TimeSpan ledgerFailedAt;

    /// <summary>The site as of the last round; immutable, for anyone to read.</summary>
    public SiteState Snapshot => state;

    public SiteClock Clock => clock;

    /// <summary>How many ticks it has dealt with, their effects included: a loop that lives takes one each second.</summary>
    public long TicksTaken => Volatile.Read(ref ticksTaken);

    /// <summary>Told, on the loop's thread, that the outbox has something new; must not wait.</summary>
    public Action? ReportsQueued { get; set; }

    public ValueTask PostAsync(SiteEvent happened, CancellationToken cancel) => inbox.PostAsync(happened, cancel);

    /// <summary>Where an unread event with this key waits, this one takes its place.</summary>
    public void PostLatest(string key, SiteEvent happened) => inbox.PostLatest(key, happened);

    /// <summary>Posts an event and waits for its answer.</summary>
    /// <exception cref="SiteStoppedException">The loop stopped before it answered.</exception>
    public async Task<Reply> AskAsync(Func<RequestId, SiteEvent.Asked> make, CancellationToken cancel)
    {
        RequestId request = new(Interlocked.Increment(ref lastRequest));
        TaskCompletionSource<Reply> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        asked[request] = answer;
        try
        {
            await inbox.PostAsync(make(request), cancel).ConfigureAwait(false);
            return await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new SiteStoppedException();
        }
        finally
        {
            asked.TryRemove(request, out _);
        }
    }

    /// <summary>Runs until cancelled; then finishes what is in the inbox, catches the ledger up, and returns.</summary>
    public async Task RunAsync(ISiteHands hands, CancellationToken cancel)
    {
        using CancellationTokenRegistration closing = cancel.Register(inbox.Close);
        try
        {
            while (await inbox.WaitAsync(CancellationToken.None).ConfigureAwait(false))
            {
                Round(hands);
            }

            SaveAll();
        }
        finally
        {
            inbox.Close();
            foreach (TaskCompletionSource<Reply> waiting in asked.Values)
            {
                waiting.TrySetException(new SiteStoppedException());
            }
        }
    }

    private void Round(ISiteHands hands)
    {
        batch.Clear();
        inbox.Drain(batch, MostPerRound);
        foreach (SiteEvent happened in batch)
        {
            Step(happened);
        }

        Commit();
        foreach (Effect effect in others)
        {
            CarryOut(hands, effect);
        }

        others.Clear();
        if (batch.Exists(e => e is SiteEvent.Tick))
        {
            Volatile.Write(ref ticksTaken, ticksTaken + 1);
        }
    }

    private void Step(SiteEvent happened)
    {
        try
        {
            (SiteState next, ImmutableArray<Effect> effects) = SiteStep.Next(state, happened, clock.Read());
            state = next;
            foreach (Effect effect in effects)
            {
                if (effect is Effect.LedgerWrite write)
                {
                    writes.Add(write);
                }
                else
                {
                    others.Add(effect);
                }
            }
        }
        catch (Exception e) when (e is not InvariantBrokenException)
        {
            // Our mistake with this one event. The step is pure, so the state is as it was: the asker is told, the others never notice.
            LogStepFailed(log, e, happened.GetType().Name);
            if (happened is SiteEvent.Asked waiting && asked.TryRemove(waiting.Request, out TaskCompletionSource<Reply>? answer))
            {
                answer.TrySetException(e);
            }
        }
    }

    /// <summary>Disk full does not stop a charger: the site goes on in memory, says so, and catches up later.</summary>
    private void Commit()
    {
        bool failing = !ledger.IsEmpty;
        if (failing && clock.Read().Elapsed - ledgerFailedAt < LedgerRetry)
        {
            ledger.Keep(writes);
            writes.Clear();
            return;
        }

        if (writes.Count == 0 && !failing)
        {
            return;
        }

        bool hasReports = failing || writes.Exists(w => w is Effect.QueueReport);
        bool done = ledger.TryCommit(writes, out Storage.LedgerUnavailableException? why);
        writes.Clear();
        if (!done)
        {
            ledgerFailedAt = clock.Read().Elapsed;
            Step(new SiteEvent.LedgerFailed($"{why!.Message} Charging goes on; what should be written is kept in memory ({ledger.Count} entries) and lost if the power fails now."));
        }
        else if (failing)
        {
            Step(new SiteEvent.LedgerCaughtUp());
        }

        if (done && hasReports)
        {
            ReportsQueued?.Invoke();
        }
    }

    private void CarryOut(ISiteHands hands, Effect effect)
    {
        switch (effect)
        {
            case Effect.Answer answer:
                if (asked.TryRemove(answer.Request, out TaskCompletionSource<Reply>? waiting))
                {
                    waiting.TrySetResult(answer.Reply);
                }

                break;
            case Effect.Instruct order:
                hands.Instruct(order.ChargePointId, order.Order);
                break;
            case Effect.Disconnect disconnect:
                hands.Disconnect(disconnect.ChargePointId, disconnect.Why);
                break;
            case Effect.MakePlan plan:
                _ = Task.Run(() => MakePlanAsync(plan.Request));
                break;
            case Effect.Tell tell:
                LogTold(log, tell.Level switch { TellLevel.Info => LogLevel.Information, TellLevel.Warning => LogLevel.Warning, _ => LogLevel.Error }, tell.Text);
                break;
            default:
                throw new InvariantBrokenException($"no hands for {effect.GetType().Name}");
        }
    }

    /// <summary>Beside the loop: on a router it may take a good part of a second, and a fuse does not wait for that.</summary>
    private async Task MakePlanAsync(PlanRequest request)
    {
        SiteEvent made;
        try
        {
            made = new SiteEvent.PlanMade(request.Number, PlanMaker.Make(request));
        }
#pragma warning disable CA1031 // Our own mistake in planning must not stop charging: cars then charge as soon as they can.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogPlanFailed(log, e);
            made = new SiteEvent.PlanFailed(request.Number, e.Message);
        }

        try
        {
            await inbox.PostAsync(made, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Shutting down.
        }
    }

    /// <summary>At a clean stop the meters' last word is written too.</summary>
    private void SaveAll()
    {
        foreach (Core.Charging.Session session in state.OpenSessions.Where(s => s.Unsaved))
        {
            writes.Add(new Effect.SaveSession(session with { Unsaved = false }));
        }

        Core.Balancing.BalancerMemory memory = state.Steering.Balancer.Memory;
        writes.Add(new Effect.SaveLearned(memory.BaseLoads, memory.Wirings));
        writes.Add(new Effect.SaveBalance(state.Steering.Balancer.Ptu, memory.Grants));
        if (!ledger.TryCommit(writes, out Storage.LedgerUnavailableException? why))
        {
            LogNotSaved(log, why!.Message, ledger.Count);
        }

        writes.Clear();
    }

    [LoggerMessage(Message = "{What}")]
    private static partial void LogTold(ILogger log, LogLevel level, string what);

    [LoggerMessage(LogLevel.Critical, "Our own mistake while handling {Event}; the site is as it was before")]
    private static partial void LogStepFailed(ILogger log, Exception e, string @event);

    [LoggerMessage(LogLevel.Critical, "Our own mistake while planning; cars charge as soon as they can")]
    private static partial void LogPlanFailed(ILogger log, Exception e);

    [LoggerMessage(LogLevel.Critical, "Stopped with {Count} entries not written: {Why}")]
    private static partial void LogNotSaved(ILogger log, string why, int count);
}

/// <summary>The site is shutting down; the peer should try again later.</summary>
public sealed class SiteStoppedException() : Exception("The site is shutting down.");
