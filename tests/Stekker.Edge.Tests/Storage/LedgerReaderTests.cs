using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class LedgerReaderTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, SessionFilter, long[]> Filters => new()
    {
        { "none: all, newest first", new SessionFilter(), [4, 3, 2, 1] },
        { "limit: the newest", new SessionFilter(Limit: 2), [4, 3] },
        { "from: at or after", new SessionFilter(From: Day.AddDays(2)), [4, 3, 2] },
        { "until: before", new SessionFilter(Until: Day.AddDays(3)), [2, 1] },
        { "charge point", new SessionFilter(ChargePointId: "CP1"), [3, 1] },
        { "card", new SessionFilter(IdTag: IdTag.TryParse("tag2")), [2] },
        { "all at once", new SessionFilter(Day.AddDays(1), Day.AddDays(4), "CP1", IdTag.TryParse("TAG3")), [3] },
        { "nothing fits", new SessionFilter(ChargePointId: "CP9"), [] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Sessions_are_listed_by(string what, SessionFilter filter, long[] expected)
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        ledger.Save([.. Enumerable.Range(1, 4).Select(Of)]);
        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.True(expected.AsSpan().SequenceEqual(reader.Sessions(filter).Select(s => s.Id).ToArray()), what);
    }

    [Fact]
    public void A_reader_sees_what_the_daemon_wrote_since_it_opened()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.Empty(reader.Cards());
        Assert.Null(reader.Session(1));
        Made made = new(new Random(1));
        ledger.Commit([new Effect.SaveCard(made.Card()), new Effect.SaveVehicle(made.Vehicle()), new Effect.SaveChargePoint(made.ChargePoint()), new Effect.SaveSession(Of(1))]);
        Assert.Single(reader.Cards());
        Assert.Single(reader.Vehicles());
        Assert.Single(reader.ChargePoints());
        Assert.NotNull(reader.Session(1));
    }

    [Fact]
    public void No_ledger_yet_is_said_and_none_is_made()
    {
        using TempDirectory directory = new();
        Assert.Equal(LedgerTrouble.Missing, Assert.Throws<LedgerUnavailableException>(() => LedgerReader.Open(directory.Path)).Trouble);
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void Refusals_are_bounded_newest_first_and_forgotten_once_their_card_is_good()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        for (int i = 0; i < 260; i++)
        {
            ledger.Commit([new Effect.SaveRefusal(new Refusal(IdTag.TryParse($"T{i}")!.Value, "CP1", CardVerdict.Unknown, new Stamp(Day.AddDays(-i), false, null), 1))]);
        }

        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.Equal(Enumerable.Range(60, 200).Reverse().Select(i => $"T{i}"), reader.Refusals().Select(r => r.IdTag.Text));
        Assert.Equal(SiteState.MostRefusals, ledger.Load().Refusals.Length);
        Card card = new Made(new Random(1)).Card() with { IdTag = IdTag.TryParse("T259")!.Value, Active = true };
        ledger.Commit([new Effect.SaveCard(card)]);
        Assert.Equal("T258", reader.Refusals()[0].IdTag.Text);
    }

    private static Session Of(int id)
    {
        Stamp at = new(Day.AddDays(id), true, null);
        return new Session
        {
            Id = id,
            ChargePointId = id % 2 == 1 ? "CP1" : "CP2",
            ConnectorId = 1,
            PluggedIn = at,
            Transaction = new Transaction(
                id, IdTag.TryParse($"TAG{id}")!.Value, CardVerdict.Accepted, at, at.Utc, WattHours.Zero, RegisterTrack.StartingAt(WattHours.Zero, at.Utc)),
        };
    }
}
