using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.Kills;
using Xunit.Abstractions;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>Whatever dies, each session reaches the cloud once in effect, in order, with the energy the ledger has.</summary>
public sealed class CloudKillsTests(ITestOutputHelper output)
{
    private const int Chargers = 6;

    private static readonly int BrokerKills = Number("STEKKER_BROKER_KILLS") ?? 50;
    private static readonly int EdgeKills = Number("STEKKER_EDGE_KILLS") ?? 40;
    private static readonly int Seed = Number("STEKKER_SEED") ?? Random.Shared.Next();

    [Fact]
    public async Task Broker_and_box_are_killed_again_and_again_and_the_cloud_has_every_session_once()
    {
        output.WriteLine($"STEKKER_SEED={Seed} STEKKER_BROKER_KILLS={BrokerKills} STEKKER_EDGE_KILLS={EdgeKills}");
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        await using Gate gate = new(broker.Port);
        using Site site = await SiteAsync(broker, gate);
        bool isQuiet = false;
        await using Killer killer = new(site, Seed, EdgeKills, () => Volatile.Read(ref isQuiet));
        await killer.StartAsync();
        await site.Cli.RunAsync("cards", "import", Path.Combine(site.Folder, "cards.csv"));
        BusyCharger[] chargers = [.. Ids.Select((id, i) => new BusyCharger(id, $"CARD-{id}", site, killer, unchecked((Seed * 31) + i) & 0xFFFF))];
        Task charging = Task.WhenAll(chargers.Select(c => Task.Run(c.RunAsync)));
        await HarassAsync(broker, cloud, gate);
        Volatile.Write(ref isQuiet, true);
        await charging;
        await using EdgeProcess survivor = await killer.SurvivorAsync();

        await AssertCloudKnowsAllAsync(site, cloud, least: EdgeKills);
        output.WriteLine($"{killer.Done} kills of the box");
    }

    [Fact]
    public async Task A_week_offline_is_told_in_order_once_the_line_is_back()
    {
        const int perCharger = 70;
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        await using Gate gate = new(broker.Port, isShut: true);
        using Site site = await SiteAsync(broker, gate);
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await site.Cli.RunAsync("cards", "import", Path.Combine(site.Folder, "cards.csv"));
        await Task.WhenAll(Ids.Select(id => Task.Run(() => WeekAsync(site, id, perCharger))));
        JsonElement waiting = (await site.Cli.JsonAsync("status")).GetProperty("cloud");
        Assert.False(waiting.GetProperty("connected").GetBoolean());
        Assert.True(waiting.GetProperty("waiting").GetInt64() >= 2 * perCharger * Chargers, $"{waiting}");

        gate.Open();

        await AssertCloudKnowsAllAsync(site, cloud, least: perCharger * Chargers);
        await cloud.TakeAsync(h => h.Topic.Contains("/savings/", StringComparison.Ordinal), "a day's savings");
        Assert.Equal(0, (await site.Cli.JsonAsync("status")).GetProperty("cloud").GetProperty("droppedUpdates").GetInt64());
    }

    private static IEnumerable<string> Ids => Enumerable.Range(1, Chargers).Select(i => $"CP{i:00}");

    /// <summary>
    /// Kills the broker, or cuts the line in the middle of whatever is said, again and again. The cloud is back before the box may be. What the broker
    /// has acknowledged reaches the cloud before it dies: mosquitto writes to its disk after it acknowledges, and what it forgets by that no box can mend.
    /// </summary>
    private static async Task HarassAsync(Broker broker, CloudPeer cloud, Gate gate)
    {
        Random random = new(Seed);
        for (int kills = 0; kills < BrokerKills;)
        {
            // Some messages get through in between, drawn by lot: death falls into the midst of them.
            for (int left = random.Next(1, 40); left > 0; left--)
            {
                await cloud.TakeAsync(_ => true, "message of a box that is busy");
            }

            gate.Shut();
            if (random.Next(3) > 0)
            {
                await cloud.CaughtUpAsync();
                await broker.KillAsync();
                await broker.StartAsync();
                await cloud.ConnectedAsync();
                kills++;
            }

            gate.Open();
        }
    }

    /// <summary>A charger's week, told by its own clock.</summary>
    private static async Task WeekAsync(Site site, string id, int sessions)
    {
        using RawCharger charger = await RawCharger.ConnectAsync(site, id);
        await charger.BootAsync();
        DateTimeOffset at = DateTimeOffset.UtcNow.AddDays(-7);
        TimeSpan every = TimeSpan.FromDays(7) / (sessions + 1);
        for (int i = 0; i < sessions; i++, at += every)
        {
            await charger.CallAsync("StatusNotification", Payloads.Status(1, "Preparing"));
            JsonElement started = await charger.CallAsync("StartTransaction", Payloads.Start(1, $"CARD-{id}", i * 1000, at));
            int transaction = started.GetProperty("transactionId").GetInt32();
            await charger.CallAsync("StopTransaction", Payloads.Stop(transaction, (i * 1000) + 700, at + (every / 2), "Local", $"CARD-{id}"));
            await charger.CallAsync("StatusNotification", Payloads.Status(1, "Available"));
        }
    }

    private static async Task<Site> SiteAsync(Broker broker, Gate gate)
    {
        Site site = new Site().WithCloud(broker);
        site.Configuration["cloud"]!["broker"] = $"mqtt://127.0.0.1:{gate.Port}";
        foreach (string id in Ids)
        {
            site.With(id);
        }

        await File.WriteAllLinesAsync(
            Path.Combine(site.Folder, "cards.csv"),
            ["idTag,label,scope,vehicle,priority,active,expires,group", .. Ids.Select(i => $"CARD-{i},Card of {i},site,,normal,true,,")]);
        return site;
    }

    private async Task AssertCloudKnowsAllAsync(Site site, CloudPeer cloud, int least)
    {
        // The broker keeps a command for a box it has met.
        await cloud.TakeAsync("status", s => s.Text("state") == "online");

        // Its answer is the last of the outbox: all before it has come then.
        await cloud.PublishAsync("commands/last", new JsonObject { ["command"] = "none", ["expiresAt"] = DateTimeOffset.UtcNow.AddMinutes(5).ToString("O") });
        await cloud.TakeAsync("commands/last/result");
        cloud.AssertAllValid();

        Dictionary<long, JsonElement> first = [];
        long last = 0;
        int repeats = 0;
        foreach (Heard heard in cloud.All.Where(h => h.Topic.Contains("/sessions/", StringComparison.Ordinal)))
        {
            long id = heard.Payload.GetProperty("reportId").GetInt64();
            if (first.TryAdd(id, heard.Payload))
            {
                Assert.True(id > last, $"report {id} came after {last}");
                last = id;
            }
            else
            {
                repeats++;
                Assert.Equal(first[id].ToString(), heard.Payload.ToString());
            }
        }

        ILookup<long, JsonElement> told = first.OrderBy(r => r.Key).Select(r => r.Value).ToLookup(r => r.GetProperty("sessionId").GetInt64());
        JsonElement[] sessions = [.. (await site.Cli.JsonAsync("sessions", "list", "--limit", "100000")).EnumerateArray().Where(s => s.GetProperty("transactionId").ValueKind == JsonValueKind.Number)];
        Dictionary<string, long> billed = Billed(cloud);
        output.WriteLine($"{sessions.Length} sessions, {first.Count} reports, {repeats} came more than once");
        Assert.True(sessions.Length >= least, $"only {sessions.Length} sessions");
        foreach (JsonElement session in sessions)
        {
            JsonElement[] reports = [.. told[session.GetProperty("id").GetInt64()]];
            string all = string.Join(' ', reports.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Text("event")}:{r.GetProperty("energyWh")}")));
            Assert.True(reports.Count(r => r.Text("event") == "started") == 1, $"session {session}: {all}");
            Assert.True(reports.Length > 1 && reports[^1].Text("event") == "ended", $"session {session}: {all}");
            long energyWh = session.GetProperty("energyWh").GetInt64();
            Assert.Equal(energyWh, reports[^1].GetProperty("energyWh").GetInt64());
            Assert.Equal(energyWh, billed.GetValueOrDefault(session.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Watt-hours by session, out of the last charge detail record of each. None says what the one before it said.</summary>
    private static Dictionary<string, long> Billed(CloudPeer cloud)
    {
        Dictionary<string, long> billed = [];
        HashSet<long> seen = [];
        foreach (Heard heard in cloud.All.Where(h => h.Topic.Contains("/cdrs/", StringComparison.Ordinal)))
        {
            if (seen.Add(heard.Payload.GetProperty("report_id").GetInt64()))
            {
                string id = heard.Payload.Text("session_id");
                long energyWh = (long)(heard.Payload.GetProperty("total_energy").GetDecimal() * 1000);
                Assert.False(billed.TryGetValue(id, out long before) && before == energyWh, $"session {id} was billed twice for the same");
                billed[id] = energyWh;
            }
        }

        return billed;
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : null;
}
