using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>The box and its cloud over a real mosquitto, read by a client of others that checks each payload against its schema.</summary>
public sealed class CloudTests
{
    [Fact]
    public async Task A_session_is_told_from_its_start_to_its_end_and_the_box_from_its_coming_to_its_going()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        using Site site = new Site().With("CP01").WithCloud(broker);
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        JsonElement online = await cloud.TakeAsync("status", s => s.Text("state") == "online");
        Assert.Equal("end-to-end", online.Text("siteId"));

        await site.Cli.RunAsync("cards", "add", "04A1", "--label", "Ada");
        using (RawCharger charger = await RawCharger.ConnectAsync(site, "CP01"))
        {
            await charger.BootAsync();
            await charger.ChargeAsync("04a1", 1000, 8500);
        }

        JsonElement started = (await cloud.TakeAsync(h => h.Topic.StartsWith($"{CloudPeer.Site}sessions/", StringComparison.Ordinal), "session")).Payload;
        string topic = $"sessions/{started.GetProperty("sessionId")}";
        JsonElement ended = await cloud.TakeAsync(topic, s => s.Text("event") == "ended");
        Assert.Equal(("started", "04A1", "Ada", "CP01"), (started.Text("event"), started.Text("idTag"), started.Text("label"), started.Text("chargePointId")));
        Assert.Equal((7500, 1000, 8500, "local"), (ended.GetProperty("energyWh").GetInt32(), ended.GetProperty("meterStartWh").GetInt32(), ended.GetProperty("meterStopWh").GetInt32(), ended.Text("stopReason")));
        Assert.True(ended.GetProperty("reportId").GetInt64() > started.GetProperty("reportId").GetInt64());

        await cloud.TakeAsync("telemetry", t => t.GetProperty("carsW").GetInt64() == 0);
        Assert.Contains("cloud: connected to 127.0.0.1:", (await site.Cli.RunAsync("status")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await edge.StopAsync()).ExitCode);
        await cloud.TakeAsync("status", s => s.Text("state") == "offline" && s.Text("reason") == "stopped");
        cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_box_that_dies_is_offline_by_its_last_will_and_sends_after_its_return_what_it_had_not()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        using Site site = new Site().With("CP01").WithCloud(broker);
        await using (EdgeProcess edge = await EdgeProcess.StartAsync(site))
        {
            await cloud.TakeAsync("status", s => s.Text("state") == "online");
            await site.Cli.RunAsync("cards", "add", "04A1");
            await edge.KillAsync();
        }

        JsonElement will = await cloud.TakeAsync("status", s => s.Text("state") == "offline");
        Assert.Equal("lost", will.Text("reason"));

        // Offline, but not idle.
        await broker.KillAsync();
        await using EdgeProcess again = await EdgeProcess.StartAsync(site);
        using (RawCharger charger = await RawCharger.ConnectAsync(site, "CP01"))
        {
            await charger.BootAsync();
            await charger.ChargeAsync("04A1", 0, 4000);
            await charger.ChargeAsync("04A1", 4000, 5000);
        }

        string offline = (await site.Cli.RunAsync("status")).Out;
        Assert.Contains("cloud: not connected for", offline, StringComparison.Ordinal);
        // Two reports and a bill of each session, and that the box was killed.
        Assert.Contains("7 reports wait", offline, StringComparison.Ordinal);
        await broker.StartAsync();
        await cloud.TakeAsync("status", s => s.Text("state") == "online");
        List<string> told = [];
        for (int i = 0; i < 6; i++)
        {
            Heard heard = await cloud.TakeAsync(h => h.Topic.Contains("/sessions/", StringComparison.Ordinal) || h.Topic.Contains("/cdrs/", StringComparison.Ordinal), "report");
            told.Add(heard.Payload.TryGetProperty("total_energy", out JsonElement billedKwh)
                ? $"bill {billedKwh.GetDecimal():0}"
                : $"{heard.Payload.Text("event")} {heard.Payload.GetProperty("energyWh")}");
        }

        Assert.Equal(["started 0", "ended 4000", "bill 4", "started 0", "ended 1000", "bill 1"], told);
        cloud.AssertAllValid();
    }

    /// <summary>What the README tells operators to give their broker: each box its own part of the tree, by the name in its certificate.</summary>
    public const string AccessRules = """
        pattern write stekker/v1/%u/status
        pattern write stekker/v1/%u/telemetry
        pattern write stekker/v1/%u/sessions/+
        pattern write stekker/v1/%u/cdrs/+
        pattern write stekker/v1/%u/savings/+
        pattern write stekker/v1/%u/crashes/+
        pattern write stekker/v1/%u/commands/+/result
        pattern write stekker/v1/%u/ocpp-log/+
        pattern write stekker/v1/%u/+/state
        pattern write stekker/v1/%u/prices/+/state
        pattern read stekker/v1/%u/config
        pattern read stekker/v1/%u/cards
        pattern read stekker/v1/%u/cards/delta
        pattern read stekker/v1/%u/vehicles
        pattern read stekker/v1/%u/prices/+
        pattern read stekker/v1/%u/imbalance
        pattern read stekker/v1/%u/weather
        pattern read stekker/v1/%u/limits
        pattern read stekker/v1/%u/commands/+

        user cloud
        topic readwrite stekker/#
        """;

    [Fact]
    public async Task Over_TLS_a_box_is_known_by_its_certificate_and_keeps_to_its_part_of_the_tree()
    {
        await using Broker broker = await Broker.StartAsync(isSecure: true, AccessRules);
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        using Site site = new Site().With("CP01").WithCloud(broker);
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await cloud.TakeAsync("status", s => s.Text("state") == "online");
        await cloud.PublishAsync("commands/c1", CloudSite.Command("backup"));
        Assert.Equal("done", (await cloud.TakeAsync("commands/c1/result")).Text("outcome"));
        Assert.DoesNotContain("does not let this site read", edge.Told(), StringComparison.Ordinal);

        // A box with another's certificate speaks and hears nothing here: the broker keeps it to the tree of its own name.
        using Site other = new Site().WithCloud(broker, "stranger");
        await using EdgeProcess stranger = await EdgeProcess.StartAsync(other);

        // Of one name, the two push each other off the broker, and a command that meets the stranger's line is dropped: so it is said until it is heard, at the pace of looks at the status.
        Task<JsonElement> result = cloud.TakeAsync("commands/c2/result");
        await Until(async () =>
        {
            await cloud.PublishAsync("commands/c2", CloudSite.Command("backup"));
            await site.Cli.RunAsync("status");
            return result.IsCompleted;
        });

        Assert.Equal("done", (await result).Text("outcome"));
        Assert.DoesNotContain("c2", stranger.Told(), StringComparison.Ordinal);
        cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_broker_that_does_not_know_the_certificate_authority_of_ours_is_told_in_words()
    {
        await using Broker broker = await Broker.StartAsync(isSecure: true);
        await using Broker another = await Broker.StartAsync(isSecure: true);
        using Site site = new Site().WithCloud(broker);
        site.Configuration["cloud"]!["caFile"] = another.CertificateFile("ca");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await Until(async () => (await site.Cli.RunAsync("status")).Out.Contains("its certificate is not from the authority in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_words_and_never_shown()
    {
        // mosquitto_passwd's format (PBKDF2) of a password that is not ours.
        await using Broker broker = await Broker.StartAsync(passwords: "end-to-end:$7$101$a2V5c2FsdGtleXM=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n");
        using Site site = new Site().WithCloud(broker);
        site.Configuration["cloud"]!["username"] = "end-to-end";
        site.Configuration["cloud"]!["password"] = "hunter2-hunter2";
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await Until(async () => (await site.Cli.RunAsync("status")).Out.Contains("does not accept the user name or password", StringComparison.Ordinal)
            || (await site.Cli.RunAsync("status")).Out.Contains("does not let this site in", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", edge.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_of_the_older_kind_is_spoken_to_in_MQTT_3_1_1()
    {
        int port = Ports.Free();
        await using ChildProcess broker = NodePeer.Start("old-broker.mjs", "aedes", $"{port}");
        await broker.Output.TakeAsync(l => l == "ready", "broker that listens");
        using Site site = new Site().With("CP01");
        site.Configuration["cloud"] = new JsonObject { ["broker"] = $"mqtt://127.0.0.1:{port}", ["reconnectWithinS"] = 0 };
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await Until(async () => (await site.Cli.RunAsync("status")).Out.Contains("(MQTT 3.1.1)", StringComparison.Ordinal));
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource patience = new(Patience.Limit);
        while (!await isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
