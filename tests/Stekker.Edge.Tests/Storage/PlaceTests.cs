using System.Globalization;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class PlaceTests
{
    [Fact]
    public void A_missing_directory_is_made_for_the_owner_alone()
    {
        using TempDirectory directory = new();
        string place = directory.File("deep/er");
        using Ledger ledger = Ledger.Open(place, FixedTime.Instance, new Random(1)).Ledger;
        ledger.Save(new Made(new Random(1)).Session(1));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(place).UnixFileMode);
        Assert.All(
            Directory.GetFiles(place, "edge.db*"), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(f).UnixFileMode));
    }

    [Fact]
    public void A_file_where_the_directory_should_be_is_named()
    {
        using TempDirectory directory = new();
        File.WriteAllText(directory.File("taken"), "");
        LedgerUnavailableException refused = Assert.Throws<LedgerUnavailableException>(
            () => Ledger.Open(directory.File("taken"), FixedTime.Instance, new Random(1)));
        Assert.Contains($"{directory.File("taken")} is a file", refused.Message, StringComparison.Ordinal);
        refused = Assert.Throws<LedgerUnavailableException>(
            () => Ledger.Open(directory.File("taken/below"), FixedTime.Instance, new Random(1)));
        Assert.Contains(directory.File("taken/below"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_where_the_file_should_be_is_named()
    {
        using TempDirectory directory = new();
        Directory.CreateDirectory(directory.Ledger);
        Assert.Contains("is a directory", Assert.Throws<LedgerUnavailableException>(() => Ledgers.Open(directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_daemon_is_told_who_has_the_directory()
    {
        using TempDirectory directory = new();
        using (Ledger first = Ledgers.Open(directory))
        {
            LedgerUnavailableException refused = Assert.Throws<LedgerUnavailableException>(() => Ledgers.Open(directory));
            Assert.Equal(LedgerTrouble.Locked, refused.Trouble);
            Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
            first.Save(new Made(new Random(1)).Session(1));
        }

        Assert.Single(Ledgers.Reloaded(directory).Sessions);
    }

    [Fact]
    public void A_failed_open_gives_the_lock_back()
    {
        using TempDirectory directory = new();
        Directory.CreateDirectory(directory.Ledger);
        Assert.Throws<LedgerUnavailableException>(() => Ledgers.Open(directory));
        Directory.Delete(directory.Ledger);
        Ledgers.Open(directory).Dispose();
    }

    [Fact]
    public void Without_shared_memory_the_ledger_works_alone_and_says_so()
    {
        using TempDirectory directory = new();
        Made made = new(new Random(4));
        using (Ledger usual = Ledgers.Open(directory))
        {
            Assert.True(usual.CanBeReadByOthers);
            usual.Save(made.Session(1));
        }

        // A directory in the place of the shared memory's file: SQLite cannot map it, as on jffs2.
        Directory.CreateDirectory(directory.Ledger + "-shm");
        LedgerOpening opening = Ledgers.Opening(directory);
        using (Ledger alone = opening.Ledger)
        {
            Assert.False(alone.CanBeReadByOthers);
            Assert.Contains("cannot share memory", Assert.Single(opening.Notes), StringComparison.Ordinal);
            alone.Save(made.Session(2));
            Assert.Equal("truncate", LedgerFile.Ask(alone.Connection, "PRAGMA journal_mode"));
            alone.Backup(directory.File("copy.db"));
            Assert.Equal(LedgerTrouble.Locked, Assert.Throws<LedgerUnavailableException>(() => LedgerReader.Open(directory.Path)).Trouble);
        }

        Directory.Delete(directory.Ledger + "-shm");
        using Ledger again = Ledgers.Open(directory);
        Assert.True(again.CanBeReadByOthers);
        Assert.Equal(2, again.Load().Sessions.Length);
    }

    [Fact]
    public void Another_program_writing_is_waited_out_or_said()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        using (var other = LedgerFile.Connect(directory.Ledger, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
        {
            LedgerFile.Execute(other, "BEGIN IMMEDIATE");
            Assert.Equal(
                LedgerTrouble.Locked, Assert.Throws<LedgerUnavailableException>(() => ledger.Save(new Made(new Random(1)).Session(1))).Trouble);
        }

        ledger.Save(new Made(new Random(1)).Session(1));
        Assert.Single(ledger.Load().Sessions);
    }

    [Fact]
    public void Our_own_mistake_is_not_called_a_disk_problem_and_keeps_nothing()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        Made made = new(new Random(1));
        var one = made.Next(made.Session(1), () => 5);
        while (one.Transaction is null)
        {
            one = made.Next(one, () => 5);
        }

        Assert.Throws<InvariantBrokenException>(() => ledger.Save(one, one with { Id = 2 }));
        Assert.Empty(ledger.Load().Sessions);
        ledger.Save(one);
        Assert.Single(ledger.Load().Sessions);
    }
}
