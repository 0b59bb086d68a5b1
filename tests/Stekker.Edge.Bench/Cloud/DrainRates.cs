using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Bench.Cloud;

/// <param name="CpuSeconds">Of the sender, with its start; null where it was gone before it could be asked.</param>
/// <param name="PeakMb">Of the sender, highest resident; null likewise.</param>
internal sealed record DrainRate(string Sender, bool Tls, int Reports, double PerSecond, double? CpuSeconds, double? PeakMb);

/// <summary>How fast a full outbox reaches the broker, beside two plain clients with the same payloads, QoS 1 all.</summary>
internal static class DrainRates
{
    private const string Ours = "stekker-edge";

    /// <summary>mosquitto_pub -l ends at the first acknowledgement of its last message's id: with more messages than ids (65,535) most are never sent, and it looks four times as fast.</summary>
    private const int MostReports = 60_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static async Task<List<DrainRate>> MeasureAsync(Options options)
    {
        int reports = Math.Min(options.Reports, MostReports);
        List<DrainRate> rates = [];
        await using BenchBroker broker = await BenchBroker.StartAsync();
        for (int round = 1; round <= options.Rounds; round++)
        {
            foreach (bool tls in (bool[])[false, true])
            {
                ImmutableArray<OutboxEntry> sent;
                using (Site site = new Site().WithCloud(broker, tls))
                {
                    site.Write();
                    sent = WaitingReports.Make(site.Data, CloudedSite.SiteId, reports / 2);
                    rates.Add(await OfDaemonAsync(site, broker, tls, sent));
                }

                rates.Add(await OfPubAsync(broker, tls, sent));
                rates.Add(await OfNodeAsync(broker, tls, sent));
                rates.TakeLast(3).ToList().ForEach(Print);
            }
        }

        PrintMedians(rates);
        return rates;
    }

    /// <summary>From the first report's arrival to the last one's: a client hears of these two only, so as not to be measured too.</summary>
    private static async Task<DrainRate> OfDaemonAsync(Site site, BenchBroker broker, bool tls, ImmutableArray<OutboxEntry> reports)
    {
        string prefix = $"stekker/v1/{CloudedSite.SiteId}/";
        await using ChildProcess listener = ChildProcess.Start(
            "stdbuf", ["-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{broker.PlainPort}", "-q", "1", "-d", "-F", "heard %U %p", "-t", prefix + reports[0].Topic, "-t", prefix + reports[^1].Topic]);
        await listener.Output.TakeAsync(l => l.StartsWith("Subscribed", StringComparison.Ordinal), "listener at the broker");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        string firstLine = await listener.Output.TakeAsync(l => l.Contains($"{{\"reportId\":{reports[0].ReportId},", StringComparison.Ordinal), "first report");
        string lastLine;
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                lastLine = await listener.Output.TakeAsync(l => l.Contains($"{{\"reportId\":{reports[^1].ReportId},", StringComparison.Ordinal), "last report");
                break;
            }
            catch (TimeoutException) when (Stopwatch.GetElapsedTime(began) < Longest)
            {
                // A slow machine; more patience than a test has.
            }
        }

        ProcessUsage usage = ProcessUsage.Of(edge.Id);
        await edge.StopAsync();
        return new DrainRate(Ours, tls, reports.Length, (reports.Length - 1) / (HeardAt(lastLine) - HeardAt(firstLine)), usage.CpuSeconds, usage.PeakMb);

        // By the listener's own clock: the line itself may be read late where the machine is busy.
        static double HeardAt(string line) => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>A line is a message, all on one topic; from its start to its end, connecting included.</summary>
    private static async Task<DrainRate> OfPubAsync(BenchBroker broker, bool tls, ImmutableArray<OutboxEntry> reports)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, reports.Select(r => Encoding.UTF8.GetString(r.Payload.Span)));
        string secure = tls ? $"--cafile {broker.Authority} --cert {broker.BoxCertificate} --key {broker.BoxKey} -p {broker.TlsPort}" : $"-p {broker.PlainPort}";
        long began = Stopwatch.GetTimestamp();
        using Process pub = Process.Start("sh", ["-c", $"exec mosquitto_pub -h 127.0.0.1 -V mqttv5 {secure} -q 1 -l -t stekker/v1/pub/sessions/1 < {file}"]);
        await pub.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        File.Delete(file);
        return new DrainRate("mosquitto_pub -l", tls, reports.Length, reports.Length / seconds, null, null);
    }

    private static async Task<DrainRate> OfNodeAsync(BenchBroker broker, bool tls, ImmutableArray<OutboxEntry> reports)
    {
        string folder = typeof(DrainRates).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NodeFolder").Value!;
        string file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, reports.Select(r => $"stekker/v1/node/{r.Topic}\t{Encoding.UTF8.GetString(r.Payload.Span)}"));
        string[] secure = tls ? [broker.Authority, broker.BoxCertificate, broker.BoxKey] : [];
        string url = tls ? $"mqtts://127.0.0.1:{broker.TlsPort}" : $"mqtt://127.0.0.1:{broker.PlainPort}";
        await using ChildProcess node = ChildProcess.Start("node", [Path.Combine(folder, "publish.mjs"), url, file, .. secure], folder);
        string told = await node.Output.TakeAsync(l => l.StartsWith('{'), "figures of the Node client");
        await node.Exited;
        File.Delete(file);
        JsonElement figures = JsonDocument.Parse(told).RootElement;
        return new DrainRate(
            "npm mqtt", tls, reports.Length, reports.Length / figures.GetProperty("seconds").GetDouble(), figures.GetProperty("cpuSeconds").GetDouble(), figures.GetProperty("peakMb").GetDouble());
    }

    private static void PrintMedians(List<DrainRate> rates)
    {
        foreach (bool tls in (bool[])[false, true])
        {
            double ours = Median(Ours);
            foreach (string other in rates.Select(r => r.Sender).Distinct().Where(s => s != Ours))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(tls ? "TLS" : "plain"),-6} {Ours} / {other}: {ours / Median(other):F2} (medians)"));
            }

            double Median(string sender)
            {
                double[] sorted = [.. rates.Where(r => r.Sender == sender && r.Tls == tls).Select(r => r.PerSecond).Order()];
                return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            }
        }
    }

    private static void Print(DrainRate r) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Sender,-18} {(r.Tls ? "TLS" : "plain"),-6} {r.PerSecond,8:F0} reports/s {(r.CpuSeconds is { } cpu ? cpu * 1e6 / r.Reports : 0),7:F0} us CPU each {r.PeakMb ?? 0,6:F1} MB at most"));
}
