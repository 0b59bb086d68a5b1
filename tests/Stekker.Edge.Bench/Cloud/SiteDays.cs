using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench.Cloud;

/// <summary>What a part of the day cost one daemon.</summary>
/// <param name="WrittenBytes">To the disk.</param>
internal readonly record struct Cost(double Minutes, Traffic Traffic, long WrittenBytes)
{
    public static Cost operator -(Cost a, Cost b) => new(a.Minutes - b.Minutes, a.Traffic - b.Traffic, a.WrittenBytes - b.WrittenBytes);
}

/// <param name="Connecting">From the start to quiet: handshake, subscriptions, status.</param>
/// <param name="Idle">A window without cars.</param>
/// <param name="Starting">Ten sessions begin.</param>
/// <param name="Charging">A window with ten cars.</param>
/// <param name="Stopping">Ten sessions end.</param>
/// <param name="Documents">Tomorrow's prices and a weather forecast come down.</param>
internal sealed record MeasuredDay(string Name, Cost Connecting, Cost Idle, Cost Starting, Cost Charging, Cost Stopping, Cost Documents);

/// <summary>
/// Bytes on the air and to the flash, of a site of ten chargers: three daemons live side by side through the same parts of a day, one without a cloud,
/// one in the clear, one over TLS. Parts are measured and put together to a day: 24 h x the idle window's rate, what ten cars charging add to it x the
/// hours they charge, 20 x a start and a stop, a start's worth for each quarter's update (one report both), one new line, one set of documents.
/// </summary>
internal static class SiteDays
{
    public const int Chargers = 10;
    public const int SessionsPerDay = 20;
    public const double HoursPerSession = 4;

    private const int UpdatesPerHour = 4;
    private const int DaysPerMonth = 30;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(30);

    public static async Task<List<MeasuredDay>> MeasureAsync(Options options)
    {
        TimeSpan window = TimeSpan.FromMinutes(options.Minutes);
        await using BenchBroker broker = await BenchBroker.StartAsync();
        MeasuredDay[] days = await Task.WhenAll(LiveAsync("no cloud", broker, null, window), LiveAsync("plain", broker, false, window), LiveAsync("TLS", broker, true, window));
        Print(days);
        return [.. days];
    }

    private static async Task<MeasuredDay> LiveAsync(string name, BenchBroker broker, bool? tls, TimeSpan window)
    {
        await using CountingProxy proxy = new(tls == true ? broker.TlsPort : broker.PlainPort);
        using Site site = new("accept");
        site.Configuration["siteId"] = $"day-{(tls switch { null => "none", true => "tls", _ => "plain" })}";
        site.Configuration["cards"]!["unknown"] = "accept";
        if (tls is { } secure)
        {
            site.WithCloud(broker, secure, proxy.Port);
        }

        long began = Stopwatch.GetTimestamp();
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        Cost Now() => new(Stopwatch.GetElapsedTime(began).TotalMinutes, proxy.Traffic, CloudedSite.WrittenBytes(edge.Id));
        await CloudedSite.LiveForAsync(Quiet);
        Cost connected = Now();

        DayCharger[] chargers = [.. Enumerable.Range(1, Chargers).Select(i => new DayCharger($"CP{i:00}"))];
        try
        {
            await Task.WhenAll(chargers.Select(c => c.ConnectAsync(site)));
            await CloudedSite.LiveForAsync(Quiet);
            Cost idle = await OverAsync(Now, () => CloudedSite.LiveForAsync(window));
            Cost starting = await OverAsync(Now, () => EachAsync(chargers, c => c.StartAsync()));
            Cost charging = await OverAsync(Now, () => ChargeAsync(chargers, window));
            Cost stopping = await OverAsync(Now, () => EachAsync(chargers, c => c.StopAsync()));
            Cost documents = tls is null ? default : await OverAsync(Now, () => DocumentsAsync(broker, site));
            await edge.StopAsync();
            return new MeasuredDay(name, connected, idle, starting, charging, stopping, documents);
        }
        finally
        {
            Array.ForEach(chargers, c => c.Dispose());
        }
    }

    private static async Task<Cost> OverAsync(Func<Cost> now, Func<Task> live)
    {
        Cost before = now();
        await live();
        return now() - before;
    }

    private static async Task EachAsync(DayCharger[] chargers, Func<DayCharger, Task> act)
    {
        await Task.WhenAll(chargers.Select(act));
        await CloudedSite.LiveForAsync(Quiet);
    }

    private static async Task ChargeAsync(DayCharger[] chargers, TimeSpan window)
    {
        using PeriodicTimer timer = new(SampleEvery);
        for (TimeSpan over = TimeSpan.Zero; over < window; over += SampleEvery)
        {
            await timer.WaitForNextTickAsync();
            await Task.WhenAll(chargers.Select(c => c.MeterAsync(SampleEvery)));
        }
    }

    private static async Task DocumentsAsync(BenchBroker broker, Site site)
    {
        DateTimeOffset midnight = new(DateTime.UtcNow.Date.AddDays(1), TimeSpan.Zero);
        JsonArray prices = [.. Enumerable.Range(0, 96).Select(q => new JsonObject { ["start"] = Written(midnight.AddMinutes(15 * q)), ["eurPerKwh"] = 0.0812 + (q / 10_000.0) })];
        JsonArray points = [.. Enumerable.Range(0, 48).Select(h => new JsonObject { ["start"] = Written(midnight.AddHours(h)), ["globalWPerM2"] = 210, ["cloudFraction"] = 0.45, ["temperatureC"] = 11.5 })];
        await PublishAsync(broker, site, "prices/NL", new JsonObject { ["version"] = 1, ["resolutionMinutes"] = 15, ["prices"] = prices });
        await PublishAsync(broker, site, "weather", new JsonObject { ["version"] = 1, ["points"] = points });
        await CloudedSite.LiveForAsync(Quiet);
    }

    private static string Written(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);

    private static async Task PublishAsync(BenchBroker broker, Site site, string topic, JsonObject document)
    {
        string whole = $"stekker/v1/{(string)site.Configuration["siteId"]!}/{topic}";
        using Process pub = Process.Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{broker.PlainPort}", "-q", "1", "-r", "-t", whole, "-m", document.ToJsonString()]);
        await pub.WaitForExitAsync();
    }

    public static double FlashMbPerDay(MeasuredDay day) => PerDay(day, c => c.WrittenBytes) / 1e6;

    /// <param name="of">The figure of a part.</param>
    private static double PerDay(MeasuredDay day, Func<Cost, double> of)
    {
        double idle = of(day.Idle) / day.Idle.Minutes;
        double tenCars = (of(day.Charging) / day.Charging.Minutes) - idle;
        double start = Without(day.Starting) / Chargers;
        double stop = Without(day.Stopping) / Chargers;
        return (idle * 24 * 60)
            + (tenCars / Chargers * SessionsPerDay * HoursPerSession * 60)
            + ((start + stop) * SessionsPerDay)
            + (start * SessionsPerDay * HoursPerSession * UpdatesPerHour)
            + of(day.Connecting)
            + Without(day.Documents);

        double Without(Cost part) => Math.Max(0, of(part) - (idle * part.Minutes));
    }

    private static void Print(MeasuredDay[] days)
    {
        Console.WriteLine($"""
            {Chargers} chargers, {SessionsPerDay} sessions of {HoursPerSession} h a day, a sample each {SampleEvery.TotalSeconds:F0} s; windows of {days[0].Idle.Minutes:F1} and {days[0].Charging.Minutes:F1} min
            bytes with MQTT and TLS; "on air" has 52 bytes of IP and TCP a piece, and a bare acknowledgement for each two, too

            site        connect  idle B/min  10 cars B/min   10 starts    10 stops  documents | a day, kB  on air, kB  a month on air, MB | flash, MB a day
            """);
        foreach (MeasuredDay d in days)
        {
            double onAir = PerDay(d, c => c.Traffic.OnAirBytes);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{d.Name,-10} {d.Connecting.Traffic.Bytes,8} {d.Idle.Traffic.Bytes / d.Idle.Minutes,11:F0} {d.Charging.Traffic.Bytes / d.Charging.Minutes,14:F0} {d.Starting.Traffic.Bytes,11} {d.Stopping.Traffic.Bytes,11} {d.Documents.Traffic.Bytes,10} | {PerDay(d, c => c.Traffic.Bytes) / 1e3,9:F0} {onAir / 1e3,11:F0} {onAir * DaysPerMonth / 1e6,19:F1} | {PerDay(d, c => c.WrittenBytes) / 1e6,14:F2}"));
        }

        double off = PerDay(days[0], c => c.WrittenBytes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nflash, with a cloud / without: plain {PerDay(days[1], c => c.WrittenBytes) / off:F2}, TLS {PerDay(days[2], c => c.WrittenBytes) / off:F2} (budget 20 MB a day)\n"));
    }
}
