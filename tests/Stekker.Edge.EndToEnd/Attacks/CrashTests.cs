using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>A daemon that dies in whatever way: the next start tells of it, and nothing of it tells a secret.</summary>
public sealed class CrashTests
{
    private const string Secret = "planted-secret";

    /// <summary>From outside only a signal ends it at once. SIGABRT is also how the runtime ends a process in which nothing caught a mistake, and SIGBUS what a disk that vanishes under a mapped file comes to.</summary>
    [Theory]
    [InlineData("ABRT")]
    [InlineData("BUS")]
    [InlineData("ILL")]
    [InlineData("KILL")]
    public async Task However_it_dies_the_next_start_keeps_and_tells_it_and_no_secret(string signal)
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        using Site site = Planted(broker);
        StringBuilder told = new();
        await using (EdgeProcess edge = await EdgeProcess.StartAsync(site))
        {
            await cloud.TakeAsync("status", s => s.Text("state") == "online");
            await UseSecretsAsync(site);
            await SignalAsync(edge.Id, signal);
            Assert.NotEqual(0, (await edge.EndAsync()).ExitCode);
            told.Append(edge.Told());
        }

        await using EdgeProcess next = await EdgeProcess.StartAsync(site);
        Heard report = await cloud.TakeAsync(h => h.Topic.Contains("/crashes/", StringComparison.Ordinal), "report of the crash");
        Assert.Equal("killed", report.Payload.Text("kind"));
        await next.SaidAsync("The run before this one died. The program was killed");
        Assert.Equal(report.Payload.Text("crashId"), await KeptAsync(site));
        await AssertNoSecretAsync(site, cloud, next, told);
    }

    /// <summary>Only a death that it sees coming has the log's last lines in its report. Here its output blocks: nobody reads that any more.</summary>
    [Fact]
    public async Task The_last_lines_of_a_run_that_hung_are_kept_and_told_without_a_secret()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        using Site site = Planted(broker);
        site.Write();
        await using ChildProcess edge = ChildProcess.Start("sh", ["-c", """
            mkfifo "$1" && exec 3<>"$1" && dd if=/dev/zero of=/dev/fd/3 bs=4096 count=14 2>/dev/null
            shift
            exec env "$@" >&3
            """, "sh", Path.Combine(site.Folder, "full"), "WATCHDOG_USEC=20000000", EdgeBinary.Location, "run", "--config", site.ConfigurationFile, "--data", site.Data]);
        await cloud.TakeAsync("status", s => s.Text("state") == "online");
        await UseSecretsAsync(site);

        // Its lines fill what room there was, until the next one does not return.
        using (RawCharger talker = await RawCharger.ConnectAsync(site, "CP01", $"{Secret}-charger"))
        {
            JsonObject boot = Payloads.Boot("Talker", "Of many words");
            while (!edge.Exited.IsCompleted && await talker.TryCallAsync("BootNotification", (JsonObject)boot.DeepClone()) is not null)
            {
            }
        }

        Assert.Equal(3, await edge.Exited.OrFail("the hung daemon's end", edge.Told));
        await using EdgeProcess next = await EdgeProcess.StartAsync(site);
        Heard report = await cloud.TakeAsync(h => h.Topic.Contains("/crashes/", StringComparison.Ordinal), "report of the crash");
        Assert.Equal("hung", report.Payload.Text("kind"));
        string[] lines = [.. report.Payload.GetProperty("lastLines").EnumerateArray().Select(l => l.GetString()!)];
        Assert.Contains(lines, l => l.Contains("CP01 booted: Talker", StringComparison.Ordinal));
        Assert.Equal(report.Payload.Text("crashId"), await KeptAsync(site));
        await AssertNoSecretAsync(site, cloud, next, new StringBuilder(edge.Told()));
    }

    /// <summary>Passwords and tokens wherever the configuration takes one; mosquitto lets everybody in here, whatever they say.</summary>
    private static Site Planted(Broker broker)
    {
        Site site = new Site().With("CP01", $"{Secret}-charger").WithCloud(broker);
        site.Configuration["log"] = new JsonObject { ["level"] = "debug", ["file"] = Path.Combine(site.Data, "edge.log") };
        site.Configuration["cloud"]!["username"] = "edge";
        site.Configuration["cloud"]!["password"] = $"{Secret}-cloud";
        site.Configuration["tariff"] = new JsonObject { ["type"] = "dynamic", ["area"] = "NL" };
        site.Configuration["prices"] = new JsonObject { ["entsoe"] = new JsonObject { ["token"] = $"{Secret}-token", ["url"] = "http://127.0.0.1:1/api" } };
        return site;
    }

    /// <summary>Each secret is used, rightly and wrongly, and one is set at a charger.</summary>
    private static async Task UseSecretsAsync(Site site)
    {
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await RawLine.RefusedAsync(site, "CP01", $"{Secret}-typed"));
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01", $"{Secret}-charger");
        await charger.BootAsync();
        Task<CliResult> set = site.Cli.TryAsync("ocpp", "call", "CP01", "ChangeConfiguration", $$"""{"key":"AuthorizationKey","value":"{{Secret}}-new"}""");
        while (!set.IsCompleted)
        {
            await charger.CallAsync("Heartbeat", []);
        }

        Assert.DoesNotContain(Secret, $"{await set}", StringComparison.Ordinal);
    }

    /// <summary>The id of the one report there is: in the status, and in the file of that name.</summary>
    private static async Task<string> KeptAsync(Site site)
    {
        string id = (await site.Cli.JsonAsync("status")).GetProperty("box").GetProperty("lastCrash").Text("crashId");
        Assert.StartsWith(id, Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(site.Data, "crash")))), StringComparison.Ordinal);
        return id;
    }

    private static async Task AssertNoSecretAsync(Site site, CloudPeer cloud, EdgeProcess edge, StringBuilder told)
    {
        await site.Cli.RunAsync("backup", Path.Combine(site.Data, "copy.db"));
        told.Append(await site.Cli.RunAsync("status")).Append(await site.Cli.RunAsync("status", "--json"));
        Assert.Equal(0, (await edge.StopAsync()).ExitCode);
        told.Append(edge.Told()).AppendJoin('\n', cloud.All.Select(h => $"{h.Topic} {h.Payload}"));
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
        string[] files = Directory.GetFiles(site.Data, "*", SearchOption.AllDirectories);
        Assert.Contains(files, f => f.EndsWith("edge.log", StringComparison.Ordinal));
        Assert.Contains(files, f => f.EndsWith("copy.db", StringComparison.Ordinal));
        Assert.All(files, f => Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(File.ReadAllBytes(f)), StringComparison.Ordinal));
    }

    private static async Task SignalAsync(int process, string signal)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -{signal} {process}"]);
        await kill.WaitForExitAsync();
    }
}
