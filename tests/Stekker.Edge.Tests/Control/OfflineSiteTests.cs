using Stekker.Edge.Control;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Control;

/// <summary>The step the daemon takes, over a real ledger file and without a daemon.</summary>
public sealed class OfflineSiteTests
{
    private static readonly Now Now = new(TimeSpan.FromHours(1), new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), true);
    private static readonly Card Ada = new CardEntry { IdTag = "04A1", Label = "Ada" }.Onto(null, SiteTimes.In("Europe/Amsterdam"));

    [Fact]
    public async Task What_is_asked_is_on_disk_when_it_is_answered()
    {
        using TempDirectory directory = new();
        using (Ledger ledger = Ledgers.Open(directory))
        {
            OfflineSite site = new(new SiteConfiguration { SiteId = "here" }, ledger, () => Now);

            Reply reply = await site.AskAsync(request => new SiteEvent.CardsPut(request, [Ada]), CancellationToken.None);

            Assert.Equal(new Reply.CardsChanged(1, 0, 0), reply);
            Assert.Equal("Ada", site.Snapshot.Cards.Find(Ada.IdTag)?.Label);
        }

        Assert.Equal(Ada with { Version = 1 }, Assert.Single(Ledgers.Reloaded(directory).Cards));
    }

    [Fact]
    public async Task What_cannot_be_written_has_not_happened()
    {
        OfflineSite site = new(new SiteConfiguration { SiteId = "here" }, new FullLedger(), () => Now);

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => site.AskAsync(request => new SiteEvent.CardsPut(request, [Ada]), CancellationToken.None));

        Assert.Empty(site.Snapshot.Cards);
    }

    [Fact]
    public async Task What_needs_a_charger_is_denied()
    {
        using TempDirectory directory = new();
        using Ledger ledger = Ledgers.Open(directory);
        SiteDesk desk = new(new OfflineSite(new SiteConfiguration { SiteId = "here" }, ledger, () => Now), new LedgerRecords(ledger), daemon: null);

        Answer<Done> answer = await desk.RemoteStopAsync("CP01", null, CancellationToken.None);

        Assert.Equal(Denial.NeedsDaemon, Assert.IsType<Answer<Done>.Denied>(answer).Denial);
    }

    /// <summary>A disk without room.</summary>
    private sealed class FullLedger : ILedger
    {
        public LedgerContents Load() => LedgerContents.Empty;

        public void Commit(IReadOnlyList<Effect.LedgerWrite> writes) => throw new LedgerUnavailableException(LedgerTrouble.DiskFull, "the disk is full");

        public void Dispose()
        {
        }
    }
}
