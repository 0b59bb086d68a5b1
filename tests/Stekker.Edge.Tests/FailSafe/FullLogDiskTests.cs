using Stekker.Edge.Core.Site;
using Stekker.Edge.Hosting;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.FailSafe;

/// <summary>The log file is in memory, and other programs' files are too: it may find no room.</summary>
public sealed class FullLogDiskTests
{
    [MountFact]
    public async Task A_log_file_that_finds_no_room_costs_its_lines_and_nothing_else()
    {
        using TempDirectory directory = new();
        using TempDirectory data = new();
        using SmallDisk disk = SmallDisk.Tmpfs(directory.File("log"), "size=64k");
        VirtualTime time = new();
        LogLines output = new();
        await using Daemon daemon = await Daemon.StartAsync(
            new DaemonOptions(RunningSite.Configuration, data.Path, output, Path.Combine(disk.Path, "edge.log")), time).OrFail();
        disk.Fill();

        for (int i = 0; i < 2_000; i++)
        {
            await daemon.Loop.PostAsync(new SiteEvent.BoxReported("test", TellLevel.Warning, i % 2 == 0 ? new string('x', 200) : null), CancellationToken.None);
        }

        Assert.IsType<Reply.Clock>(await daemon.Loop.AskAsync(id => new SiteEvent.Heartbeat(id, "nobody"), CancellationToken.None).OrFail());
        Assert.True(output.Lines.All.Count(l => l.Contains("xxxx", StringComparison.Ordinal)) >= 2_000);
    }
}
