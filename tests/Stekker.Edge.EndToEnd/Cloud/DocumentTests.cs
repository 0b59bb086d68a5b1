using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.StrictClient;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>What the cloud sets, through the broker to the box, the chargers and back.</summary>
public sealed class DocumentTests : BoxAndCloud
{
    private const string Car = "VID:0123456789AB";

    [Fact]
    public async Task Autocharge_is_set_up_from_the_cloud_plug_in_see_it_refused_add_it_plug_in_again()
    {
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(Site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        JsonObject follow = CloudSite.Command("ocppLog", "CP01");
        follow["on"] = true;
        follow["until"] = DateTimeOffset.UtcNow.AddMinutes(10).ToString("O");
        await Cloud.PublishAsync("commands/follow", follow);
        await Cloud.TakeAsync("commands/follow/result", r => r.Text("outcome") == "done");

        // Plugged in: the car tells its own token, and is refused.
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Preparing"));
        Assert.Equal("Invalid", (await charger.CallAsync("Authorize", Payloads.Card(Car))).GetProperty("idTagInfo").Text("status"));
        await Cloud.TakeAsync("ocpp-log/CP01", l => l.Text("frame").Contains(Car, StringComparison.Ordinal));
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Available"));

        // Added, and plugged in again.
        await Cloud.PublishAsync("cards", new JsonObject { ["version"] = 1, ["cards"] = new JsonArray(Card("04A1B2C3")) }, retain: true);
        await Cloud.TakeAsync("cards/state", s => s.GetProperty("version").ToString() == "1");
        await Cloud.PublishAsync("cards/delta", new JsonObject { ["version"] = 2, ["put"] = new JsonArray(Card(Car)), ["deactivate"] = new JsonArray() });
        await Cloud.TakeAsync("cards/state", s => s.GetProperty("version").ToString() == "2" && s.Text("state") == "applied");
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Preparing"));
        Assert.Equal("Accepted", (await charger.CallAsync("Authorize", Payloads.Card(Car))).GetProperty("idTagInfo").Text("status"));
        JsonElement start = await charger.CallAsync("StartTransaction", Payloads.Start(1, Car, 0, DateTimeOffset.UtcNow));
        Assert.Equal("Accepted", start.GetProperty("idTagInfo").Text("status"));
        Heard told = await Cloud.TakeAsync(h => h.Topic.Contains("/sessions/", StringComparison.Ordinal), "session");
        Assert.Equal(Car, told.Payload.Text("idTag"));
        Cloud.AssertAllValid();
        charger.AssertNoViolations();
    }

    [Fact]
    public async Task Autocharge_is_set_up_at_the_box_without_a_cloud_s_help()
    {
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(Site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        await using ChildProcess follower = ChildProcess.Start(EdgeBinary.Location, ["log", "--follow", "CP01", "--data", Site.Data]);
        await follower.Errors.TakeAsync(l => l.Contains("following CP01", StringComparison.Ordinal), "follower that follows");

        Assert.Equal("Invalid", (await charger.CallAsync("Authorize", Payloads.Card(Car))).GetProperty("idTagInfo").Text("status"));
        await follower.Output.TakeAsync(l => l.Contains(Car, StringComparison.Ordinal), "the car's token");
        await Site.Cli.RunAsync("cards", "add", Car, "--label", "The van");
        Assert.Equal("Accepted", (await charger.CallAsync("Authorize", Payloads.Card(Car))).GetProperty("idTagInfo").Text("status"));
    }

    [Fact]
    public async Task A_change_that_is_missed_is_noticed_and_a_card_taken_away_no_longer_charges()
    {
        await Cloud.PublishAsync("cards", new JsonObject { ["version"] = 5, ["cards"] = new JsonArray(Card("04A1"), Card("04A2")) }, retain: true);
        await Cloud.TakeAsync("cards/state", s => s.GetProperty("version").ToString() == "5");
        await Cloud.PublishAsync("cards/delta", new JsonObject { ["version"] = 7, ["put"] = new JsonArray(), ["deactivate"] = new JsonArray("04A1") });
        Assert.True((await Cloud.TakeAsync("cards/state", s => s.Text("state") == "gap")).GetProperty("snapshotWanted").GetBoolean());
        await Cloud.PublishAsync("cards", new JsonObject { ["version"] = 7, ["cards"] = new JsonArray(Card("04A2")) }, retain: true);
        Assert.False((await Cloud.TakeAsync("cards/state", s => s.Text("state") == "applied" && s.GetProperty("version").ToString() == "7")).GetProperty("snapshotWanted").GetBoolean());

        using RawCharger charger = await RawCharger.ConnectAsync(Site, "CP01");
        await charger.BootAsync();
        Assert.NotEqual("Accepted", (await charger.CallAsync("Authorize", Payloads.Card("04A1"))).GetProperty("idTagInfo").Text("status"));
        Assert.Equal("Accepted", (await charger.CallAsync("Authorize", Payloads.Card("04A2"))).GetProperty("idTagInfo").Text("status"));
        JsonElement cards = await Site.Cli.JsonAsync("cards", "list");
        Assert.Contains(cards.EnumerateArray(), c => c.Text("idTag") == "04A1" && !c.GetProperty("active").GetBoolean());
        Cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_configuration_that_is_wrong_changes_nothing_and_one_that_is_right_counts_at_once()
    {
        await Cloud.PublishAsync("config", new JsonObject { ["version"] = 1, ["grid"] = new JsonObject { ["fuseA"] = "63" }, ["tarif"] = new JsonObject() }, retain: true);
        JsonElement refused = await Cloud.TakeAsync("config/state", s => s.Text("state") == "refused");
        Assert.Equal(["grid.fuseA", "tarif"], refused.GetProperty("errors").EnumerateArray().Select(e => e.Text("path")).Order(StringComparer.Ordinal));

        await Cloud.PublishAsync("config", new JsonObject { ["version"] = 2, ["grid"] = new JsonObject { ["phases"] = 3, ["fuseA"] = 40 } }, retain: true);
        await Cloud.TakeAsync("config/state", s => s.Text("state") == "applied" && s.GetProperty("version").ToString() == "2");
        Assert.Equal(40, (await Site.Cli.JsonAsync("status")).GetProperty("grid").GetProperty("fuseA").GetDecimal());

        // And after a restart, without the Cloud.
        await Edge.StopAsync();
        await Broker.KillAsync();
        await using EdgeProcess again = await EdgeProcess.StartAsync(Site);
        Assert.Equal(40, (await Site.Cli.JsonAsync("status")).GetProperty("grid").GetProperty("fuseA").GetDecimal());
        Assert.Contains("grid in the site's own file is not used: the cloud sets it (version 2)", again.Told(), StringComparison.Ordinal);
        Cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_configuration_that_cannot_run_is_taken_back_at_once_and_stays_so()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        JsonObject bad = new() { ["version"] = 3, ["ocpp"] = new JsonObject { ["listen"] = taken.LocalEndpoint.ToString() } };
        await Cloud.PublishAsync("config", bad, retain: true);
        JsonElement state = await Cloud.TakeAsync("config/state", s => s.Text("state") == "rolledBack");
        Assert.Equal(3, state.GetProperty("refusedVersion").GetInt32());
        using RawCharger charger = await RawCharger.ConnectAsync(Site, "CP01");
        await charger.BootAsync();
        Cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_chargers_port_is_moved_when_nobody_charges()
    {
        int port = Ports.Free();
        await Cloud.PublishAsync("config", new JsonObject { ["version"] = 4, ["ocpp"] = new JsonObject { ["listen"] = $"127.0.0.1:{port}" } }, retain: true);
        JsonElement pending = await Cloud.TakeAsync("config/state", s => s.Text("state") == "restartPending");
        Assert.Equal("ocpp", pending.GetProperty("restartKeys")[0].GetString());
        await Cloud.TakeAsync("config/state", s => s.Text("state") == "applied" && s.GetProperty("version").ToString() == "4");
        using System.Net.Sockets.TcpClient client = new();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
    }

    [Fact]
    public async Task Prices_with_a_hole_are_refused_and_good_ones_of_negative_price_are_taken()
    {
        await Edge.StopAsync();
        Site.Configuration["tariff"] = new JsonObject { ["type"] = "dynamic", ["area"] = "NL" };
        await using EdgeProcess again = await EdgeProcess.StartAsync(Site);
        DateTimeOffset start = new(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);
        await Cloud.PublishAsync("prices/NL", Prices(1, start, 0, 1, 3), retain: true);
        JsonElement refused = await Cloud.TakeAsync("prices/NL/state", s => s.Text("state") == "refused");
        Assert.NotEmpty(refused.GetProperty("errors").EnumerateArray());
        await Cloud.PublishAsync("prices/NL", Prices(2, start, [.. Enumerable.Range(0, 48)]), retain: true);
        await Cloud.TakeAsync("prices/NL/state", s => s.Text("state") == "applied");
        Assert.Contains("-", (await Site.Cli.RunAsync("prices", "show")).Out, StringComparison.Ordinal);
        await again.StopAsync();
        Cloud.AssertAllValid();
    }

    private static JsonObject Prices(int version, DateTimeOffset from, params int[] hours) => new()
    {
        ["version"] = version,
        ["resolutionMinutes"] = 60,
        ["prices"] = new JsonArray([.. hours.Select(h => (JsonNode)new JsonObject
        {
            ["start"] = from.AddHours(h).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["eurPerKwh"] = -0.01m * (h % 5),
        })]),
    };

    private static JsonObject Card(string idTag) => new() { ["idTag"] = idTag, ["label"] = $"Card {idTag}", ["scope"] = "site", ["priority"] = "normal", ["active"] = true };
}
