using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Bench.Cloud;

/// <param name="WithinS">cloud.reconnectWithinS of all boxes.</param>
/// <param name="AllBackSeconds">From the start of the new broker to the last box.</param>
/// <param name="PeakPerSecond">Most connections in one second.</param>
internal sealed record Storm(int WithinS, int Boxes, double AllBackSeconds, double P50Seconds, int PeakPerSecond, double BrokerCpuSeconds, double BrokerPeakMb);

/// <param name="BrokerIdleMb">With all connected and quiet.</param>
internal sealed record FleetRate(int Boxes, int Reports, double PerSecond, double BrokerCpuSeconds, double BrokerIdleMb, double BrokerPeakMb);

/// <summary>Two thousand boxes at one broker that is killed and started again, and how fast it takes what they report.</summary>
internal static class Fleet
{
    /// <summary>A socket, a wake-up, and what dialling needs for a moment.</summary>
    private const int FilesPerBox = 4;

    private const int OtherFiles = 500;
    private const int ReportsPerBox = 50;
    private const int Readers = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    public static async Task<(List<Storm> Storms, FleetRate Rate)> MeasureAsync(Options options)
    {
        int boxes = Math.Min(options.Boxes, (MostFiles() - OtherFiles) / FilesPerBox);
        if (boxes < options.Boxes)
        {
            Console.WriteLine($"only {boxes} boxes of {options.Boxes}: 'ulimit -n' is {MostFiles()}, and each takes {FilesPerBox} files");
        }

        List<Storm> storms = [];
        FleetRate? rate = null;
        foreach (int withinS in (int[])[60, 0])
        {
            await using BenchBroker broker = await BenchBroker.StartAsync();
            ConcurrentQueue<long> connects = new();
            long acknowledged = 0;
            CloudSettings settings = new(new Uri($"mqtt://127.0.0.1:{broker.PlainPort}")) { ReconnectWithin = TimeSpan.FromSeconds(withinS) };
            FleetBox[] fleet = [.. Enumerable.Range(0, boxes).Select(i => new FleetBox($"site-{i:0000}", settings, new Random(i))
            {
                Connected = () => connects.Enqueue(Stopwatch.GetTimestamp()),
                Acknowledged = () => Interlocked.Increment(ref acknowledged),
            })];
            try
            {
                for (int i = 0; i < boxes; i++)
                {
                    fleet[i].DialAfter(TimeSpan.FromSeconds(20.0 * i / boxes));
                }

                await UntilAsync(() => fleet.All(b => b.Stands), () => $"{fleet.Count(b => b.Stands)} of {boxes} boxes at the broker");
                await CloudedSite.LiveForAsync(Calm);
                rate ??= await RateAsync(broker, fleet, () => Interlocked.Read(ref acknowledged));
                storms.Add(await StormAsync(broker, fleet, connects, withinS));
                Print(storms[^1]);
            }
            finally
            {
                Array.ForEach(fleet, b => b.Dispose());
            }
        }

        return (storms, rate!);
    }

    /// <summary>All boxes send a full outbox at once; two readers share it, as a cloud would.</summary>
    private static async Task<FleetRate> RateAsync(BenchBroker broker, FleetBox[] fleet, Func<long> acknowledged)
    {
        string folder = Directory.CreateTempSubdirectory("bench-fleet-").FullName;
        ImmutableArray<OutboxEntry> reports = WaitingReports.Make(folder, "fleet", ReportsPerBox / 2);
        Directory.Delete(folder, recursive: true);
        Process[] readers = [.. Enumerable.Range(0, Readers).Select(i => Process.Start(
            "sh", ["-c", $"exec mosquitto_sub -h 127.0.0.1 -V mqttv5 -p {broker.PlainPort} -i reader-{i} -q 1 -t '$share/ingest/stekker/v1/+/sessions/+' > /dev/null"]))];
        try
        {
            await CloudedSite.LiveForAsync(Calm);
            ProcessUsage before = ProcessUsage.Of(broker.ProcessId);
            int all = fleet.Length * reports.Length;
            long began = Stopwatch.GetTimestamp();
            foreach (FleetBox box in fleet)
            {
                box.Report(reports);
            }

            await UntilAsync(() => acknowledged() >= all, () => $"{acknowledged()} of {all} acknowledgements");
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            ProcessUsage after = ProcessUsage.Of(broker.ProcessId);
            Array.ForEach(fleet, b => b.Report([]));
            FleetRate rate = new(fleet.Length, all, all / seconds, after.CpuSeconds - before.CpuSeconds, before.ResidentMb, after.PeakMb);
            Print(rate);
            return rate;
        }
        finally
        {
            foreach (Process reader in readers)
            {
                reader.Kill();
                reader.Dispose();
            }
        }
    }

    private static async Task<Storm> StormAsync(BenchBroker broker, FleetBox[] fleet, ConcurrentQueue<long> connects, int withinS)
    {
        await broker.KillAsync();
        connects.Clear();
        long began = Stopwatch.GetTimestamp();
        await broker.StartAgainAsync();
        await UntilAsync(() => connects.Count >= fleet.Length && fleet.All(b => b.Stands), () => $"{fleet.Count(b => b.Stands)} of {fleet.Length} boxes back");
        double[] after = [.. connects.Select(at => Stopwatch.GetElapsedTime(began, at).TotalSeconds).Order()];
        ProcessUsage usage = ProcessUsage.Of(broker.ProcessId);
        int peak = after.GroupBy(s => (int)s).Max(g => g.Count());
        return new Storm(withinS, fleet.Length, after[^1], after[after.Length / 2], peak, usage.CpuSeconds, usage.PeakMb);
    }

    private static async Task UntilAsync(Func<bool> isSo, Func<string> standing)
    {
        long began = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(Look);
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(began) > Longest)
            {
                throw new TimeoutException($"After {Longest.TotalMinutes:F0} minutes: {standing()}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private static int MostFiles()
    {
        string limit = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return int.TryParse(limit, CultureInfo.InvariantCulture, out int most) ? most : int.MaxValue;
    }

    private static void Print(Storm s) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"broker killed and restarted, reconnectWithinS {s.WithinS,2}: {s.Boxes} boxes back after {s.AllBackSeconds:F1} s (half of them {s.P50Seconds:F1} s), at most {s.PeakPerSecond} in a second; broker {s.BrokerCpuSeconds:F1} s CPU, {s.BrokerPeakMb:F1} MB"));

    private static void Print(FleetRate r) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Boxes} boxes send {r.Reports} session reports, {Readers} readers share them: {r.PerSecond:F0} acknowledged/s, broker {r.BrokerCpuSeconds * 1e6 / r.Reports:F0} us CPU each; broker {r.BrokerIdleMb:F1} MB with all connected, {r.BrokerPeakMb:F1} MB at most"));
}
