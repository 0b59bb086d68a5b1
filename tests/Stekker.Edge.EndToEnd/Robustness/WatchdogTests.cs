using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Robustness;

/// <summary>A loop that hangs is found out, and ends the process so that procd or systemd starts it again.</summary>
public sealed class WatchdogTests
{
    /// <summary>Twice the patience with a loop that does nothing.</summary>
    private const string Deadline = "WATCHDOG_USEC=20000000";

    /// <summary>Its log goes to a pipe that is full and that nobody reads: the loop's first line never returns.</summary>
    [Fact]
    public async Task A_loop_that_hangs_ends_the_process_and_says_why()
    {
        using Site site = new();
        site.Write();
        await using ChildProcess edge = ChildProcess.Start("sh", ["-c", """
            mkfifo "$1" && exec 3<>"$1" && dd if=/dev/zero of=/dev/fd/3 bs=4096 count=16 2>/dev/null
            shift
            exec env "$@" >&3
            """, "sh", Path.Combine(site.Folder, "full"), Deadline, EdgeBinary.Location, "run", "--config", site.ConfigurationFile, "--data", site.Data]);

        int code = await edge.Exited.OrFail("the hung daemon's end", edge.Told);

        Assert.Equal(3, code);
        Assert.Contains("the site's loop has done nothing for 10 s", edge.Errors.Told(), StringComparison.Ordinal);

        // And the next start finds what it died of, with the last lines that came before.
        await using EdgeProcess next = await EdgeProcess.StartAsync(site);
        JsonElement crash = (await site.Cli.JsonAsync("status")).GetProperty("box").GetProperty("lastCrash");
        Assert.Equal("hung", crash.GetProperty("kind").GetString());
        Assert.Contains("done nothing for 10 s", crash.GetProperty("what").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_hears_that_it_is_ready_alive_and_stopping()
    {
        using Site site = new();
        site.Write();
        string address = Path.Combine(site.Folder, "notify");
        using Socket ear = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        ear.Bind(new UnixDomainSocketEndPoint(address));
        await using ChildProcess edge = ChildProcess.Start(
            "env", [$"NOTIFY_SOCKET={address}", Deadline, EdgeBinary.Location, "run", "--config", site.ConfigurationFile, "--data", site.Data]);

        Assert.Contains("READY=1", await HearAsync(ear, "READY=1"));
        Assert.Contains("WATCHDOG=1", await HearAsync(ear, "WATCHDOG=1"));
        await edge.TerminateAsync();
        Assert.Contains("STOPPING=1", await HearAsync(ear, "STOPPING=1"));
        Assert.Equal(0, await edge.Exited.OrFail("the daemon's end", edge.Told));
    }

    /// <summary>All that is said up to that word.</summary>
    private static async Task<List<string>> HearAsync(Socket ear, string word)
    {
        List<string> heard = [];
        byte[] buffer = new byte[256];
        while (!heard.Contains(word))
        {
            int length = await ear.ReceiveAsync(buffer.AsMemory()).AsTask().OrFail(word, () => string.Join(", ", heard));
            heard.Add(Encoding.ASCII.GetString(buffer, 0, length));
        }

        return heard;
    }
}
