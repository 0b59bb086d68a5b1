using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Robustness;

/// <summary>A box that nobody visits: what it died of is told, and dying again and again wears nothing out.</summary>
public sealed class LongLifeTests
{
    [Fact]
    public async Task A_run_that_was_killed_is_told_at_the_next_start_and_one_that_was_stopped_is_not()
    {
        using Site site = new();
        await using (EdgeProcess stopped = await EdgeProcess.StartAsync(site))
        {
            await stopped.StopAsync();
        }

        await using (EdgeProcess killed = await EdgeProcess.StartAsync(site))
        {
            Assert.DoesNotContain("run before this one died", killed.Told(), StringComparison.Ordinal);
            await killed.KillAsync();
        }

        await using EdgeProcess next = await EdgeProcess.StartAsync(site);
        JsonElement crash = (await site.Cli.JsonAsync("status")).GetProperty("box").GetProperty("lastCrash");

        Assert.Equal("killed", crash.GetProperty("kind").GetString());
        Assert.Contains("last crash: ", (await site.Cli.RunAsync("status")).Out, StringComparison.Ordinal);
        Assert.Contains("The run before this one died. The program was killed", next.Told(), StringComparison.Ordinal);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(site.Data, "crash")));
        Assert.Contains(crash.GetProperty("crashId").GetString()!, file, StringComparison.Ordinal);
        await next.StopAsync();
        Assert.False(File.Exists(Path.Combine(site.Data, "run.jsonl")));
    }

    [Fact]
    public async Task The_status_tells_what_was_written_to_flash_and_how_much_room_there_is()
    {
        using Site site = new();
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);

        JsonElement box = (await site.Cli.JsonAsync("status")).GetProperty("box");

        Assert.Equal(20_000_000, box.GetProperty("flashBudgetBytes").GetInt64());
        Assert.InRange(box.GetProperty("flashWrittenBytes").GetInt64(), 0, 20_000_000);
        Assert.InRange(box.GetProperty("diskFreeBytes").GetInt64(), 1, box.GetProperty("diskTotalBytes").GetInt64());
        Assert.Contains("written today of 20.0 MB a day", (await site.Cli.RunAsync("status")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cloud_is_told_of_a_crash_once_there_is_one()
    {
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        using Site site = new Site().WithCloud(broker);
        await using (EdgeProcess first = await EdgeProcess.StartAsync(site))
        {
            await cloud.TakeAsync("status", s => s.Text("state") == "online");
            await first.KillAsync();
        }

        await using EdgeProcess second = await EdgeProcess.StartAsync(site);
        Heard report = await cloud.TakeAsync(h => h.Topic.Contains("/crashes/", StringComparison.Ordinal), "report of the crash");

        Assert.Equal("killed", report.Payload.Text("kind"));
        Assert.EndsWith(report.Payload.Text("crashId")!, report.Topic, StringComparison.Ordinal);
        cloud.AssertAllValid();
    }

    [Fact]
    public async Task A_start_after_some_that_soon_ended_waits_and_says_so_and_lives_meanwhile()
    {
        using Site first = new();
        await using EdgeProcess running = await EdgeProcess.StartAsync(first);
        using Site site = new();
        site.Configuration["ocpp"]!["listen"] = $"127.0.0.1:{first.OcppPort}";
        site.Write();
        for (int run = 0; run < 3; run++)
        {
            await using ChildProcess ends = Start(site);
            Assert.Equal(1, await ends.Exited.OrFail("the end of a start that cannot be", ends.Told));
            Assert.DoesNotContain("waiting", ends.Errors.Told(), StringComparison.Ordinal);
        }

        string address = Path.Combine(site.Folder, "notify");
        using Socket ear = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        ear.Bind(new UnixDomainSocketEndPoint(address));
        await using ChildProcess waits = Start(site, $"NOTIFY_SOCKET={address}", "WATCHDOG_USEC=60000000");
        await waits.Errors.TakeAsync(l => l.Contains("the last 3 runs ended within 10 minutes each: waiting 5 s", StringComparison.Ordinal), "word that it waits");
        Assert.Equal("READY=1", await HeardAsync(ear));
        Assert.Equal("WATCHDOG=1", await HeardAsync(ear));

        Assert.Equal(1, await waits.Exited.OrFail("the end of the start that waited", waits.Told));
        await using ChildProcess stopped = Start(site);
        await stopped.Errors.TakeAsync(l => l.Contains("waiting 10 s", StringComparison.Ordinal), "word that it waits longer");
        await stopped.TerminateAsync();
        Assert.Equal(0, await stopped.Exited.OrFail("the stop of a start that waits", stopped.Told));
        Assert.False(Directory.Exists(Path.Combine(site.Data, "crash")));
    }

    private static ChildProcess Start(Site site, params string[] environment) => ChildProcess.Start(
        "env", [.. environment, EdgeBinary.Location, "run", "--respawned", "--config", site.ConfigurationFile, "--data", site.Data]);

    private static async Task<string> HeardAsync(Socket ear)
    {
        byte[] buffer = new byte[256];
        int length = await ear.ReceiveAsync(buffer.AsMemory()).AsTask().OrFail("word to systemd");
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
