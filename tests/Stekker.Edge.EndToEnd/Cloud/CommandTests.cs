using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.StrictClient;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>Commands of the cloud, through the broker to a charger and back.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private readonly Site site = new Site().With("CP01");
    private Broker broker = null!;
    private CloudPeer cloud = null!;
    private EdgeProcess edge = null!;

    public async Task InitializeAsync()
    {
        broker = await Broker.StartAsync();
        cloud = await CloudPeer.ConnectAsync(broker);
        edge = await EdgeProcess.StartAsync(site.WithCloud(broker));
        await cloud.TakeAsync("status", s => s.Text("state") == "online");
    }

    public async Task DisposeAsync()
    {
        await edge.DisposeAsync();
        await cloud.DisposeAsync();
        await broker.DisposeAsync();
        site.Dispose();
    }

    [Fact]
    public async Task A_driver_scans_the_QR_code_and_the_car_charges_for_the_card_of_the_app()
    {
        await site.Cli.RunAsync("cards", "add", "APP-ADA", "--label", "Ada's app");
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Preparing"));

        JsonObject scanned = CloudSite.Command("remoteStart", "CP01");
        scanned["connectorId"] = 1;
        scanned["idTag"] = "app-ada";
        await cloud.PublishAsync("commands/qr-1", scanned);
        JsonElement asked = await charger.AskedAsync("RemoteStartTransaction");
        Assert.Equal(("APP-ADA", 1), (asked.Text("idTag"), asked.GetProperty("connectorId").GetInt32()));
        Assert.Equal("done", (await cloud.TakeAsync("commands/qr-1/result")).Text("outcome"));

        JsonElement start = await charger.CallAsync("StartTransaction", Payloads.Start(1, "APP-ADA", 0, DateTimeOffset.UtcNow));
        Assert.Equal("Accepted", start.GetProperty("idTagInfo").Text("status"));
        Heard told = await cloud.TakeAsync(h => h.Topic.Contains("/sessions/", StringComparison.Ordinal), "session");
        Assert.Equal(("started", "Ada's app"), (told.Payload.Text("event"), told.Payload.Text("label")));

        // The same command again, as MQTT may deliver it: nothing is started twice, and the answer to a later one comes next.
        await cloud.PublishAsync("commands/qr-1", scanned);
        JsonObject stop = CloudSite.Command("remoteStop", "CP01");
        await cloud.PublishAsync("commands/qr-2", stop);
        await charger.AskedAsync("RemoteStopTransaction");
        Assert.Equal("done", (await cloud.TakeAsync("commands/qr-2/result")).Text("outcome"));
        Assert.Single(cloud.All, h => h.Topic.EndsWith("commands/qr-1/result", StringComparison.Ordinal));
        cloud.AssertAllValid();
        charger.AssertNoViolations();
    }

    [Fact]
    public async Task What_cannot_be_done_is_answered_with_why()
    {
        await cloud.PublishAsync("commands/late", new JsonObject { ["command"] = "backup", ["expiresAt"] = DateTimeOffset.UtcNow.AddSeconds(-5).ToString("O") });
        await cloud.PublishAsync("commands/open", new JsonObject { ["command"] = "backup" });
        await cloud.PublishAsync("commands/odd", CloudSite.Command("selfDestruct", "CP01"));
        await cloud.PublishAsync("commands/list", new JsonArray(1, 2, 3));
        await cloud.PublishAsync("commands/gone", With(CloudSite.Command("reset", "CP01"), "type", "soft"));
        await cloud.PublishAsync("commands/half", CloudSite.Command("reset", "CP01"));
        await cloud.PublishAsync("commands/who", With(CloudSite.Command("remoteStart", "CP01"), "idTag", "NOBODY"));
        await cloud.PublishAsync("commands/log", With(CloudSite.Command("ocppLog", "CP01"), "on", true));

        await Answered("late", "expired", "after it expired");
        await Answered("open", "invalid", "expiresAt is missing");
        await Answered("odd", "invalid", "'selfDestruct' is not known here; there are remoteStart");
        await Answered("list", "invalid", "not the JSON that a command is");
        await Answered("gone", "refused", "CP01 is not connected");
        await Answered("half", "invalid", "type is missing: it is soft or hard");
        await Answered("who", "refused", "CP01 is not connected");
        await Answered("log", "invalid", "until is missing or wrong");
        cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_charger_s_own_answer_comes_back_with_the_outcome()
    {
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        JsonObject change = With(With(CloudSite.Command("changeConfiguration", "CP01"), "key", "HeartbeatInterval"), "value", "300");
        await cloud.PublishAsync("commands/set", change);
        JsonElement asked = await charger.AskedAsync("ChangeConfiguration", p => p.Text("key") == "HeartbeatInterval" && p.Text("value") == "300");
        Assert.Equal("300", asked.Text("value"));
        JsonElement result = await cloud.TakeAsync("commands/set/result");
        Assert.Equal(("done", "Accepted"), (result.Text("outcome"), result.GetProperty("answer").Text("status")));
        cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_restart_is_answered_and_then_done_within_the_same_process()
    {
        await cloud.PublishAsync("commands/again", With(CloudSite.Command("restart"), "when", "now"));
        Assert.Equal("done", (await cloud.TakeAsync("commands/again/result")).Text("outcome"));
        await cloud.TakeAsync("status", s => s.Text("state") == "offline" && s.Text("reason") == "stopped");
        await cloud.TakeAsync("status", s => s.Text("state") == "online");
        Assert.False(edge.Exited.IsCompleted);
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");
        await charger.BootAsync();
    }

    [Fact]
    public async Task A_charger_s_messages_are_followed_by_the_cloud_and_at_the_box_without_their_passwords()
    {
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        await using ChildProcess follower = ChildProcess.Start(EdgeBinary.Location, ["log", "--follow", "CP01", "--data", site.Data]);
        await follower.Errors.TakeAsync(l => l.Contains("following CP01", StringComparison.Ordinal), "follower that follows");
        JsonObject on = With(CloudSite.Command("ocppLog", "CP01"), "on", true);
        on["until"] = DateTimeOffset.UtcNow.AddMinutes(5).ToString("O");
        await cloud.PublishAsync("commands/on", on);
        await Answered("on", "done", "is on until");

        await charger.CallAsync("Authorize", Payloads.Card("04A1"));
        JsonElement line = await cloud.TakeAsync("ocpp-log/CP01", l => l.Text("frame").Contains("Authorize", StringComparison.Ordinal));
        Assert.Equal("fromCharger", line.Text("direction"));
        await site.Cli.TryAsync("ocpp", "call", "CP01", "ChangeConfiguration", """{"key":"AuthorizationKey","value":"hunter2hunter2hunter2"}""");
        JsonElement secret = await cloud.TakeAsync("ocpp-log/CP01", l => l.Text("frame").Contains("AuthorizationKey", StringComparison.Ordinal));
        Assert.Contains("\"value\":\"***\"", secret.Text("frame"), StringComparison.Ordinal);
        await follower.Output.TakeAsync(l => l.Contains("<- [2,", StringComparison.Ordinal) && l.Contains("Authorize", StringComparison.Ordinal), "line at the box");
        await follower.Output.TakeAsync(l => l.Contains("-> [2,", StringComparison.Ordinal) && l.Contains("\"***\"", StringComparison.Ordinal), "line without its password");

        await cloud.PublishAsync("commands/off", With(CloudSite.Command("ocppLog", "CP01"), "on", false));
        await Answered("off", "done", "is off");
        Assert.DoesNotContain("hunter2", $"{follower.Told()}{edge.Told()}{string.Join('\n', cloud.All)}", StringComparison.Ordinal);
        cloud.AssertAllValid();
    }

    private static JsonObject With(JsonObject command, string key, JsonNode value)
    {
        command[key] = value;
        return command;
    }

    private async Task Answered(string id, string outcome, string text)
    {
        JsonElement result = await cloud.TakeAsync($"commands/{id}/result");
        Assert.Equal(outcome, result.Text("outcome"));
        Assert.Contains(text, result.Text("text"), StringComparison.Ordinal);
    }
}
