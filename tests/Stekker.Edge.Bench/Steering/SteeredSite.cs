using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench.Steering;

/// <param name="ThreePhase">Else each charger has one phase, in turns.</param>
/// <param name="NoiseA">How far the building's load on a phase is off from one second to the next.</param>
/// <param name="PartMeters">Two meters more, within the building.</param>
internal sealed record SteeredSettings(int Chargers, bool ThreePhase, int FuseA, int BuildingA, double NoiseA, bool PartMeters);

/// <summary>
/// The native daemon with a grid meter and chargers on real sockets. Cars draw what they may half a second after they are told, and the
/// grid meter shows what cars and building draw.
/// </summary>
internal sealed class SteeredSite : IAsyncDisposable
{
    /// <summary>The most each car takes.</summary>
    public const int MaxA = 32;

    private const int Phases = 3;
    private const int ConnectingAtOnce = 8;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CarFollowsAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>What a car came to is sent once the grid meter has shown it too: no sooner, as few chargers would.</summary>
    private static readonly TimeSpan SampleAfterChange = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BuildingMovesEvery = TimeSpan.FromSeconds(1);

    private readonly SteeredSettings settings;
    private readonly Site site = new("accept");
    private readonly SiteMeters meters;
    private readonly SteeredCharger[] chargers;
    private readonly ConcurrentDictionary<SteeredCharger, long> told = new();
    private readonly ConcurrentQueue<long> limits = new();
    private readonly CancellationTokenSource stop = new();
    private readonly double[] buildingA;
    private EdgeProcess? daemon;
    private Task living = Task.CompletedTask;
    private long lastLimit;

    private SteeredSite(SteeredSettings settings)
    {
        this.settings = settings;
        meters = new SiteMeters(settings.PartMeters);
        buildingA = [settings.BuildingA, settings.BuildingA, settings.BuildingA];
        chargers = [.. Enumerable.Range(0, settings.Chargers).Select(i => new SteeredCharger($"BENCH{i:00}", settings.ThreePhase ? [0, 1, 2] : [i % Phases]))];
        Array.ForEach(chargers, c => c.Limited = Limited);
    }

    public int ProcessId => daemon!.Id;

    public double LowestLimitA => chargers.Min(c => c.LimitA);

    public double MeanLimitA => chargers.Average(c => c.LimitA);

    /// <summary>Since the last charger was told something.</summary>
    public TimeSpan CalmFor => Stopwatch.GetElapsedTime(Interlocked.Read(ref lastLimit));

    public static async Task<SteeredSite> StartAsync(SteeredSettings settings)
    {
        SteeredSite started = new(settings);
        try
        {
            await started.StartAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>The building rises so far that each car has to leave one ampere.</summary>
    /// <returns>When the meter answered so, and when limits were with a charger until the given time later; in stopwatch ticks.</returns>
    public async Task<(long ShownAt, long[] LimitsAt)> JumpAsync(TimeSpan listenFor)
    {
        limits.Clear();
        long shownAt = await meters.JumpAsync(RiseByAnAmpereEach);
        await UntilAsync(() => Stopwatch.GetElapsedTime(shownAt) >= listenFor, "the jump's second");
        return (shownAt, [.. limits.Order()]);
    }

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        long began = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(Tick);
        while (!condition())
        {
            if (living.IsFaulted)
            {
                await living;
            }

            if (Stopwatch.GetElapsedTime(began) > 2 * Patience.Limit)
            {
                throw new TimeoutException($"Waited in vain for {what}: limits {LowestLimitA} to {chargers.Max(c => c.LimitA)} A, mean {MeanLimitA:F1} A.\n{daemon!.Told()}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await living.ContinueWith(_ => { }, TaskScheduler.Default);
        Array.ForEach(chargers, c => c.Dispose());
        if (daemon is not null)
        {
            await daemon.StopAsync();
            await daemon.DisposeAsync();
        }

        await meters.DisposeAsync();
        site.Dispose();
        stop.Dispose();
    }

    private async Task StartAsync()
    {
        site.Configuration["grid"]!["fuseA"] = settings.FuseA;
        site.Configuration["grid"]!.AsObject().Remove("gtvKw");
        site.Configuration["cards"]!["unknown"] = "accept";
        site.Configuration["meters"] = meters.Configuration;
        foreach (SteeredCharger c in chargers)
        {
            JsonObject connector = new() { ["id"] = 1, ["maxA"] = MaxA, ["phases"] = string.Join(',', c.Phases.Select(p => $"L{p + 1}")) };
            site.Configuration["chargePoints"]!.AsArray().Add((JsonNode)new JsonObject { ["id"] = c.Id, ["maxA"] = MaxA, ["connectors"] = new JsonArray(connector) });
        }

        daemon = await EdgeProcess.StartAsync(site);
        living = LiveAsync();
        await Parallel.ForEachAsync(
            chargers, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce }, async (c, _) => await c.ConnectAsync(site.Ocpp(c.Id)));
    }

    private void Limited(SteeredCharger charger, long at)
    {
        limits.Enqueue(at);
        told[charger] = at;
        Interlocked.Exchange(ref lastLimit, at);
    }

    /// <summary>By so much over the fuse that the balancer's cushion of half an ampere makes it one whole ampere for each car.</summary>
    private double[] RiseByAnAmpereEach()
    {
        for (int p = 0; p < Phases; p++)
        {
            buildingA[p] = settings.FuseA - CarsA(p) + chargers.Count(c => c.Phases.Contains(p)) - 0.6;
        }

        return GridA(buildingA);
    }

    private async Task LiveAsync()
    {
        Random random = new(1);
        using PeriodicTimer timer = new(Tick);
        long began = Stopwatch.GetTimestamp();
        long[] due = [.. chargers.Select((_, i) => began + Ticks(SampleEvery * (i + 1) / chargers.Length))];
        long moves = began;
        while (!stop.IsCancellationRequested)
        {
            long now = Stopwatch.GetTimestamp();
            bool follows = Follow(now, due);
            if (now >= moves || follows)
            {
                moves = now >= moves ? now + Ticks(BuildingMovesEvery) : moves;
                Show(random);
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Cars come to their limits, and chargers send what they measure: every so often, and a while after it changed.</summary>
    private bool Follow(long now, long[] due)
    {
        bool any = false;
        for (int i = 0; i < chargers.Length; i++)
        {
            SteeredCharger c = chargers[i];
            bool follows = told.TryGetValue(c, out long at) && now - at >= Ticks(CarFollowsAfter) && told.TryRemove(new(c, at));
            if (follows)
            {
                c.DrawA = c.LimitA;
                due[i] = now + Ticks(SampleAfterChange);
                any = true;
            }

            if (now >= due[i])
            {
                due[i] = now + Ticks(SampleEvery);
                c.EnergyWh += c.DrawA * c.Phases.Length * SiteMeters.VoltageV * SampleEvery.TotalHours;
                c.Meter();
            }
        }

        return any;
    }

    private void Show(Random random) => meters.Show(() =>
    {
        double[] nowA = [.. buildingA.Select(a => a + (settings.NoiseA * ((2 * random.NextDouble()) - 1)))];
        return (GridA(nowA), nowA);
    });

    private double[] GridA(double[] nowA) => [.. nowA.Select((a, p) => a + CarsA(p))];

    private double CarsA(int phase) => chargers.Where(c => c.Phases.Contains(phase)).Sum(c => c.DrawA);

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}
