using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Loop;

/// <summary>The loop on the real ledger, whose file may not grow.</summary>
public class FullDiskTests
{
    [Fact]
    public async Task Charging_goes_on_while_the_disk_is_full_and_the_ledger_catches_up()
    {
        using TempDirectory directory = new();
        using (Ledger ledger = Ledgers.Open(directory))
        {
            await using LoopBench bench = new(ledger, ledger.Load());
            await bench.ConnectAsync();
            int before = await bench.StartAsync(1);
            LedgerFile.Execute(ledger.Connection, $"PRAGMA max_page_count = {LedgerFile.AskNumber(ledger.Connection, "PRAGMA page_count")}");

            Assert.Equal(new Reply.CardsChanged(1, 0, 0), await bench.AskAsync(id => new SiteEvent.CardsPut(id, [BigCard])));
            Assert.Contains("disk is full", Assert.Single(bench.Loop.Snapshot.Alerts).Text, StringComparison.Ordinal);
            await bench.AskStopAsync(before, 3000);
            int during = await bench.StartAsync(2, "BIG");
            await bench.PassAsync(TimeSpan.FromSeconds(5.1));
            Assert.Single(bench.Loop.Snapshot.Alerts);
            Assert.True(Assert.Single(ledger.Load().Sessions).HasOpenTransaction);

            LedgerFile.Execute(ledger.Connection, "PRAGMA max_page_count = 1000000");
            await bench.PassAsync(TimeSpan.FromSeconds(5.1));
            Assert.Empty(bench.Loop.Snapshot.Alerts);
            await bench.AskStopAsync(during, 4000);
        }

        LedgerContents found = Ledgers.Reloaded(directory);
        Assert.Equal(BigCard.Label, Assert.Single(found.Cards).Label);
        Assert.Equal([3000, 4000], found.Sessions.Select(s => s.Transaction!.End!.MeterStop.Value).Order());
    }

    private static Card BigCard { get; } = new(
        IdTag.TryParse("BIG")!.Value, new string('x', 50_000), new CardScope(CardScopeKind.Site), null, CardPriority.Normal, true, null, null);
}
