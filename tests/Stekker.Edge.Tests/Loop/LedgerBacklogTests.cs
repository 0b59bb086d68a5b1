using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Loop;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Loop;

public class LedgerBacklogTests
{
    private static readonly Stamp Now = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), true, null);

    private readonly MemoryLedger ledger = new() { IsFull = true };
    private readonly LedgerBacklog backlog;

    public LedgerBacklogTests() => backlog = new LedgerBacklog(ledger);

    [Fact]
    public void Later_writes_of_the_same_thing_take_the_place_of_earlier_ones()
    {
        Keep(Saved(1, "first"), Saved(2, "only"), Card("A", "old"), Refused("X", 1));
        Keep(Saved(1, "last"), Card("A", "new"), Card("B", "b"), Refused("X", 2));
        Assert.Equal(5, backlog.Count);

        ledger.IsFull = false;
        Assert.True(backlog.TryCommit([], out _));
        Assert.True(backlog.IsEmpty);
        Assert.Equal([Saved(1, "last"), Saved(2, "only"), Card("A", "new"), Refused("X", 2), Card("B", "b")], ledger.Commits.All[^1]);
    }

    [Fact]
    public void What_was_not_written_stays_and_what_failed_is_told()
    {
        Assert.False(backlog.TryCommit([Saved(1, "a")], out LedgerUnavailableException? why));
        Assert.Equal(LedgerTrouble.DiskFull, why!.Trouble);
        Assert.False(backlog.TryCommit([Saved(2, "b")], out _));
        Assert.Equal(2, ledger.Attempts.All[^1].Length);
        Assert.Equal(2, backlog.Count);
    }

    [Fact]
    public void A_backlog_is_written_before_and_with_what_is_new()
    {
        backlog.Keep([Saved(1, "a")]);
        ledger.IsFull = false;
        Assert.True(backlog.TryCommit([Saved(2, "b")], out _));
        Assert.Equal([Saved(1, "a"), Saved(2, "b")], Assert.Single(ledger.Commits.All));
    }

    [Fact]
    public void Nothing_to_write_leaves_the_disk_alone()
    {
        Assert.True(backlog.TryCommit([], out _));
        Assert.Empty(ledger.Attempts.All);
    }

    [Fact]
    public void A_charger_that_makes_up_cards_and_stops_does_not_fill_the_memory()
    {
        for (int i = 0; i < 3 * LedgerBacklog.MostOrphanStops; i++)
        {
            backlog.Keep([Refused($"T{i}", 1), new Effect.SaveOrphanStop(new OrphanStop("CP01", i, null, WattHours.Zero, Now, StopReason.Local))]);
        }

        backlog.Keep([Saved(1, "a")]);
        Assert.Equal(SiteState.MostRefusals + LedgerBacklog.MostOrphanStops + 1, backlog.Count);
        ledger.IsFull = false;
        Assert.True(backlog.TryCommit([], out _));
        Effect.LedgerWrite[] kept = ledger.Commits.All[^1];
        Assert.Contains(Refused($"T{(3 * LedgerBacklog.MostOrphanStops) - 1}", 1), kept);
        Assert.DoesNotContain(Refused("T0", 1), kept);
    }

    [Fact]
    public void Prices_that_wait_are_joined_and_the_newest_count()
    {
        Keep(new Effect.SavePrices("NL", [Price(0, 0.1m), Price(1, 0.2m)]), new Effect.SaveImbalance([Price(0, 0.5m)]));
        Keep(new Effect.SavePrices("NL", [Price(1, 0.3m), Price(2, 0.4m)]), new Effect.SavePrices("BE", [Price(0, 0.9m)]), new Effect.SaveImbalance([Price(1, 0.6m)]));
        Assert.Equal(3, backlog.Count);

        ledger.IsFull = false;
        Assert.True(backlog.TryCommit([], out _));
        Effect.LedgerWrite[] kept = ledger.Commits.All[^1];
        Assert.Equal([0.1m, 0.3m, 0.4m], kept.OfType<Effect.SavePrices>().Single(p => p.Area == "NL").Rows.Select(r => r.EurPerKwh));
        Assert.Equal([0.5m, 0.6m], kept.OfType<Effect.SaveImbalance>().Single().Rows.Select(r => r.EurPerKwh));
    }

    [Fact]
    public void Of_what_the_cloud_puts_whole_the_last_waits()
    {
        Keep(new Effect.SaveWeather([]), new Effect.SaveLimits([]), new Effect.SaveCloudDocument(new CloudDocument("weather", 1, null)), new Effect.SaveCloudDocument(new CloudDocument("limits", 1, null)));
        Keep(new Effect.SaveWeather([]), new Effect.SaveLimits([]), new Effect.SaveCloudDocument(new CloudDocument("weather", 2, null)));

        Assert.Equal(4, backlog.Count);
    }

    private static PtuSpot Price(int quarter, decimal price) => new(Now.Utc + (Ptu.Length * quarter), price);

    private static Effect.SaveSession Saved(long id, string vehicle) =>
        new(new Session { Id = id, ChargePointId = "CP01", ConnectorId = 1, PluggedIn = Now, Vehicle = vehicle });

    private static Effect.SaveCard Card(string idTag, string label) => new(new Card(
        IdTag.TryParse(idTag)!.Value, label, new CardScope(CardScopeKind.Site), null, CardPriority.Normal, true, null, null));

    private static Effect.SaveRefusal Refused(string idTag, int times) => new(new Refusal(IdTag.TryParse(idTag)!.Value, "CP01", CardVerdict.Unknown, Now, times));

    private void Keep(params Effect.LedgerWrite[] writes) => Assert.False(backlog.TryCommit([.. writes], out _));
}
