using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.StrictClient;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>Commands of the cloud, through the broker to a charger and back.</summary>
public sealed class CommandTests : BoxAndCloud
{
    [Fact]
    public async Task A_driver_scans_the_QR_code_and_the_car_charges_for_the_card_of_the_app()
    {
        await Site.Cli.RunAsync("cards", "add", "APP-ADA", "--label", "Ada's app");
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(Site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        await charger.CallAsync("StatusNotification", Payloads.Status(1, "Preparing"));

        JsonObject scanned = CloudSite.Command("remoteStart", "CP01");
        scanned["connectorId"] = 1;
        scanned["idTag"] = "app-ada";
        await Cloud.PublishAsync("commands/qr-1", scanned);
        JsonElement asked = await charger.AskedAsync("RemoteStartTransaction");
        Assert.Equal(("APP-ADA", 1), (asked.Text("idTag"), asked.GetProperty("connectorId").GetInt32()));
        Assert.Equal("done", (await Cloud.TakeAsync("commands/qr-1/result")).Text("outcome"));

        JsonElement start = await charger.CallAsync("StartTransaction", Payloads.Start(1, "APP-ADA", 0, DateTimeOffset.UtcNow));
        Assert.Equal("Accepted", start.GetProperty("idTagInfo").Text("status"));
        Heard told = await Cloud.TakeAsync(h => h.Topic.Contains("/sessions/", StringComparison.Ordinal), "session");
        Assert.Equal(("started", "Ada's app"), (told.Payload.Text("event"), told.Payload.Text("label")));

        // The same command again, as MQTT may deliver it: nothing is started twice, and the answer to a later one comes next.
        await Cloud.PublishAsync("commands/qr-1", scanned);
        JsonObject stop = CloudSite.Command("remoteStop", "CP01");
        await Cloud.PublishAsync("commands/qr-2", stop);
        await charger.AskedAsync("RemoteStopTransaction");
        Assert.Equal("done", (await Cloud.TakeAsync("commands/qr-2/result")).Text("outcome"));
        Assert.Single(Cloud.All, h => h.Topic.EndsWith("commands/qr-1/result", StringComparison.Ordinal));
        Cloud.AssertAllValid();
        charger.AssertNoViolations();
    }

    [Fact]
    public async Task What_cannot_be_done_is_answered_with_why()
    {
        await Cloud.PublishAsync("commands/late", new JsonObject { ["command"] = "backup", ["expiresAt"] = DateTimeOffset.UtcNow.AddSeconds(-5).ToString("O") });
        await Cloud.PublishAsync("commands/open", new JsonObject { ["command"] = "backup" });
        await Cloud.PublishAsync("commands/odd", CloudSite.Command("selfDestruct", "CP01"));
        await Cloud.PublishAsync("commands/list", new JsonArray(1, 2, 3));
        await Cloud.PublishAsync("commands/gone", With(CloudSite.Command("reset", "CP01"), "type", "soft"));
        await Cloud.PublishAsync("commands/half", CloudSite.Command("reset", "CP01"));
        await Cloud.PublishAsync("commands/who", With(CloudSite.Command("remoteStart", "CP01"), "idTag", "NOBODY"));
        await Cloud.PublishAsync("commands/log", With(CloudSite.Command("ocppLog", "CP01"), "on", true));

        await Answered("late", "expired", "after it expired");
        await Answered("open", "invalid", "expiresAt is missing");
        await Answered("odd", "invalid", "'selfDestruct' is not known here; there are remoteStart");
        await Answered("list", "invalid", "not the JSON that a command is");
        await Answered("gone", "refused", "CP01 is not connected");
        await Answered("half", "invalid", "type is missing: it is soft or hard");
        await Answered("who", "refused", "CP01 is not connected");
        await Answered("log", "invalid", "until is missing or wrong");
        Cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_charger_s_own_answer_comes_back_with_the_outcome()
    {
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(Site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        JsonObject change = With(With(CloudSite.Command("changeConfiguration", "CP01"), "key", "HeartbeatInterval"), "value", "300");
        await Cloud.PublishAsync("commands/set", change);
        JsonElement asked = await charger.AskedAsync("ChangeConfiguration", p => p.Text("key") == "HeartbeatInterval" && p.Text("value") == "300");
        Assert.Equal("300", asked.Text("value"));
        JsonElement result = await Cloud.TakeAsync("commands/set/result");
        Assert.Equal(("done", "Accepted"), (result.Text("outcome"), result.GetProperty("answer").Text("status")));
        Cloud.AssertAllValid();
    }

    public static TheoryData<string, string, string> Calls => new()
    {
        { """{"command":"reset","type":"hard"}""", "Reset", """{"type":"Hard"}""" },
        { """{"command":"unlock","connectorId":1}""", "UnlockConnector", """{"connectorId":1}""" },
        { """{"command":"triggerMessage","message":"MeterValues","connectorId":1}""", "TriggerMessage", """{"requestedMessage":"MeterValues","connectorId":1}""" },
        {
            """{"command":"updateFirmware","location":"ftp://files.example/fw.bin","retrieveAt":"2026-12-01T02:00:00+01:00","retries":2,"retryIntervalS":60}""",
            "UpdateFirmware",
            """{"location":"ftp://files.example/fw.bin","retrieveDate":"2026-12-01T01:00:00Z","retries":2,"retryInterval":60}"""
        },
        {
            """{"command":"getDiagnostics","location":"ftp://files.example/up","from":"2026-11-27T00:00:00Z","until":"2026-11-28T00:00:00Z"}""",
            "GetDiagnostics",
            """{"location":"ftp://files.example/up","startTime":"2026-11-27T00:00:00Z","stopTime":"2026-11-28T00:00:00Z"}"""
        },
        { """{"command":"clearCache"}""", "ClearCache", "{}" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_command_to_a_charger_is_the_OCPP_call_it_stands_for(string command, string action, string payload)
    {
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(Site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        JsonObject asked = JsonNode.Parse(command)!.AsObject();
        asked["chargePointId"] = "CP01";
        asked["expiresAt"] = DateTimeOffset.UtcNow.AddMinutes(2).ToString("O");
        await Cloud.PublishAsync("commands/it", asked);

        JsonElement heard = await charger.AskedAsync(action, p => JsonNode.DeepEquals(JsonNode.Parse(p.GetRawText()), JsonNode.Parse(payload)));

        Assert.Equal(JsonValueKind.Object, heard.ValueKind);
        JsonElement result = await Cloud.TakeAsync("commands/it/result");
        Assert.Contains(result.Text("outcome"), (string[])["done", "refused"]);
        Cloud.AssertAllValid();
        charger.AssertNoViolations();
    }

    [Fact]
    public async Task A_restart_is_answered_and_then_done_within_the_same_process()
    {
        await Cloud.PublishAsync("commands/again", With(CloudSite.Command("restart"), "when", "now"));
        Assert.Equal("done", (await Cloud.TakeAsync("commands/again/result")).Text("outcome"));
        await Cloud.TakeAsync("status", s => s.Text("state") == "offline" && s.Text("reason") == "stopped");
        await Cloud.TakeAsync("status", s => s.Text("state") == "online");
        Assert.False(Edge.Exited.IsCompleted);
        using RawCharger charger = await RawCharger.ConnectAsync(Site, "CP01");
        await charger.BootAsync();
    }

    [Fact]
    public async Task A_charger_s_messages_are_followed_by_the_cloud_and_at_the_box_without_their_passwords()
    {
        await using NodeChargePoint charger = await NodeChargePoint.ConnectAsync(Site, "CP01");
        await charger.CallAsync("BootNotification", Payloads.Boot("Independent", "Strict"));
        await using ChildProcess follower = ChildProcess.Start(EdgeBinary.Location, ["log", "--follow", "CP01", "--data", Site.Data]);
        await follower.Errors.TakeAsync(l => l.Contains("following CP01", StringComparison.Ordinal), "follower that follows");
        JsonObject on = With(CloudSite.Command("ocppLog", "CP01"), "on", true);
        on["until"] = DateTimeOffset.UtcNow.AddMinutes(5).ToString("O");
        await Cloud.PublishAsync("commands/on", on);
        await Answered("on", "done", "is on until");

        await charger.CallAsync("Authorize", Payloads.Card("04A1"));
        JsonElement line = await Cloud.TakeAsync("ocpp-log/CP01", l => l.Text("frame").Contains("Authorize", StringComparison.Ordinal));
        Assert.Equal("fromCharger", line.Text("direction"));
        await Site.Cli.TryAsync("ocpp", "call", "CP01", "ChangeConfiguration", """{"key":"AuthorizationKey","value":"hunter2hunter2hunter2"}""");
        JsonElement secret = await Cloud.TakeAsync("ocpp-log/CP01", l => l.Text("frame").Contains("AuthorizationKey", StringComparison.Ordinal));
        Assert.Contains("\"value\":\"***\"", secret.Text("frame"), StringComparison.Ordinal);
        await follower.Output.TakeAsync(l => l.Contains("<- [2,", StringComparison.Ordinal) && l.Contains("Authorize", StringComparison.Ordinal), "line at the box");
        await follower.Output.TakeAsync(l => l.Contains("-> [2,", StringComparison.Ordinal) && l.Contains("\"***\"", StringComparison.Ordinal), "line without its password");

        await Cloud.PublishAsync("commands/off", With(CloudSite.Command("ocppLog", "CP01"), "on", false));
        await Answered("off", "done", "is off");
        Assert.DoesNotContain("hunter2", $"{follower.Told()}{Edge.Told()}{string.Join('\n', Cloud.All)}", StringComparison.Ordinal);
        Cloud.AssertAllValid();
    }

    private static JsonObject With(JsonObject command, string key, JsonNode value)
    {
        command[key] = value;
        return command;
    }

    private async Task Answered(string id, string outcome, string text)
    {
        JsonElement result = await Cloud.TakeAsync($"commands/{id}/result");
        Assert.Equal(outcome, result.Text("outcome"));
        Assert.Contains(text, result.Text("text"), StringComparison.Ordinal);
    }
}
