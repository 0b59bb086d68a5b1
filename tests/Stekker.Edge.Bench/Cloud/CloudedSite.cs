using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench.Cloud;

/// <summary>Sites with a cloud, for the native daemon.</summary>
internal static class CloudedSite
{
    public const string SiteId = "end-to-end";

    /// <param name="port">The broker's, or that of what stands before it.</param>
    public static Site WithCloud(this Site site, BenchBroker broker, bool tls, int? port = null)
    {
        JsonObject cloud = new() { ["broker"] = $"{(tls ? "mqtts" : "mqtt")}://127.0.0.1:{port ?? (tls ? broker.TlsPort : broker.PlainPort)}", ["reconnectWithinS"] = 0 };
        if (tls)
        {
            cloud["caFile"] = broker.Authority;
            cloud["certFile"] = broker.BoxCertificate;
            cloud["keyFile"] = broker.BoxKey;
        }

        site.Configuration["cloud"] = cloud;
        return site;
    }

    /// <summary>The site lives on for a while that is measured: a window of time, not a wait for something that could be seen to happen.</summary>
    public static async Task LiveForAsync(TimeSpan window)
    {
        using PeriodicTimer timer = new(window);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>What it has caused to be written to the disk so far, as the kernel counts it (pages made dirty).</summary>
    public static long WrittenBytes(int processId) => long.Parse(
        File.ReadLines($"/proc/{processId}/io").First(l => l.StartsWith("write_bytes:", StringComparison.Ordinal)).Split(' ')[1],
        System.Globalization.CultureInfo.InvariantCulture);
}
