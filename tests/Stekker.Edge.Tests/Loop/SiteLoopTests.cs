using System.Collections.Immutable;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Loop;

public class SiteLoopTests
{
    private readonly MemoryLedger ledger = new();

    [Fact]
    public async Task A_start_is_answered_only_after_it_was_committed()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        ledger.Hold();
        Task<Reply> answer = bench.AskStartAsync(1);
        Effect.LedgerWrite[] writes = await ledger.Attempts.First(a => a.OfType<Effect.SaveSession>().Any());
        Assert.False(answer.IsCompleted);
        ledger.LetGo();
        Reply.TransactionStart start = Assert.IsType<Reply.TransactionStart>(await answer);
        Assert.Contains(writes.OfType<Effect.SaveSession>(), s => s.Session.Transaction?.Id == start.TransactionId);
        Assert.Contains(ledger.Sessions.Values, s => s.Transaction?.Id == start.TransactionId);
    }

    [Fact]
    public async Task A_busy_site_shares_its_commits()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        ledger.Hold();
        Task<int> first = bench.StartAsync(1);
        await ledger.Attempts.First(a => a.OfType<Effect.SaveSession>().Any());
        int before = ledger.Attempts.All.Count;
        Task<int>[] others = [.. Enumerable.Range(2, 90).Select(connector => bench.StartAsync(connector))];
        ledger.LetGo();

        int[] ids = [await first, .. await Task.WhenAll(others)];
        Assert.Equal(Enumerable.Range(ids[0], 91), ids);
        Assert.Equal(before + 1, ledger.Attempts.All.Count);
        Assert.Equal(90, ledger.Commits.All[^1].OfType<Effect.SaveSession>().Count());
    }

    [Fact]
    public async Task What_changes_nothing_durable_costs_no_commit()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        int transaction = await bench.StartAsync(1);
        int before = ledger.Attempts.All.Count;
        await bench.MeterAsync(1, transaction, 1500);
        await bench.MeterAsync(1, transaction, 2000);
        Assert.Equal(before, ledger.Attempts.All.Count);
        Assert.Equal(1000, Assert.Single(bench.Loop.Snapshot.OpenSessions).Energy.Value);
    }

    [Fact]
    public async Task A_snapshot_taken_does_not_change()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        SiteState before = bench.Loop.Snapshot;
        await bench.StartAsync(1);
        Assert.Empty(before.OpenSessions);
        Assert.Single(bench.Loop.Snapshot.OpenSessions);
    }

    [Fact]
    public async Task While_the_disk_is_full_answers_go_on_and_people_are_told()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        ledger.IsFull = true;
        int transaction = await bench.StartAsync(1);
        Alert alert = Assert.Single(bench.Loop.Snapshot.Alerts);
        Assert.Equal("ledger", alert.Id);
        Assert.Contains("The disk is full.", alert.Text, StringComparison.Ordinal);

        // The disk is left alone for a while: what comes is kept, the latest of each thing.
        int tries = ledger.Attempts.All.Count;
        await bench.MeterAsync(1, transaction, 4000);
        await bench.AskStopAsync(transaction, 5000);
        await bench.StartAsync(2, "OTHER");
        await bench.PassAsync(TimeSpan.FromSeconds(4.9));
        Assert.Equal(tries, ledger.Attempts.All.Count);

        // Still full: tried again, and the alert stands.
        await bench.PassAsync(TimeSpan.FromSeconds(0.2));
        Assert.Equal(tries + 1, ledger.Attempts.All.Count);
        Assert.Single(bench.Loop.Snapshot.Alerts);

        ledger.IsFull = false;
        await bench.PassAsync(TimeSpan.FromSeconds(5.1));
        Assert.Empty(bench.Loop.Snapshot.Alerts);
        Session[] caughtUp = [.. ledger.Commits.All[^1].OfType<Effect.SaveSession>().Select(s => s.Session).OrderBy(s => s.Id)];
        Assert.Equal(caughtUp.DistinctBy(s => s.Id), caughtUp);
        Assert.Equal(5000, caughtUp.First(s => s.Transaction?.Id == transaction).Transaction!.End!.MeterStop.Value);
        Assert.Contains(caughtUp, s => s.Transaction?.IdTag.Text == "OTHER");

        int commits = ledger.Commits.All.Count;
        await bench.StartAsync(3, "THIRD");
        Assert.Equal(commits + 1, ledger.Commits.All.Count);
        Assert.Equal(3, Assert.Single(ledger.Commits.All[^1].OfType<Effect.SaveSession>()).Session.ConnectorId);
    }

    [Fact]
    public async Task A_mistake_of_ours_with_one_event_is_told_to_its_asker_alone()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        await bench.StartAsync(1);
        SiteState before = bench.Loop.Snapshot;
        await Assert.ThrowsAsync<NullReferenceException>(() => bench.AskAsync(id => new SiteEvent.Metered(id, "CP01", 1, null, default)));
        Assert.Same(before, bench.Loop.Snapshot);
        await bench.StartAsync(2);
    }

    [Fact]
    public async Task A_broken_invariant_ends_the_loop_and_leaves_nobody_waiting()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        Task<Reply> ordered = bench.AskAsync(id => new SiteEvent.RemoteStopAsked(id, "CP01", 1));
        Assert.IsType<Reply.Impossible>(await ordered);
        await bench.Loop.PostAsync(new Unheard(), CancellationToken.None);
        await Assert.ThrowsAsync<InvariantBrokenException>(() => bench.Running.OrFail());
        await Assert.ThrowsAsync<SiteStoppedException>(() => bench.SettleAsync());
    }

    [Fact]
    public async Task A_stop_finishes_the_inbox_and_saves_what_the_meters_said()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        int transaction = await bench.StartAsync(1);
        ledger.Hold();
        Task<int> held = bench.StartAsync(2);
        await ledger.Attempts.First(a => a.OfType<Effect.SaveSession>().Any(s => s.Session.ConnectorId == 2));
        Task<Reply> metered = bench.MeterAsync(1, transaction, 7777);
        Task<int> last = bench.StartAsync(3);
        bench.Stop();
        ledger.LetGo();

        await bench.Running.OrFail();
        await metered;
        int[] started = [await held, await last];
        Assert.Equal(started.Append(transaction).Order(), ledger.Sessions.Values.Select(s => s.Transaction!.Id).Order());
        Assert.Equal(7777, ledger.Sessions.Values.First(s => s.ConnectorId == 1).Transaction!.Register.Register.Value);
        Assert.All(ledger.Sessions.Values, s => Assert.False(s.Unsaved));
    }

    [Fact]
    public async Task A_stop_tries_a_full_disk_once_more()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        ledger.IsFull = true;
        int transaction = await bench.StartAsync(1);
        ledger.IsFull = false;
        bench.Stop();
        await bench.Running.OrFail();
        Assert.Equal(transaction, Assert.Single(ledger.Sessions.Values).Transaction!.Id);
    }

    [Fact]
    public async Task Who_waits_for_a_charger_when_the_site_stops_is_told_so()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        await bench.StartAsync(1);
        Task<Reply> waits = bench.AskAsync(id => new SiteEvent.RemoteStopAsked(id, "CP01", 1));
        await bench.Orders.First(o => o is Order.StopRemotely);
        bench.Stop();
        await Assert.ThrowsAsync<SiteStoppedException>(() => waits);
        await bench.Running.OrFail();
        await Assert.ThrowsAsync<SiteStoppedException>(() => bench.SettleAsync());
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_event_with_the_site()
    {
        await using LoopBench bench = new(ledger);
        await bench.ConnectAsync();
        ledger.Hold();
        using CancellationTokenSource patience = new();
        Task<Reply> given = bench.Loop.AskAsync(
            id => new SiteEvent.TransactionStarted(id, "CP01", 1, "CARD", WattHours.Zero, bench.Time.GetUtcNow()), patience.Token);
        await ledger.Attempts.First(a => a.OfType<Effect.SaveSession>().Any());
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        ledger.LetGo();
        await bench.SettleAsync();
        Assert.Single(ledger.Sessions);
    }

    private sealed record Unheard : SiteEvent;
}
