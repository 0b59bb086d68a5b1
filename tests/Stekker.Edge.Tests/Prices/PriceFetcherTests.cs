using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Prices;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Prices;

/// <summary>Days of fetching prices over a real socket, in time that moves when told. The site is in the Netherlands; all boxes ask at 12:57 sharp.</summary>
public sealed class PriceFetcherTests : IAsyncLifetime
{
    private readonly VirtualTime time = new();
    private readonly CancellationTokenSource stop = new();
    private EntsoEStand stand = null!;
    private SiteLoop loop = null!;
    private Task running = Task.CompletedTask;
    private PriceFetcher? fetcher;
    private bool clockIsSet = true;

    private IEnumerable<string> Alerts => loop.Snapshot.Alerts.Where(a => a.Id == "prices-source").Select(a => a.Text);

    public async Task InitializeAsync() => stand = await EntsoEStand.StartAsync();

    public async Task DisposeAsync()
    {
        if (fetcher is not null)
        {
            await fetcher.DisposeAsync().AsTask().OrFail();
        }

        await stop.CancelAsync();
        await running.OrFail();
        await stand.DisposeAsync();
        stop.Dispose();
    }

    [Fact]
    public async Task What_is_missing_comes_at_the_start_and_tomorrow_once_it_is_out()
    {
        stand.Says(Documents.Publication(Documents.Series("2026-01-07T23:00Z", "2026-01-15T23:00Z", "PT15M", "A03", (1, "100"))));
        Starts("2026-01-15T08:00Z");
        await NextTimerIsDueIn(10);
        Assert.Equal(("202601072300", "202601162300"), (stand.Asked.All[0]["periodStart"], stand.Asked.All[0]["periodEnd"]));
        Assert.Equal(At("2026-01-15T23:00Z"), KnownUntil("2026-01-08T12:00Z"));

        stand.Says(Documents.Acknowledgement("No matching data found"));
        await UntilAsync("2026-01-15T11:56Z");
        Assert.Single(stand.Asked.All);
        await UntilAsync("2026-01-15T11:57Z");
        await NextTimerIsDueIn(5);
        Assert.Equal(("202601152300", "202601162300"), (stand.Asked.All[1]["periodStart"], stand.Asked.All[1]["periodEnd"]));

        stand.Says(Documents.Publication(Documents.Series("2026-01-15T23:00Z", "2026-01-16T23:00Z", "PT15M", "A03", (1, "200"))));
        await UntilAsync("2026-01-15T12:02Z");
        await NextTimerIsDueIn(10);
        Assert.Equal(At("2026-01-16T23:00Z"), KnownUntil("2026-01-15T12:00Z"));
        Assert.Empty(Alerts);

        await UntilAsync("2026-01-16T11:50Z");
        Assert.Equal(3, stand.Asked.All.Count);
    }

    [Fact]
    public async Task A_box_asks_in_its_own_place_and_not_before()
    {
        stand.Says(Documents.Publication(Documents.Series("2026-01-07T23:00Z", "2026-01-15T23:00Z", "PT15M", "A03", (1, "100"))));
        Starts("2026-01-15T11:50Z", chance: 0.1234567);
        await UntilAsync("2026-01-15T11:57:59Z");
        Assert.Single(stand.Asked.All);

        await UntilAsync("2026-01-15T11:58:00Z");
        await time.NextTimer().OrFail();
        Assert.Equal(2, stand.Asked.All.Count);
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_less_and_less_and_told_when_it_lasts()
    {
        stand.Says(HttpStatusCode.ServiceUnavailable, "<html/>");
        Starts("2026-01-15T13:00Z");
        foreach (int minutes in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            await NextTimerIsDueIn(minutes);
            Assert.Equal(minutes < 4 ? [] : ["Prices cannot be fetched: ENTSO-E answers HTTP 503"], Alerts);
            time.Advance(TimeSpan.FromMinutes(minutes));
        }

        await NextTimerIsDueIn(30);
        stand.Says(Documents.Publication(Documents.Series("2026-01-07T23:00Z", "2026-01-16T23:00Z", "PT60M", "A03", (1, "100"))));
        time.Advance(TimeSpan.FromMinutes(30));
        await NextTimerIsDueIn(10);
        Assert.Empty(Alerts);
        Assert.Equal(At("2026-01-16T23:00Z"), KnownUntil("2026-01-15T12:00Z"));
    }

    [Fact]
    public async Task A_refused_token_is_told_at_once_and_tried_again_each_hour()
    {
        stand.Says(HttpStatusCode.Unauthorized, Documents.Acknowledgement("Authentication failed."));
        Starts("2026-01-15T13:00Z");

        await NextTimerIsDueIn(60);
        Assert.Contains("refuses the token (prices.entsoe.token)", Assert.Single(Alerts), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Assert.Single(Alerts), StringComparison.Ordinal);

        await loop.PostAsync(new SiteEvent.ConfigurationApplied(loop.Snapshot.Configuration with { Prices = new PriceSettings() }), CancellationToken.None);
        await loop.AskAsync(r => new SiteEvent.Heartbeat(r, "nobody"), CancellationToken.None).OrFail();
        time.Advance(TimeSpan.FromMinutes(60));
        await NextTimerIsDueIn(10);
        Assert.Empty(Alerts);
    }

    [Fact]
    public async Task Too_many_requests_is_answered_with_patience()
    {
        stand.Says(HttpStatusCode.TooManyRequests, "", retryAfter: "30");
        Starts("2026-01-15T13:00Z");

        await NextTimerIsDueIn(10);
        Assert.Empty(Alerts);
    }

    [Fact]
    public async Task Prices_that_cannot_be_are_not_taken()
    {
        stand.Says(Documents.Publication(Documents.Series("2026-03-07T23:00Z", "2026-03-08T23:00Z", "PT60M", "A03", (1, "100"))));
        Starts("2026-01-15T13:00Z");

        await NextTimerIsDueIn(1);
        Assert.Empty(loop.Snapshot.Prices.Spot);
    }

    [Fact]
    public async Task While_the_clock_is_not_set_nothing_is_asked()
    {
        clockIsSet = false;
        stand.Says(Documents.Publication(Documents.Series("2026-01-07T23:00Z", "2026-01-16T23:00Z", "PT60M", "A03", (1, "100"))));
        Starts("2026-01-15T13:00Z");
        await time.AdvanceToTimer(TimeSpan.FromSeconds(30)).OrFail();
        await time.TimerDueIn(TimeSpan.FromSeconds(30)).OrFail();
        Assert.Empty(stand.Asked.All);

        clockIsSet = true;
        time.Advance(TimeSpan.FromSeconds(30));
        await NextTimerIsDueIn(10);
        Assert.Single(stand.Asked.All);
    }

    [Fact]
    public async Task A_fixed_tariff_asks_for_nothing_until_the_configuration_changes()
    {
        stand.Says(Documents.Publication(Documents.Series("2026-01-07T23:00Z", "2026-01-16T23:00Z", "PT60M", "A03", (1, "100"))));
        Starts("2026-01-15T13:00Z", new TariffSettings { Kind = TariffKind.Fixed, PriceEurPerKwh = 0.2m, FeedIn = FeedInKind.None });
        await NextTimerIsDueIn(10);
        Assert.Empty(stand.Asked.All);

        await loop.PostAsync(new SiteEvent.ConfigurationApplied(loop.Snapshot.Configuration with { Tariff = new TariffSettings() }), CancellationToken.None);
        await loop.AskAsync(r => new SiteEvent.Heartbeat(r, "nobody"), CancellationToken.None).OrFail();
        time.Advance(TimeSpan.FromMinutes(10));
        await NextTimerIsDueIn(10);
        Assert.Single(stand.Asked.All);
    }

    [Fact]
    public async Task A_daemon_fetches_by_itself_tells_no_token_and_stops_while_the_server_is_silent()
    {
        stand.Says(Documents.Publication(Documents.Series("2026-01-07T23:00Z", "2026-01-15T23:00Z", "PT60M", "A03", (1, "100"))));
        SiteConfiguration configuration = RunningSite.Configuration with
        {
            Tariff = new TariffSettings(),
            Prices = new PriceSettings(stand.Settings),
            Clock = new ClockRules { AlwaysTrusted = true },
        };
        await using RunningSite site = await RunningSite.StartAsync(configuration);
        await site.Log.Said("768 prices of NL have come from ENTSO-E, until 2026-01-15 23:00 UTC");
        await site.UntilAsync(() => site.Loop.Snapshot.Prices.Spot.Length == 768);

        TaskCompletionSource silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stand.Answers = context =>
        {
            silent.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        };
        site.Time.Advance(TimeSpan.FromMinutes(15));
        await silent.Task.OrFail();
        await site.StopAsync();
        Assert.DoesNotContain(site.Log.Lines.All, l => l.Contains("s3cret", StringComparison.Ordinal));
    }

    private void Starts(string at, TariffSettings? tariff = null, double chance = 0)
    {
        time.SetUtc(At(at));
        SiteConfiguration configuration = new() { SiteId = "here", Tariff = tariff ?? new TariffSettings(), Prices = new PriceSettings(stand.Settings) };
        SiteClock clock = new(time, _ => clockIsSet);
        loop = new SiteLoop(SiteState.Restore(configuration, LedgerContents.Empty, clock.Read()), clock, new LedgerBacklog(new MemoryLedger()), NullLogger<SiteLoop>.Instance);
        running = Task.Run(() => loop.RunAsync(new NoHands(), stop.Token));
        fetcher = new PriceFetcher(loop, time, () => chance, NullLogger<PriceFetcher>.Instance);
        fetcher.Start();
    }

    private async Task NextTimerIsDueIn(int minutes)
    {
        Assert.Equal(minutes, (await time.NextTimer().OrFail()).TotalMinutes);
        await loop.AskAsync(r => new SiteEvent.Heartbeat(r, "nobody"), CancellationToken.None).OrFail();
    }

    /// <summary>From timer to timer.</summary>
    private async Task UntilAsync(string moment)
    {
        while (await time.NextTimer().OrFail() is var due && time.GetUtcNow() + due <= At(moment))
        {
            time.Advance(due);
        }
    }

    private DateTimeOffset KnownUntil(string from) => loop.Snapshot.Prices.SpotKnownUntil(At(from));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime();

    private sealed class NoHands : ISiteHands
    {
        public void Instruct(string chargePointId, Core.ChargePoints.Order order) => Assert.Fail("There is nobody to instruct.");

        public void Disconnect(string chargePointId, string why) => Assert.Fail("There is nobody to disconnect.");
    }
}
