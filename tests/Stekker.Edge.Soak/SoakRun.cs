using System.Diagnostics;
using System.Text.Json;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Soak;

/// <summary>The native daemon on its site for the whole length, once for all tests that look at what came of it.</summary>
public sealed class SoakRun : IAsyncLifetime
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    /// <summary>A half-open line is given up after ping and ping timeout, 50 s; the outbox may have waited for the broker.</summary>
    private static readonly TimeSpan Mending = TimeSpan.FromMinutes(3);

    private readonly List<Sample> samples = [];

    internal SoakSettings Settings { get; } = SoakSettings.FromEnvironment();

    internal IReadOnlyList<Sample> Samples => samples;

    /// <summary>All chargers connected, no car yet.</summary>
    internal Sample Before { get; private set; }

    /// <summary>All cars gone, all mended.</summary>
    internal Sample After { get; private set; }

    internal IReadOnlyCollection<LivedSession> Lived { get; private set; } = [];

    internal JsonElement[] Ledger { get; private set; } = [];

    internal FuseWatch Fuse { get; private set; } = new(SoakSettings.FuseA);

    internal int WrongCardsAccepted { get; private set; }

    internal int WrongCardsRefused { get; private set; }

    internal IReadOnlyDictionary<string, int> Mishaps { get; private set; } = new Dictionary<string, int>();

    internal CliResult End { get; private set; } = new(-1, "", "");

    internal string? NotMended { get; private set; }

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Settings.Results);
        await using Broker broker = await Broker.StartAsync(isSecure: true);
        using Site site = new("refuse");
        await using BuildingMeter workshop = new();
        await using ChargerGate gate = new(site.OcppPort);
        SocketSite twin = new(SoakCast.World(Settings.Seed), TimeProvider.System);
        await using (twin)
        {
            SoakCast.Configure(site, twin.Meters, workshop, broker);
            await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
            for (int i = 0; i < SoakSettings.Chargers; i++)
            {
                await site.Cli.RunAsync("cards", "add", SoakCast.Card(i));
            }

            twin.Start(new Uri($"ws://127.0.0.1:{gate.Port}/ocpp/"));
            await Moments.UntilAsync(() => Task.FromResult(AllOnline(twin)), Patience.Limit, () => "all chargers are connected");
            await Moments.PassAsync(Quiet, CancellationToken.None);
            Before = Sample.Of(edge.Id, 0, 0);
            await LiveAsync(twin, new Mishaps(twin, gate, workshop, broker, site, Settings.Seed), edge);
            await MendAsync(twin, site, edge);
            After = Sample.Of(edge.Id, samples[^1].AtS, Lived.Count);
            Ledger = [.. (await site.Cli.JsonAsync("sessions", "list", "--limit", "100000")).EnumerateArray()];
            Fuse = twin.Fuse;
            End = await edge.StopAsync();
        }

        SoakReport.Write(this);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static bool AllOnline(SocketSite twin) => Enumerable.Range(0, SoakSettings.Chargers).All(i => twin.IsOnline(SoakCast.ChargePoint(i)));

    private async Task LiveAsync(SocketSite twin, Mishaps mishaps, EdgeProcess edge)
    {
        Drivers drivers = new(twin, Settings.Seed);
        using CancellationTokenSource over = new(Settings.Length);
        Task people = drivers.ComeAndGoAsync(over.Token);
        Task trouble = mishaps.HappenAsync(over.Token);
        long began = Stopwatch.GetTimestamp();
        string file = Path.Combine(Settings.Results, "samples.csv");
        await File.WriteAllTextAsync(file, $"{Sample.Heading}\n");
        while (await Moments.PassAsync(TimeSpan.FromSeconds(1), over.Token) && !edge.Exited.IsCompleted)
        {
            samples.Add(Sample.Of(edge.Id, Stopwatch.GetElapsedTime(began).TotalSeconds, drivers.Begun));
            await File.AppendAllTextAsync(file, $"{samples[^1]}\n");
        }

        await over.CancelAsync();
        await Task.WhenAll(people, trouble);
        Lived = drivers.Lived;
        WrongCardsAccepted = drivers.WrongCardsAccepted;
        WrongCardsRefused = drivers.WrongCardsRefused;
        Mishaps = mishaps.Counts;
    }

    /// <summary>What the chargers had to tell has arrived, the cloud has its reports, and lines that were half open are given up.</summary>
    private async Task MendAsync(SocketSite twin, Site site, EdgeProcess edge)
    {
        try
        {
            string status = "";
            await Moments.UntilAsync(() => Task.FromResult(AllOnline(twin)), Mending, () => "all chargers are back");
            await twin.WhenDelivered().WaitAsync(Mending);
            await Moments.UntilAsync(
                async () =>
                {
                    status = (await site.Cli.RunAsync("status")).Out;
                    return status.Contains("cloud: connected", StringComparison.Ordinal) && status.Contains("nothing waits", StringComparison.Ordinal);
                },
                Mending,
                () => $"the cloud has all reports: {status}");
            await Moments.UntilAsync(
                () => Task.FromResult(Sample.Of(edge.Id, 0, 0).Handles <= Before.Handles + SoakTests.HandlesMayStay),
                Mending,
                () => $"handles are given back: {Before.Handles} before, {Sample.Of(edge.Id, 0, 0).Handles} now");
        }
        catch (TimeoutException e)
        {
            NotMended = e.Message;
        }
    }
}
