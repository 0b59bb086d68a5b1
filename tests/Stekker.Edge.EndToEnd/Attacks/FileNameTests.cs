using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>Wherever a file or a place may be named from outside: nothing is read or written but what the box itself names.</summary>
public sealed class FileNameTests
{
    private static readonly string[] Hostile =
    [
        "../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "a\0b", "a\nb", "~/.ssh/id_rsa", "\\\\host\\share", $"/{new string('a', 4096)}",
    ];

    [Fact]
    public async Task The_cloud_names_no_file_of_the_box_and_sends_no_charger_to_one()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        await using UnderAttack site = await StartAsync(new Site().WithCloud(broker), cloud);
        string[] before = Files(site.Site);

        for (int i = 0; i < Hostile.Length; i++)
        {
            foreach (string command in (string[])["getDiagnostics", "updateFirmware"])
            {
                await RefusedAsync(cloud, $"{command}-{i}", With(CloudSite.Command(command, "GOOD"), "location", Hostile[i]), "location");
            }

            JsonObject follow = With(CloudSite.Command("ocppLog", Hostile[i]), "on", true);
            follow["until"] = DateTimeOffset.UtcNow.AddMinutes(5).ToString("O");
            await RefusedAsync(cloud, $"follow-{i}", follow, "charge point id");

            JsonObject update = CloudSite.Command("updateEdge");
            (update["manifest"], update["signature"], update["url"]) = ("{}", "AAAA", Hostile[i]);
            await RefusedAsync(cloud, $"update-{i}", update, "url is missing or wrong");
        }

        // A command that has no name to give does not take one, and the id of a command names nothing but its answer.
        JsonObject backup = With(CloudSite.Command("backup"), "path", "/etc/stolen.db");
        (backup["file"], backup["location"]) = ("../../stolen.db", "../../stolen.db");
        foreach (string id in (string[])["..%2f..%2fetc", "..", "edge.db"])
        {
            await cloud.PublishAsync($"commands/{id}", backup);
            Assert.Equal("done", (await cloud.TakeAsync($"commands/{id}/result")).Text("outcome"));
        }

        string[] made = [.. Files(site.Site).Except(before)];
        Assert.All(made, f => Assert.Matches($"^{site.Site.Data}/backups(/ledger-[0-9-]+\\.db)?$", f));
        Assert.Equal(4, made.Length);

        await site.ServesAsync();
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task The_cloud_s_configuration_chooses_no_file_to_write_to()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        await using UnderAttack site = await StartAsync(new Site().WithCloud(broker), cloud);
        string[] before = Files(site.Site);
        int version = 1;
        foreach (string file in (string[])[Path.Combine(site.Site.Data, "edge.db"), "../../etc/passwd", Path.Combine(site.Site.Folder, "new.log")])
        {
            await cloud.PublishAsync("config", new JsonObject { ["version"] = version, ["log"] = new JsonObject { ["file"] = file } });
            JsonElement state = await cloud.TakeAsync("config/state", s => s.GetProperty("refusedVersion").ToString() == $"{version}");
            Assert.Equal(("log.file", true), (state.GetProperty("errors")[0].Text("path"), state.GetProperty("errors")[0].Text("error").Contains("cannot be set by the cloud", StringComparison.Ordinal)));
            version++;
        }

        JsonObject meter = new() { ["id"] = "grid", ["role"] = "grid", ["device"] = "eastron-sdm630", ["serial"] = $"/dev/..{site.Site.Data}/edge.db", ["unit"] = 1 };
        await cloud.PublishAsync("config", new JsonObject { ["version"] = version, ["meters"] = new JsonArray(meter) });
        JsonElement refused = await cloud.TakeAsync("config/state", s => s.GetProperty("refusedVersion").ToString() == $"{version}");
        Assert.Contains(refused.GetProperty("errors").EnumerateArray(), e => e.Text("path").EndsWith(".serial", StringComparison.Ordinal) && e.Text("error").Contains("must be a serial device", StringComparison.Ordinal));

        // What was refused is not kept but as refused, and the site goes on as it was.
        Assert.Empty(Files(site.Site).Except([.. before, Path.Combine(site.Site.Data, "cloud-config.json")]));
        await site.EndsWellAsync();
    }

    /// <summary>MQTT's wildcards may stand in a charge point's id, and in no topic that is published.</summary>
    [Fact]
    public async Task A_charger_named_like_a_wildcard_costs_the_cloud_s_line_nothing()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        await using UnderAttack site = await StartAsync(new Site().WithCloud(broker), cloud);
        foreach (string id in (string[])["#", "+", "$SYS"])
        {
            JsonObject follow = With(CloudSite.Command("ocppLog", id), "on", true);
            follow["until"] = DateTimeOffset.UtcNow.AddMinutes(5).ToString("O");
            string command = $"commands/follow-{(int)id[0]}";
            await cloud.PublishAsync(command, follow);
            Assert.Equal("done", (await cloud.TakeAsync($"{command}/result")).Text("outcome"));
            using RawCharger charger = await RawCharger.ConnectAsync(site.Site, Uri.EscapeDataString(id));
            await charger.BootAsync();
            await charger.BootAsync();
        }

        JsonObject good = With(CloudSite.Command("ocppLog", "GOOD"), "on", true);
        good["until"] = DateTimeOffset.UtcNow.AddMinutes(5).ToString("O");
        await cloud.PublishAsync("commands/good", good);
        Assert.Equal("done", (await cloud.TakeAsync("commands/good/result")).Text("outcome"));
        await site.ServesAsync();
        await cloud.TakeAsync("ocpp-log/GOOD", l => l.Text("frame").Contains("Heartbeat", StringComparison.Ordinal));
        Assert.DoesNotContain(cloud.All, h => h.Topic == $"{CloudPeer.Site}status" && h.Payload.Text("state") == "offline");
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task The_control_socket_takes_no_odd_path()
    {
        await using UnderAttack site = await UnderAttack.StartAsync();
        string[] before = Files(site.Site);
        string inFolder = Path.Combine(site.Site.Folder, "made");
        foreach (string path in (string[])["made.db", "../made.db", "file:///tmp/made.db", "~/made.db", "", $"{inFolder}\0.db", $"{inFolder}\n.db", $"{inFolder}{new string('a', 4096)}", $"{inFolder}/none/made.db"])
        {
            string answer = await AskAsync(site.Site, "POST", "/backup", new JsonObject { ["path"] = path }.ToJsonString());
            Assert.Matches("^HTTP/1.1 4(00|09) ", answer);
            Assert.Contains("\"error\":", answer, StringComparison.Ordinal);
        }

        foreach (string id in (string[])["..%2f..%2fetc%2fpasswd", "%2e%2e", "%00", "..%5cboot.ini", "a%0ab", new string('a', 3000)])
        {
            foreach ((string method, string what, string body) in ((string, string, string)[])[("GET", "log", ""), ("POST", "admission", "{\"admission\":\"accepted\"}"), ("POST", "call", "{\"action\":\"ClearCache\",\"payload\":{}}")])
            {
                Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", await AskAsync(site.Site, method, $"/charge-points/{id}/{what}", body));
            }
        }

        foreach (string[] command in (string[][])[["backup", ""], ["log", "--follow", "../../etc/passwd"], ["charge-points", "accept", "../../etc/passwd"], ["ocpp", "call", "../../x", "ClearCache", "{}"]])
        {
            CliResult result = await site.Site.Cli.TryAsync(command);
            Assert.True(result.ExitCode is 1 or 2, $"{string.Join(' ', command)}: {result}");
            Assert.DoesNotContain("   at ", result.Err, StringComparison.Ordinal);
        }

        Assert.Equal(before, Files(site.Site));
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task A_file_name_a_charger_answers_with_is_words_and_no_file()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        await using UnderAttack site = await StartAsync(new Site().With("ODD").WithCloud(broker), cloud);
        using RawCharger odd = await RawCharger.ConnectAsync(site.Site, "ODD");
        await odd.BootAsync();
        string[] before = Files(site.Site);
        for (int i = 0; i < Hostile.Length; i++)
        {
            await cloud.PublishAsync($"commands/{i}", With(CloudSite.Command("getDiagnostics", "ODD"), "location", "ftp://files.example/up"));
            await AnswerAsync(odd.Line, "GetDiagnostics", new JsonObject { ["fileName"] = Hostile[i] });
            JsonElement result = await cloud.TakeAsync($"commands/{i}/result");
            Assert.True(result.Text("outcome") == "done" ? result.GetProperty("answer").Text("fileName") == Hostile[i] : Hostile[i].Length > 255, $"{Hostile[i]}: {result}");
        }

        foreach (string status in (string[])["Uploaded", "../../etc/passwd", "a\nb"])
        {
            await odd.TryCallAsync("DiagnosticsStatusNotification", new JsonObject { ["status"] = status, ["fileName"] = "../../etc/passwd" });
            await odd.TryCallAsync("DataTransfer", new JsonObject { ["vendorId"] = "../../etc", ["messageId"] = "file:///etc/passwd", ["data"] = status });
        }

        Assert.Equal(before, Files(site.Site));
        await site.EndsWellAsync();
    }

    [Fact]
    public async Task What_a_charger_says_of_itself_makes_no_line_of_its_own_in_any_log()
    {
        Site site = new();
        string log = Path.Combine(site.Folder, "edge.log");
        site.Configuration["log"] = new JsonObject { ["file"] = log };
        await using UnderAttack under = await UnderAttack.StartAsync(site);
        await under.Good.CallAsync("BootNotification", Payloads.Boot("X\r\nFORGED-1", "Y\u001b[2K\nFORGED-2"));
        await under.Good.TryCallAsync("SecurityEventNotification", new JsonObject { ["type"] = "Z\nFORGED-3", ["timestamp"] = "2026-01-01T00:00:00Z" });
        await under.EndsWellAsync();
        string[] lines = [.. under.Edge.Told().Split('\n'), .. await File.ReadAllLinesAsync(log)];
        Assert.True(lines.Count(l => l.Contains("FORGED", StringComparison.Ordinal)) >= 2);
        Assert.DoesNotContain(lines, l => l.StartsWith("FORGED", StringComparison.Ordinal) || l.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_data_directory_somebody_meddled_with_starts_and_names_no_file_outside()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        Site site = new Site().WithCloud(broker);
        site.Write();
        string crashes = Path.Combine(site.Data, "crash");
        Directory.CreateDirectory(crashes);
        await File.WriteAllTextAsync(Path.Combine(site.Folder, "mine.json"), "mine");
        await File.WriteAllTextAsync(Path.Combine(crashes, "000001-a.json"), Report("../../mine"));
        await File.WriteAllTextAsync(Path.Combine(crashes, "000002-b.json"), Report("+/#"));
        await File.WriteAllTextAsync(Path.Combine(crashes, "000003-c.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(site.Data, "cloud-config.json"), """{"applied":{"version":1}}""");
        await File.WriteAllTextAsync(Path.Combine(site.Data, "run.jsonl"), """{"startedAt":"x","shortRuns":1,"kind":"exception"}""");
        Directory.CreateDirectory(Path.Combine(site.Data, "update"));
        string part = Path.Combine(site.Data, "update", "package.part");
        await File.WriteAllTextAsync(part, "half a package");
        await using UnderAttack under = await UnderAttack.StartAsync(site);
        await under.Edge.SaidAsync("The run before this one died.");
        Assert.False(File.Exists(part));
        Heard told = await cloud.TakeAsync(h => h.Topic.Contains("/crashes/", StringComparison.Ordinal), "report of the run that died");
        Assert.Matches("/crashes/000004-[0-9a-f]{8}$", told.Topic);
        Assert.Single(cloud.All, h => h.Topic.Contains("/crashes/", StringComparison.Ordinal));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(site.Folder, "mine.json")));
        await site.Cli.RunAsync("status");
        await under.EndsWellAsync();
    }

    /// <summary>A box that listens to its cloud: what is said before that is lost.</summary>
    private static async Task<UnderAttack> StartAsync(Site site, CloudPeer cloud)
    {
        UnderAttack started = await UnderAttack.StartAsync(site);
        await cloud.TakeAsync("status", s => s.Text("state") == "online");
        return started;
    }

    private static string Report(string id) =>
        new JsonObject { ["crashId"] = id, ["kind"] = "killed", ["at"] = null, ["startedAt"] = "", ["version"] = "", ["uptimeS"] = null, ["what"] = "x", ["lastLines"] = new JsonArray() }.ToJsonString();

    /// <summary>All there is, but what SQLite makes and takes away beside the ledger by itself.</summary>
    private static string[] Files(Site site) =>
        [.. Directory.EnumerateFileSystemEntries(site.Folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("-wal", StringComparison.Ordinal) && !f.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static JsonObject With(JsonObject command, string key, JsonNode value)
    {
        command[key] = value;
        return command;
    }

    private static async Task RefusedAsync(CloudPeer cloud, string id, JsonObject command, string words)
    {
        await cloud.PublishAsync($"commands/{id}", command);
        JsonElement result = await cloud.TakeAsync($"commands/{id}/result");
        Assert.True(result.Text("outcome") == "invalid" && result.Text("text").Contains(words, StringComparison.Ordinal), $"{command.ToJsonString()}: {result}");
    }

    /// <summary>The charger's answer to the next call of that name.</summary>
    private static async Task AnswerAsync(RawLine line, string action, JsonObject answer)
    {
        while (true)
        {
            string frame = await line.ReceiveAsync() ?? throw new InvalidOperationException("the daemon ended the line");
            JsonElement call = JsonDocument.Parse(frame).RootElement;
            if (call[0].GetInt32() != 2)
            {
                continue;
            }

            bool isIt = call[2].GetString() == action;
            await line.SendAsync(isIt ? $"[3,{call[1].GetRawText()},{answer.ToJsonString()}]" : $"[4,{call[1].GetRawText()},\"NotImplemented\",\"\",{{}}]");
            if (isIt)
            {
                return;
            }
        }
    }

    /// <summary>The whole answer of the control socket, asked without anything that would put a path right.</summary>
    private static async Task<string> AskAsync(Site site, string method, string target, string body)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(site.Data, "control.sock"))).OrFail("the control socket");
        await socket.SendAsync(Encoding.UTF8.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: edge\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer).OrFail("an answer") is > 0 and int length)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        return answer.ToString();
    }
}
