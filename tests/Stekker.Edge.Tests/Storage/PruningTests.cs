using System.Globalization;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Core.Upkeep;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class PruningTests
{
    private static readonly DateTimeOffset Start = new(2023, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly SiteConfiguration Site = new() { SiteId = "test", Cloud = new CloudSettings(new Uri("mqtt://broker.example:1883")) };

    [Fact]
    public void An_old_session_goes_with_all_that_belongs_to_it_and_younger_ones_stay()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        for (int day = 0; day < 4; day++)
        {
            Keep(ledger, Ended(day + 1, day));
        }

        Prune(ledger, Start.AddDays(1.5));

        Assert.Equal([3, 4], Ids(ledger));
        foreach (string table in (string[])["session_ptu", "signed_value", "settlement", "cdr_told"])
        {
            Assert.Equal([3, 4], Numbers(ledger, $"SELECT DISTINCT session_id FROM {table} ORDER BY session_id"));
        }
    }

    [Theory]
    [InlineData(SessionEvent.Ended)]
    [InlineData(SessionEvent.Updated)]
    public void What_the_cloud_has_not_acknowledged_stays_until_it_has(SessionEvent said)
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session old = Ended(1, 0);
        Keep(ledger, old);
        Keep(ledger, Ended(2, 1));
        ledger.Commit([new Effect.QueueReport(new Report.OfSession(old, said), Site, Start)]);

        Prune(ledger, Start.AddYears(1));
        Assert.Equal([1, 2], Ids(ledger));

        ledger.Commit([new Effect.ForgetReports([.. Numbers(ledger, "SELECT report_id FROM outbox")])]);
        Prune(ledger, Start.AddYears(1));
        Assert.Equal([2], Ids(ledger));
    }

    [Fact]
    public void A_bill_and_a_days_savings_that_wait_keep_their_sessions()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Keep(ledger, Ended(1, 0));
        Keep(ledger, Ended(2, 0));
        Keep(ledger, Ended(3, 9));
        ledger.Commit([new Effect.QueueReport(new Report.OfSavings(DateOnly.FromDateTime(Start.UtcDateTime)), Site, Start)]);

        Prune(ledger, Start.AddDays(5));
        Assert.Equal([1, 2, 3], Ids(ledger));

        ledger.Commit([new Effect.ForgetReports([.. Numbers(ledger, "SELECT report_id FROM outbox")])]);
        ledger.Commit([new Effect.QueueReport(new Report.OfCdr(Ended(2, 0), 1, [], AreCostsFinal: true), Site, Start)]);
        Prune(ledger, Start.AddDays(5));
        Assert.Equal([2, 3], Ids(ledger));
    }

    [Fact]
    public void An_open_session_stays_however_old()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Save(Ended(1, 0) with { State = SessionState.PluggedIn, Transaction = null, Unplugged = null });
        Keep(ledger, Ended(2, 1));
        Keep(ledger, Ended(3, 2));

        Prune(ledger, Start.AddYears(1));

        Assert.Equal([1, 3], Ids(ledger));
    }

    [Fact]
    public void A_session_at_a_time_that_was_never_certain_goes_with_later_ones_that_are_old_enough()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Session woken = Ended(1, 0) with { PluggedIn = new Stamp(DateTimeOffset.UnixEpoch, false, null) };
        Keep(ledger, woken);
        Keep(ledger, Ended(2, 10));
        Keep(ledger, Ended(3, 20));

        Prune(ledger, Start.AddDays(5));
        Assert.Equal([1, 2, 3], Ids(ledger));

        Prune(ledger, Start.AddDays(15));
        Assert.Equal([3], Ids(ledger));
    }

    [Fact]
    public void No_number_is_given_twice_after_all_sessions_but_the_newest_have_gone()
    {
        using TempDirectory directory = new();
        long nextSession;
        int nextTransaction;
        using (Ledger ledger = Ledgers.Open(directory))
        {
            Keep(ledger, Ended(2_000_000_001, 0));
            Keep(ledger, Ended(2_000_000_002, 1));
            ledger.Save(Ended(2_000_000_003, 2) with { Transaction = null });
            nextSession = ledger.Load().NextSessionId;
            nextTransaction = ledger.Load().NextTransactionId;
            Prune(ledger, Start.AddYears(9));
            Assert.Equal([2_000_000_002, 2_000_000_003], Ids(ledger));
        }

        LedgerContents again = Ledgers.Reloaded(directory);
        Assert.Equal(nextSession, again.NextSessionId);
        Assert.Equal(nextTransaction, again.NextTransactionId);
    }

    [Fact]
    public void What_is_settled_late_of_a_session_that_is_gone_is_not_kept()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Keep(ledger, Ended(1, 0));
        Keep(ledger, Ended(2, 1));
        Prune(ledger, Start.AddYears(1));

        ledger.Commit([new Effect.SaveSettlement(new Made(new Random(1)).Settlement(1))]);

        Assert.Equal([2], Numbers(ledger, "SELECT session_id FROM settlement"));
    }

    [Fact]
    public void Years_of_sessions_go_some_at_a_time()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        for (int i = 1; i <= 50; i++)
        {
            Keep(ledger, Ended(i, i));
        }

        Prune(ledger, Start.AddYears(1));

        Assert.Equal(50 - Retention.MostAtOnce, Ids(ledger).Count);
    }

    [Fact]
    public void Where_nothing_is_old_nothing_is_written()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Keep(ledger, Ended(1, 0));
        Keep(ledger, Ended(2, 1));
        byte[] before = Shared(directory.Ledger + "-wal");

        Prune(ledger, Start.AddDays(-1));

        Assert.Equal(before, Shared(directory.Ledger + "-wal"));
    }

    [Fact]
    public void The_file_stops_growing_once_old_sessions_go_as_fast_as_new_ones_come()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        const int kept = 300;
        List<int> pages = [];
        for (int i = 1; i <= 4 * kept; i++)
        {
            Keep(ledger, Ended(i, i));
            if (i % 10 == 0)
            {
                Prune(ledger, Start.AddDays(i - kept));
            }

            if (i % kept == 0)
            {
                pages.Add(Pages(ledger));
            }
        }

        Assert.InRange(Ids(ledger).Count, kept, kept + 10);
        Assert.InRange(pages[^1], 1, pages[0] + (pages[0] / 10));
        Assert.InRange(new FileInfo(directory.Ledger + "-wal").Length, 0, 2 * 1_048_576);
    }

    /// <summary>Somebody keeps fewer years from now on.</summary>
    [Fact]
    public void A_file_that_is_mostly_idle_gives_its_room_back_to_the_disk()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Assert.Equal(2, LedgerFile.AskNumber(ledger.Connection, "PRAGMA auto_vacuum"));
        for (int i = 1; i <= 1500; i++)
        {
            Keep(ledger, Ended(i, i));
        }

        int full = Pages(ledger);
        for (int night = 0; night < 120; night++)
        {
            Prune(ledger, Start.AddDays(1490));
        }

        Assert.InRange(Ids(ledger).Count, 1, 20);
        Assert.InRange(Pages(ledger), 1, full / 2);
        Assert.Equal("ok", LedgerFile.Ask(ledger.Connection, "PRAGMA integrity_check"));
    }

    private static void Keep(Ledger ledger, Session session) => ledger.Commit(
    [
        new Effect.SaveSession(session),
        new Effect.SaveSettlement(new Made(new Random(1)).Settlement(session.Id)),
        new Effect.SaveCdrTold(new CdrTold(session.Id, session.Energy, 1, 0, Start, Start)),
    ]);

    private static void Prune(Ledger ledger, DateTimeOffset before) => ledger.Commit([new Effect.PruneRecords(before)]);

    private static Session Ended(long id, int day)
    {
        DateTimeOffset at = Start.AddDays(day);
        IdTag card = IdTag.TryParse("CARD01")!.Value;
        WattHours meter = new(20_000);
        return new Session
        {
            Id = id,
            ChargePointId = "CP01",
            ConnectorId = 1,
            State = SessionState.Ended,
            PluggedIn = new Stamp(at, true, null),
            Unplugged = new Stamp(at.AddHours(9), true, null),
            Transaction = new Transaction(
                (int)(id % 1_000_000) + 1, card, CardVerdict.Accepted, new Stamp(at, true, null), at, WattHours.Zero, RegisterTrack.StartingAt(WattHours.Zero, at),
                new TransactionEnd(new Stamp(at.AddHours(9), true, null), meter, StopReason.Local, false)),
            Ptus = [.. Enumerable.Range(0, 36).Select(i => new PtuEnergy(Ptu.StartOf(at) + (i * Ptu.Length), new WattHours(500)))],
            Signed = [new SignedValue("OCMF|" + new string('x', 800), null, SampleReason.TransactionEnd)],
        };
    }

    private static IReadOnlyList<long> Ids(Ledger ledger) => Numbers(ledger, "SELECT session_id FROM session ORDER BY session_id");

    private static List<long> Numbers(Ledger ledger, string sql)
    {
        using Statement ask = new(ledger.Connection, sql, 0);
        return ask.All(row => row.Long());
    }

    private static int Pages(Ledger ledger) => int.Parse(LedgerFile.Ask(ledger.Connection, "PRAGMA page_count"), CultureInfo.InvariantCulture);

    private static byte[] Shared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using MemoryStream copy = new();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
