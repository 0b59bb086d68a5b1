using System.Text;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class DamagedLedgerTests
{
    private const string Aside = "edge.db.damaged-20260304T050607Z";

    [Fact]
    public void A_file_that_is_no_database_is_set_aside_and_a_new_ledger_begun()
    {
        using TempDirectory directory = new();
        File.WriteAllText(directory.Ledger, new string('?', 5000));
        LedgerOpening opening = Ledgers.Opening(directory);
        using Ledger ledger = opening.Ledger;
        Assert.True(opening.IsNew);
        Assert.Equal(directory.File(Aside), opening.Damaged!.Path);
        Assert.Equal(new string('?', 5000), File.ReadAllText(opening.Damaged.Path));
        Assert.Contains("set aside as", Assert.Single(opening.Notes), StringComparison.Ordinal);
        ledger.Save(new Made(new Random(1)).Session(3));
    }

    [Fact]
    public void The_second_damaged_file_of_the_same_second_gets_a_number()
    {
        using TempDirectory directory = new();
        foreach (string expected in (string[])[Aside, Aside + "-2", Aside + "-3"])
        {
            File.WriteAllText(directory.Ledger, new string('?', 5000));
            LedgerOpening opening = Ledgers.Opening(directory);
            opening.Ledger.Dispose();
            Assert.Equal(directory.File(expected), opening.Damaged!.Path);
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.95)]
    public void A_file_cut_short_is_set_aside_whole(double part)
    {
        using TempDirectory directory = new();
        Fill(directory);
        byte[] whole = File.ReadAllBytes(directory.Ledger);
        File.WriteAllBytes(directory.Ledger, whole[..(int)(whole.Length * part)]);
        LedgerOpening opening = Ledgers.Opening(directory);
        using Ledger ledger = opening.Ledger;
        Assert.Equal((int)(whole.Length * part), new FileInfo(opening.Damaged!.Path).Length);
        Assert.Empty(ledger.Load().Sessions);
        Assert.Equal(opening.Damaged.Cards, ledger.Load().Cards.Length);
    }

    [Fact]
    public void Cards_around_a_bad_page_are_saved_and_their_number_told()
    {
        using TempDirectory directory = new();
        Dictionary<string, string> cards = Fill(directory);
        byte[] bytes = File.ReadAllBytes(directory.Ledger);
        int middle = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("label of card 500 ")) / 4096 * 4096;
        Array.Fill(bytes, (byte)0xAA, middle, 4096);
        File.WriteAllBytes(directory.Ledger, bytes);

        LedgerOpening opening = Ledgers.Opening(directory);
        using Ledger ledger = opening.Ledger;
        LedgerContents contents = ledger.Load();
        Assert.InRange(opening.Damaged!.Cards, 900, 999);
        Assert.Contains($"{opening.Damaged.Cards} cards", opening.Notes[0], StringComparison.Ordinal);
        Assert.Equal(opening.Damaged.Cards, contents.Cards.Length);
        Assert.All(contents.Cards, c => Assert.Equal(cards[c.IdTag.Text], Dump.Of(c)));
        Assert.Equal(2, opening.Damaged.ChargePoints);
        Assert.True(contents.CardsVersion >= 1000, "chargers hold a list of this version already");
    }

    [Fact]
    public void Whatever_bytes_are_flipped_the_ledger_opens_and_nothing_is_lost_unsaid()
    {
        using TempDirectory source = new();
        Dictionary<string, string> cards = Fill(source, most: 200);
        byte[] whole = File.ReadAllBytes(source.Ledger);
        Random random = new(11);
        for (int variant = 0; variant < 40; variant++)
        {
            using TempDirectory directory = new();
            byte[] bytes = [.. whole];
            int at = random.Next(bytes.Length);
            for (int i = random.Next(1, 64); i > 0; i--)
            {
                bytes[Math.Min(at + i, bytes.Length - 1)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(directory.Ledger, bytes);
            try
            {
                LedgerOpening opening = Ledgers.Opening(directory);
                using Ledger ledger = opening.Ledger;
                ledger.Load();
                ledger.Save(new Made(random).Session(900 + variant));
                if (opening.Damaged is { } damaged)
                {
                    Assert.Equal(bytes, File.ReadAllBytes(damaged.Path));
                }
            }
            catch (LedgerUnavailableException e) when (e.Trouble is LedgerTrouble.OtherVersion or LedgerTrouble.NotALedger)
            {
                // The header's own numbers were hit: left as it is, and said.
                Assert.Equal(bytes, File.ReadAllBytes(directory.Ledger));
            }
        }

        Assert.NotEmpty(cards);
    }

    [Fact]
    public void An_emptied_file_beside_its_log_is_set_aside_with_the_log()
    {
        using TempDirectory directory = new();
        File.WriteAllBytes(directory.Ledger, []);
        File.WriteAllText(directory.Ledger + "-wal", "what is left");
        LedgerOpening opening = Ledgers.Opening(directory);
        opening.Ledger.Dispose();
        Assert.Equal("what is left", File.ReadAllText(opening.Damaged!.Path + "-wal"));
    }

    [Fact]
    public void A_database_of_another_program_is_left_alone()
    {
        using TempDirectory directory = new();
        NativeSqlite.Use();
        using (var other = LedgerFile.Connect(directory.Ledger, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWriteCreate))
        {
            LedgerFile.Execute(other, "CREATE TABLE recipes (name TEXT)");
        }

        byte[] before = File.ReadAllBytes(directory.Ledger);
        Assert.Equal(LedgerTrouble.NotALedger, Assert.Throws<LedgerUnavailableException>(() => Ledgers.Open(directory)).Trouble);
        Assert.Equal(before, File.ReadAllBytes(directory.Ledger));
    }

    /// <summary>A ledger of many pages. Returns its cards by token.</summary>
    private static Dictionary<string, string> Fill(TempDirectory directory, int most = 1000)
    {
        Made made = new(new Random(2));
        List<Card> cards = [.. Enumerable.Range(1, most).Select(i => made.Card() with
        {
            IdTag = IdTag.TryParse($"CARD{i:D6}")!.Value,
            Label = $"label of card {i} ",
            Version = i,
        })];
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Commit([.. cards.Select(c => new Effect.SaveCard(c))]);
        ledger.Commit([.. Enumerable.Range(1, 2).Select(i => new Effect.SaveChargePoint(made.ChargePoint() with { Id = $"CP{i}" }))]);
        for (int id = 1; id <= 30; id++)
        {
            ledger.Save(made.Next(made.Session(id), () => id));
        }

        return cards.ToDictionary(c => c.IdTag.Text, Dump.Of);
    }
}
