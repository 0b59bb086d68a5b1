using System.Globalization;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench.Cloud;

/// <param name="Waiting">Reports in the outbox.</param>
/// <param name="OfflineMb">Resident after a while without a broker.</param>
/// <param name="DrainedMb">Resident after all has gone out.</param>
/// <param name="PeakMb">Highest from start to end.</param>
internal sealed record OfflineMemory(int Waiting, double OfflineMb, double DrainedMb, double PeakMb);

/// <summary>Whether a site that was offline for a week holds more in memory than one that was not.</summary>
internal static class OfflineWeek
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    public static async Task<List<OfflineMemory>> MeasureAsync(Options options)
    {
        List<OfflineMemory> measured = [];
        Console.WriteLine("reports waiting   offline MB   drained MB   highest MB   (resident)");
        foreach (int sessions in (int[])[0, SiteDays.SessionsPerDay * 7, options.Reports / 2])
        {
            OfflineMemory m = await OfAsync(sessions);
            measured.Add(m);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m.Waiting,15} {m.OfflineMb,12:F1} {m.DrainedMb,12:F1} {m.PeakMb,12:F1}"));
        }

        return measured;
    }

    private static async Task<OfflineMemory> OfAsync(int sessions)
    {
        await using BenchBroker broker = await BenchBroker.StartAsync();
        await broker.KillAsync();
        using Site site = new Site().WithCloud(broker, tls: true);
        site.Write();
        int waiting = WaitingReports.Make(site.Data, CloudedSite.SiteId, sessions).Length;
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await CloudedSite.LiveForAsync(Settling);
        double offlineMb = ProcessUsage.Of(edge.Id).ResidentMb;
        await broker.StartAgainAsync();
        await DrainedAsync(site);
        await CloudedSite.LiveForAsync(Settling);
        ProcessUsage after = ProcessUsage.Of(edge.Id);
        await edge.StopAsync();
        return new OfflineMemory(waiting, offlineMb, after.ResidentMb, after.PeakMb);
    }

    private static async Task DrainedAsync(Site site)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(10));
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        while (true)
        {
            await timer.WaitForNextTickAsync(patience.Token);
            CliResult status = await site.Cli.RunAsync("status");
            if (status.Out.Contains("cloud: connected", StringComparison.Ordinal) && status.Out.Contains("nothing waits", StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}
