using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class DiskFullTests
{
    [Fact]
    public void A_full_ledger_keeps_nothing_of_the_batch_and_takes_it_whole_once_there_is_room()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Made made = new(new Random(5));
        ledger.Save(made.Session(1));
        string before = Dump.Of(ledger.Load());
        LedgerFile.Execute(ledger.Connection, $"PRAGMA max_page_count = {LedgerFile.AskNumber(ledger.Connection, "PRAGMA page_count")}");

        List<Effect.LedgerWrite> batch = Batch(made, 20);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            LedgerUnavailableException full = Assert.Throws<LedgerUnavailableException>(() => ledger.Commit(batch));
            Assert.Equal(LedgerTrouble.DiskFull, full.Trouble);
            Assert.Contains(directory.Ledger, full.Message, StringComparison.Ordinal);
            Assert.Contains("disk is full", full.Message, StringComparison.Ordinal);
            Assert.Equal(before, Dump.Of(ledger.Load()));
        }

        LedgerFile.Execute(ledger.Connection, "PRAGMA max_page_count = 1000000");
        ledger.Commit(batch);
        ledger.Commit(batch);
        Assert.Equal(21, ledger.Load().Sessions.Length);
        Assert.All(batch.OfType<Effect.SaveSession>(), s => Assert.Contains(Dump.Of(s.Session), ledger.Load().Sessions.Select(Dump.Of)));
    }

    [MountFact]
    public void A_full_disk_is_survived_and_caught_up_with()
    {
        using TempDirectory directory = new();
        using SmallDisk disk = SmallDisk.Tmpfs(directory.File("disk"), "size=1m");
        Made made = new(new Random(6));
        string expected;
        using (Ledger ledger = Ledger.Open(disk.Path, FixedTime.Instance, new Random(1)).Ledger)
        {
            ledger.Save(made.Session(1));
            disk.Fill();

            List<Effect.LedgerWrite> batch = Batch(made, 20);
            string before = Dump.Of(ledger.Load());
            Assert.Equal(LedgerTrouble.DiskFull, Assert.Throws<LedgerUnavailableException>(() => ledger.Commit(batch)).Trouble);
            Assert.Equal(LedgerTrouble.DiskFull, Assert.Throws<LedgerUnavailableException>(() => ledger.Commit(batch)).Trouble);
            Assert.Equal(before, Dump.Of(ledger.Load()));
            disk.Free();
            ledger.Commit(batch);
            expected = Dump.Of(ledger.Load());
        }

        using Ledger again = Ledger.Open(disk.Path, FixedTime.Instance, new Random(1)).Ledger;
        Assert.Equal(expected, Dump.Of(again.Load()));
        Assert.Equal(21, again.Load().Sessions.Length);
    }

    [MountFact]
    public void No_room_to_begin_with_says_so()
    {
        using TempDirectory directory = new();
        using SmallDisk disk = SmallDisk.Tmpfs(directory.File("disk"), "size=8k");
        LedgerUnavailableException full = Assert.Throws<LedgerUnavailableException>(() => Ledger.Open(disk.Path, FixedTime.Instance, new Random(1)));
        Assert.Equal(LedgerTrouble.DiskFull, full.Trouble);
        Assert.Contains(disk.Path, full.Message, StringComparison.Ordinal);
    }

    [MountFact]
    public void A_read_only_file_system_is_named()
    {
        using TempDirectory directory = new();
        using SmallDisk disk = SmallDisk.Tmpfs(directory.File("disk"), "ro");
        LedgerUnavailableException refused = Assert.Throws<LedgerUnavailableException>(() => Ledger.Open(disk.Path, FixedTime.Instance, new Random(1)));
        Assert.Equal(LedgerTrouble.ReadOnly, refused.Trouble);
        Assert.Contains(disk.Path, refused.Message, StringComparison.Ordinal);
    }

    private static List<Effect.LedgerWrite> Batch(Made made, int sessions)
    {
        List<Effect.LedgerWrite> writes = [];
        for (int id = 100; id < 100 + sessions; id++)
        {
            Session session = made.Session(id);
            for (int step = 0; step < 12; step++)
            {
                session = made.Next(session, () => id);
            }

            // Large enough that a small disk has no room for all of it, open so that it is loaded again.
            session = session with { State = SessionState.Charging, Signed = [new SignedValue(new string('s', 9000), null, SampleReason.Periodic)] };
            writes.Add(new Effect.SaveSession(session));
        }

        return writes;
    }
}
