using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class PowerCutTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void However_much_of_the_log_reached_the_disk_whole_commits_come_back(int seed)
    {
        using TempDirectory directory = new();
        Random random = new(seed);
        Made made = new(random);
        List<Session> sessions = [];
        List<string> moments = [];
        int transactions = 0;
        byte[] file;
        byte[] log;
        using (Ledger ledger = Ledgers.Open(directory))
        {
            moments.Add(Dump.Of(ledger.Load()));
            for (int commit = 1; commit <= 60; commit++)
            {
                sessions.Add(made.Session(commit));
                List<Effect.LedgerWrite> writes = [new Effect.SaveSession(sessions[^1]), new Effect.SaveCard(made.Card()), new Effect.SaveRefusal(made.Refusal())];
                for (int i = 0; i < 3; i++)
                {
                    int at = random.Next(sessions.Count);
                    sessions[at] = made.Next(sessions[at], () => ++transactions);
                    writes.Add(new Effect.SaveSession(sessions[at]));
                }

                ledger.Commit(writes);
                moments.Add(Dump.Of(ledger.Load()));
            }

            file = ReadShared(directory.Ledger);
            log = ReadShared(directory.Ledger + "-wal");
        }

        Assert.NotEmpty(log);
        HashSet<string> seen = [];
        for (int cut = 0; cut < 30; cut++)
        {
            using TempDirectory after = new();
            int kept = cut == 0 ? log.Length : random.Next(log.Length);
            File.WriteAllBytes(after.Ledger, file);
            File.WriteAllBytes(after.Ledger + "-wal", log[..kept]);
            LedgerOpening opening = Ledgers.Opening(after);
            using Ledger ledger = opening.Ledger;
            Assert.Null(opening.Damaged);
            string found = Dump.Of(ledger.Load());
            Assert.Contains(found, moments);
            seen.Add(found);
            if (cut == 0)
            {
                Assert.Equal(moments[^1], found);
            }
        }

        Assert.True(seen.Count > 5, "the cuts fell between many commits");
    }

    private static byte[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
