using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class BackupTests
{
    [Fact]
    public void A_backup_of_a_running_ledger_is_a_ledger()
    {
        using TempDirectory directory = new();
        using TempDirectory copy = new();
        string expected;
        using (Ledger ledger = Ledgers.Open(directory))
        {
            Made made = new(new Random(9));
            ledger.Save([.. Enumerable.Range(1, 20).Select(id => made.Next(made.Session(id), () => id))]);
            expected = Dump.Of(ledger.Load());
            ledger.Backup(copy.Ledger);
            ledger.Save(made.Session(99));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(copy.Ledger).UnixFileMode);
        Assert.Equal(expected, Dump.Of(Ledgers.Reloaded(copy)));
    }

    [Fact]
    public void A_reader_beside_the_daemon_can_make_one_too()
    {
        using TempDirectory directory = new();
        using TempDirectory copy = new();
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Save(new Made(new Random(9)).Session(1));
        using (LedgerReader reader = LedgerReader.Open(directory.Path))
        {
            reader.Backup(copy.Ledger);
        }

        Assert.Equal(Dump.Of(ledger.Load()), Dump.Of(Ledgers.Reloaded(copy)));
    }

    [Fact]
    public void A_backup_never_overwrites()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        File.WriteAllText(directory.File("precious"), "");
        LedgerUnavailableException refused = Assert.Throws<LedgerUnavailableException>(() => ledger.Backup(directory.File("precious")));
        Assert.Contains("never overwrites", refused.Message, StringComparison.Ordinal);
        Assert.Throws<LedgerUnavailableException>(() => ledger.Backup(directory.Path));
        Assert.Equal("", File.ReadAllText(directory.File("precious")));
    }

    [Fact]
    public void A_backup_to_nowhere_leaves_nothing_behind()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        string target = directory.File("missing/copy.db");
        Assert.Contains(target, Assert.Throws<LedgerUnavailableException>(() => ledger.Backup(target)).Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(target));
    }
}
