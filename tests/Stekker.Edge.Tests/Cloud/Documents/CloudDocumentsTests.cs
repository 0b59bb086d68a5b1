using System.Collections.Immutable;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Cloud.Documents;

/// <summary>Documents come to a running site: its loop, its ledger, its chargers. It is 15 January 2026, 13:00 at the site.</summary>
public class CloudDocumentsTests
{
    private static readonly ImmutableDictionary<string, string> WithList = TestCharger.WellSet
        .SetItem("SupportedFeatureProfiles", "Core,LocalAuthListManagement").Add("LocalAuthListEnabled", "true").Add("LocalAuthListMaxLength", "100").Add("SendLocalListMaxLength", "100");

    [Fact]
    public async Task What_came_stands_over_a_restart_and_older_documents_do_not_undo_it()
    {
        using TempDirectory data = new();
        VirtualTime time = new();
        await using (RunningSite running = await RunningSite.StartAsync(CloudSite.Configuration, data, time))
        {
            CloudSite site = CloudSite.Of(running);
            Assert.All(site.Documents.States().Select(CloudSite.Read), s => Assert.Equal(("none", null, null), (s.State, s.Version, s.At)));
            Assert.Equal("applied", (await site.TakesAsync("cards", Cards(12, "ONE", "TWO"))).State);
            Assert.Equal("applied", (await site.TakesAsync("cards/delta", """{ "version": 13, "put": [ { "idTag": "THREE" } ], "deactivate": [ "one" ] }""")).State);
            Assert.Equal("applied", (await site.TakesAsync("vehicles", """{ "version": 3, "vehicles": [ { "id": "leaf-1", "batteryWh": 40000 } ] }""")).State);
            Assert.Equal("applied", (await site.TakesAsync("prices/nl", Prices(5, -0.05m))).State);
            Assert.Equal("applied", (await site.TakesAsync("imbalance", """{ "prices": [ { "start": "2026-01-15T13:15:00+01:00", "eurPerKwh": -0.12 } ] }""")).State);
            Assert.Equal("applied", (await site.TakesAsync("weather", """{ "version": 9, "points": [ { "start": "2026-01-15T13:00:00+01:00", "globalWPerM2": 210.5, "temperatureC": -2.5 } ] }""")).State);
            Assert.Equal("applied", (await site.TakesAsync("limits", Limits(4, "2026-01-15T12:00:00+01:00"))).State);
        }

        await using RunningSite again = await RunningSite.StartAsync(CloudSite.Configuration, data, time);
        CloudSite back = CloudSite.Of(again);
        Assert.Equal(
            [("cards/state", 13L), ("vehicles/state", 3L), ("prices/NL/state", 5L), ("imbalance/state", null), ("weather/state", 9L), ("limits/state", 4L)],
            back.Documents.States().Select(s => (s.Topic, CloudSite.Read(s).Version)));
        StateEntry cards = back.Standing("cards");
        Assert.Equal(("applied", "2026-01-15T13:00:00+01:00", false), (cards.State, cards.At, cards.SnapshotWanted));
        Assert.Equal([("ONE", false), ("THREE", true), ("TWO", true)], back.State.Cards.Select(c => (c.IdTag.Text, c.Active)));
        Assert.All(back.State.Cards, c => Assert.Equal(CardOrigin.Cloud, c.Origin));
        Assert.Equal(40_000, back.State.Vehicles.Find("leaf-1")!.Battery!.Value.Value);
        Assert.Equal([-0.05m, -0.05m, -0.05m, -0.05m], back.State.Prices.Spot.Select(p => p.EurPerKwh));
        Assert.Equal(-0.12m, back.State.Prices.ImbalanceAt(new DateTimeOffset(2026, 1, 15, 12, 15, 0, TimeSpan.Zero)));
        Assert.Equal((210.5, -2.5), (back.State.Weather.Points[0].GlobalWPerM2, back.State.Weather.Points[0].TemperatureC));
        Assert.Equal(("dso", 12_000L), (back.State.Steering.Windows[0].Source, back.State.Steering.Windows[0].Cap.Value));

        StateEntry older = await back.TakesAsync("cards", Cards(12));
        Assert.Equal(("older", 13L, 12L), (older.State, older.Version, older.RefusedVersion));
        Assert.Equal("older", (await back.TakesAsync("prices/NL", Prices(4, 0.5m))).State);
        Assert.Equal("older", (await back.TakesAsync("limits", """{ "version": 3, "windows": [] }""")).State);
        Assert.Equal(-0.05m, back.State.Prices.Spot[0].EurPerKwh);
        Assert.Single(back.State.Steering.Windows);
        StateEntry repeated = await back.TakesAsync("cards", Cards(13));
        Assert.Equal(("applied", 13L, "2026-01-15T13:00:00+01:00"), (repeated.State, repeated.Version, repeated.At));
        Assert.True(back.State.Cards.Find(IdTag.TryParse("TWO")!.Value)!.Active);
    }

    [Fact]
    public async Task A_gap_asks_for_a_snapshot_over_a_restart_until_it_comes()
    {
        using TempDirectory data = new();
        await using (RunningSite running = await RunningSite.StartAsync(CloudSite.Configuration, data))
        {
            CloudSite site = CloudSite.Of(running);
            Assert.True((await site.TakesAsync("cards/delta", """{ "version": 7, "put": [ { "idTag": "LOST" } ] }""")).SnapshotWanted);
            await site.TakesAsync("cards", Cards(12, "ONE"));
            StateEntry gap = await site.TakesAsync("cards/delta", """{ "version": 15, "put": [ { "idTag": "LOST" } ] }""");
            Assert.Equal(("gap", 12L, 15L, true), (gap.State, gap.Version, gap.RefusedVersion, gap.SnapshotWanted));
            Assert.Equal("version", Assert.Single(gap.Errors).Path);
        }

        await using RunningSite again = await RunningSite.StartAsync(CloudSite.Configuration, data);
        CloudSite back = CloudSite.Of(again);
        Assert.Equal(("gap", 12L, true), (back.Standing("cards").State, back.Standing("cards").Version, back.Standing("cards").SnapshotWanted));
        StateEntry whole = await back.TakesAsync("cards", Cards(15, "ONE", "LOST"));
        Assert.Equal(("applied", 15L, false), (whole.State, whole.Version, whole.SnapshotWanted));
        Assert.Equal(whole, back.Standing("cards") with { Errors = whole.Errors });
    }

    [Fact]
    public async Task A_card_removed_by_a_snapshot_while_it_charges_is_stopped_and_leaves_the_chargers_own_list()
    {
        await using RunningSite running = await RunningSite.StartAsync(CloudSite.Configuration);
        CloudSite site = CloudSite.Of(running);
        await site.TakesAsync("cards", Cards(1, "CARD", "OTHER"));
        TestCharger firmware = new(WithList);
        using LiveCharger charger = await LiveCharger.ConnectAsync(running.Address, "CP01", firmware);
        await charger.BootAsync();
        await running.UntilAsync(() => running.Find("CP01")!.Record.LocalListVersion == 1);
        Assert.Equal(["CARD", "OTHER"], firmware.Listed);
        StartTransactionResponse started = await LiveCharger.Answer<StartTransactionResponse>(
            charger.Client.StartTransactionAsync(new StartTransactionRequest(1, "CARD", 500, running.Time.GetUtcNow())));
        Assert.Equal(AuthorizationStatus.Accepted, started.IdTagInfo.Status);

        await site.TakesAsync("cards", Cards(2, "OTHER", "NEW"));

        var stop = (RemoteStopTransactionRequest)await firmware.WasAsked<RemoteStopTransactionRequest>();
        Assert.Equal(started.TransactionId, stop.TransactionId);
        await running.UntilAsync(() => running.Find("CP01")!.Record.LocalListVersion == 2);
        Assert.Equal(["NEW", "OTHER"], firmware.Listed);
    }

    [Fact]
    public async Task Where_it_is_so_configured_a_removed_cards_session_may_finish()
    {
        await using RunningSite running = await RunningSite.StartAsync(CloudSite.Configuration with { Cards = new CardRules { DeactivatedMidSession = DeactivatedMidSession.Finish } });
        CloudSite site = CloudSite.Of(running);
        await site.TakesAsync("cards", Cards(1, "CARD"));
        TestCharger firmware = new(WithList);
        using LiveCharger charger = await LiveCharger.ConnectAsync(running.Address, "CP01", firmware);
        await charger.BootAsync();
        await running.UntilAsync(() => running.Find("CP01")!.Record.LocalListVersion == 1);
        await LiveCharger.Answer<StartTransactionResponse>(charger.Client.StartTransactionAsync(new StartTransactionRequest(1, "CARD", 500, running.Time.GetUtcNow())));

        await site.TakesAsync("cards", Cards(2));

        await running.UntilAsync(() => running.Find("CP01")!.Record.LocalListVersion == 2);
        Assert.Empty(firmware.Listed);
        Assert.DoesNotContain(firmware.Asked.All, m => m is RemoteStopTransactionRequest);
    }

    [Fact]
    public async Task A_refusal_stands_as_the_state_until_a_good_document_comes()
    {
        CloudSite site = CloudSite.InMemory();
        await site.TakesAsync("limits", """{ "version": 4, "windows": [] }""");
        await site.TakesAsync("limits", """{ "version": 5 }""");
        Assert.Equal(("refused", 4L, 5L), (site.Standing("limits").State, site.Standing("limits").Version, site.Standing("limits").RefusedVersion));

        await site.TakesAsync("limits", """{ "version": 6, "windows": [] }""");
        Assert.Equal(("applied", 6L, null), (site.Standing("limits").State, site.Standing("limits").Version, site.Standing("limits").RefusedVersion));
    }

    [Fact]
    public async Task A_refused_signal_keeps_the_last_good_one()
    {
        CloudSite site = CloudSite.InMemory();
        await site.TakesAsync("imbalance", """{ "prices": [ { "start": "2026-11-28T12:15:00+01:00", "eurPerKwh": -0.12 }, { "start": "2026-11-28T13:15:00+01:00", "eurPerKwh": 0.3 } ] }""");
        Assert.Equal("refused", (await site.TakesAsync("imbalance", """{ "prices": [ { "start": "2026-11-28T12:15:00+01:00", "eurPerKwh": 0.9 }, { "start": "2026-11-28T12:15:00+01:00", "eurPerKwh": 0.3 } ] }""")).State);

        Assert.Equal([-0.12m, 0.3m], site.State.Prices.Imbalance.Select(p => p.EurPerKwh));
        Assert.Equal("refused", site.Standing("imbalance").State);
    }

    [Fact]
    public async Task Another_areas_prices_are_answered_on_their_own_topic_and_not_remembered()
    {
        CloudSite site = CloudSite.InMemory();

        Assert.Equal("refused", (await site.TakesAsync("prices/BE", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-11-29T00:00:00Z", "eurPerKwh": 0 } ] }""")).State);

        Assert.Equal(["prices/NL/state"], site.Documents.States().Select(s => s.Topic).Where(t => t.StartsWith("prices/", StringComparison.Ordinal)));
        Assert.Equal("none", site.Standing("prices/NL").State);
    }

    [Fact]
    public async Task A_site_without_a_tariff_says_that_it_needs_one_for_prices()
    {
        CloudSite site = CloudSite.InMemory(CloudSite.Configuration with { Tariff = null });

        StateEntry state = await site.TakesAsync("prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-11-29T00:00:00Z", "eurPerKwh": 0 } ] }""");

        Assert.Contains("has no tariff", Assert.Single(state.Errors).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Documents.States(), s => s.Topic.StartsWith("prices", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Corrected_and_overlapping_prices_replace_what_was_known_of_the_same_quarters()
    {
        CloudSite site = CloudSite.InMemory();
        await site.TakesAsync("prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-11-28T12:00:00+01:00", "eurPerKwh": 0.1 }, { "start": "2026-11-28T13:00:00+01:00", "eurPerKwh": 0.2 } ] }""");
        await site.TakesAsync("prices/NL", """{ "version": 2, "resolutionMinutes": 15, "prices": [ { "start": "2026-11-28T12:45:00+01:00", "eurPerKwh": 0.7 }, { "start": "2026-11-28T13:00:00+01:00", "eurPerKwh": -0.8 } ] }""");

        Assert.Equal([0.1m, 0.1m, 0.1m, 0.7m, -0.8m, 0.2m, 0.2m, 0.2m], site.State.Prices.Spot.Select(p => p.EurPerKwh));
    }

    [Fact]
    public async Task The_hour_that_the_clocks_show_twice_is_twice_in_the_prices()
    {
        CloudSite site = new(new OfflineSite(CloudSite.Configuration, new MemoryLedger(), () => new Core.Time.Now(TimeSpan.Zero, new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero), true)));

        StateEntry state = await site.TakesAsync("prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-10-25T02:00:00+02:00", "eurPerKwh": 0.1 }, { "start": "2026-10-25T02:00:00+01:00", "eurPerKwh": 0.2 } ] }""");

        Assert.Equal("applied", state.State);
        Assert.Equal(8, site.State.Prices.Spot.Length);
    }

    [Fact]
    public async Task A_card_says_where_it_comes_from_and_what_it_leaves_out_is_cleared()
    {
        CloudSite site = CloudSite.InMemory();
        await site.Site.AskAsync(r => new SiteEvent.CardsPut(r, [new Card(IdTag.TryParse("A")!.Value, "old", new CardScope(CardScopeKind.Organisation), "van", CardPriority.High, true, null, "G")]), CancellationToken.None);

        await site.TakesAsync("cards", Cards(1, "a"));

        Card card = Assert.Single(site.State.Cards);
        Assert.Equal(("", new CardScope(CardScopeKind.Site), null, CardPriority.Normal, null, CardOrigin.Cloud), (card.Label, card.Scope, card.Vehicle, card.Priority, card.Group, card.Origin));
        Assert.Equal("cloud", CardEntry.Of(card, SiteTimes.In("Europe/Amsterdam")).Origin);
    }

    private static string Cards(long version, params string[] idTags) =>
        $$"""{ "version": {{version}}, "cards": [ {{string.Join(", ", idTags.Select(t => $$"""{ "idTag": "{{t}}" }"""))}} ] }""";

    private static string Prices(long version, decimal price) => FormattableString.Invariant(
        $$"""{ "version": {{version}}, "resolutionMinutes": 60, "prices": [ { "start": "2026-01-15T13:00:00+01:00", "eurPerKwh": {{price}} } ] }""");

    private static string Limits(long version, string from) =>
        $$"""{ "version": {{version}}, "windows": [ { "source": "dso", "from": "{{from}}", "until": "2026-01-15T15:00:00+01:00", "capW": 12000 } ] }""";
}
