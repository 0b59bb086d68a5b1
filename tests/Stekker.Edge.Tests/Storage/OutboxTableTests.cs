using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class OutboxTableTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly SiteConfiguration Site = new() { SiteId = "here" };

    [Fact]
    public void Reports_come_out_in_order_each_with_its_number()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session session = new Made(new Random(5)).Session(7) with { Reported = null };
        ledger.Commit([new Effect.SaveSession(session), Of(session, SessionEvent.Started), Of(session, SessionEvent.Ended), Result("c1")]);

        ImmutableArray<OutboxEntry> waiting = OutboxTable.Read(ledger.Connection, 0, 10);

        Assert.Equal(["sessions/7", "sessions/7", "commands/c1/result"], waiting.Select(w => w.Topic));
        Assert.Equal(waiting.Select(w => w.ReportId).Order(), waiting.Select(w => w.ReportId));
        Assert.Equal(waiting.Select(w => w.ReportId), waiting.Select(w => Json(w).GetProperty("reportId").GetInt64()));
        Assert.Equal(["started", "ended"], waiting.Take(2).Select(w => Json(w).GetProperty("event").GetString()));
        Assert.Equal(Noon, waiting[0].QueuedAt);
        Assert.Equal(waiting[1].ReportId, Assert.Single(OutboxTable.Read(ledger.Connection, waiting[0].ReportId, 1)).ReportId);
    }

    [Fact]
    public void A_number_is_never_used_twice_also_when_the_newest_was_sent()
    {
        using TempDirectory directory = new();
        long first;
        using (Ledger ledger = Ledgers.Open(directory))
        {
            ledger.Commit([Result("c1")]);
            first = Assert.Single(OutboxTable.Read(ledger.Connection, 0, 10)).ReportId;
            ledger.Commit([new Effect.ForgetReports([first])]);
            Assert.Equal(OutboxStanding.Empty, OutboxTable.Standing(ledger.Connection));
        }

        using Ledger again = Ledgers.Open(directory, seed: 2);
        again.Commit([Result("c2")]);
        Assert.True(Assert.Single(OutboxTable.Read(again.Connection, 0, 10)).ReportId > first);
    }

    [Fact]
    public void Ledgers_set_aside_and_their_followers_do_not_share_numbers()
    {
        using TempDirectory one = new();
        using TempDirectory other = new();
        using Ledger first = Ledgers.Open(one, seed: 1);
        using Ledger second = Ledgers.Open(other, seed: 2);
        first.Commit([Result("c")]);
        second.Commit([Result("c")]);
        Assert.NotEqual(OutboxTable.Read(first.Connection, 0, 1)[0].ReportId, OutboxTable.Read(second.Connection, 0, 1)[0].ReportId);
    }

    [Fact]
    public void A_newer_report_of_a_session_takes_the_place_of_its_update_and_nothing_else_does()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session session = new Made(new Random(5)).Session(7);
        Session other = new Made(new Random(6)).Session(8);
        ledger.Commit([Of(session, SessionEvent.Started), Of(session, SessionEvent.Updated), Of(other, SessionEvent.Updated)]);
        ledger.Commit([Of(session, SessionEvent.Updated)]);
        Assert.Equal(["7 started", "8 updated", "7 updated"], Told(ledger));
        ledger.Commit([Of(session, SessionEvent.Ended)]);
        Assert.Equal(["7 started", "8 updated", "7 ended"], Told(ledger));
    }

    [Fact]
    public void Only_updates_are_dropped_for_age_and_counted()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session session = new Made(new Random(5)).Session(7);
        Session other = new Made(new Random(6)).Session(8);
        ledger.Commit([Of(session, SessionEvent.Started), Of(session, SessionEvent.Updated)]);
        ledger.Commit([Of(other, SessionEvent.Updated) with { At = Noon.AddDays(31) }]);
        Assert.Equal(["7 started", "8 updated"], Told(ledger));
        OutboxStanding standing = OutboxTable.Standing(ledger.Connection);
        Assert.Equal((2, 1, Noon), (standing.Waiting, standing.DroppedUpdates, standing.Oldest));
        Assert.True(standing.Bytes > 100);
    }

    [Fact]
    public void Commands_begun_come_back_after_a_restart()
    {
        using TempDirectory directory = new();
        using (Ledger ledger = Ledgers.Open(directory))
        {
            ledger.Commit([new Effect.SaveCommand(new CloudCommand("a", false, Noon)), new Effect.SaveCommand(new CloudCommand("b", false, Noon.AddHours(1)))]);
            ledger.Commit([new Effect.SaveCommand(new CloudCommand("b", true, Noon.AddHours(1)))]);
        }

        Assert.Equal([new CloudCommand("b", true, Noon.AddHours(1)), new CloudCommand("a", false, Noon)], Ledgers.Reloaded(directory).Commands.AsEnumerable());
    }

    private static Effect.QueueReport Of(Session session, SessionEvent what) => new(new Report.OfSession(session, what), Site, Noon);

    private static Effect.QueueReport Result(string id) => new(new Report.OfCommand(id, """{"id":"x"}"""), Site, Noon);

    private static JsonElement Json(OutboxEntry entry) => JsonDocument.Parse(entry.Payload).RootElement;

    private static IEnumerable<string> Told(Ledger ledger) =>
        OutboxTable.Read(ledger.Connection, 0, 100).Select(Json).Select(j => $"{j.GetProperty("sessionId")} {j.GetProperty("event").GetString()}");
}
