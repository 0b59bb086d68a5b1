using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class NumbersTests
{
    [Fact]
    public void A_fresh_ledger_begins_at_a_number_of_its_own_and_keeps_it()
    {
        HashSet<int> beginnings = [];
        for (int seed = 0; seed < 10; seed++)
        {
            using TempDirectory directory = new();
            LedgerContents fresh;
            using (Ledger ledger = Ledgers.Open(directory, seed))
            {
                fresh = ledger.Load();
            }

            Assert.InRange(fresh.NextTransactionId, 100_000, 1_000_000_000);
            Assert.InRange(fresh.NextSessionId, 100_000, 1_000_000_000);
            Assert.Equal(0, fresh.NextTransactionId % 100_000);
            Assert.Equal(0, fresh.NextSessionId % 100_000);
            Assert.Equal(fresh.NextTransactionId, Ledgers.Reloaded(directory).NextTransactionId);
            beginnings.Add(fresh.NextTransactionId);
        }

        Assert.True(beginnings.Count >= 9, "random beginnings differ");
    }

    [Fact]
    public void The_next_number_is_above_every_one_handed_out()
    {
        using TempDirectory directory = new();
        Made made = new(new Random(1));
        using (Ledger ledger = Ledgers.Open(directory))
        {
            LedgerContents fresh = ledger.Load();
            var session = made.Session(fresh.NextSessionId);
            while (session.Transaction is null)
            {
                session = made.Next(session, () => fresh.NextTransactionId);
            }

            ledger.Save(session);
            Assert.Equal(fresh.NextSessionId + 1, ledger.Load().NextSessionId);
            Assert.Equal(fresh.NextTransactionId + 1, ledger.Load().NextTransactionId);
        }
    }

    [Fact]
    public void A_damaged_ledger_s_numbers_are_not_begun_again()
    {
        using TempDirectory directory = new();
        int before;
        using (Ledger ledger = Ledgers.Open(directory, seed: 1))
        {
            before = ledger.Load().NextTransactionId;
        }

        File.WriteAllText(directory.Ledger, new string('?', 5000));
        using Ledger next = Ledgers.Open(directory, seed: 2);
        Assert.NotEqual(before, next.Load().NextTransactionId);
    }
}
