using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;
using Xunit.Abstractions;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>Whatever comes down, the box stands, says what it will not have, and goes on charging.</summary>
public sealed class GarbageTests(ITestOutputHelper output)
{
    private const int Messages = 400;

    private const int TenMegabytes = 10_000_000;

    private static readonly string[] Topics = ["config", "cards", "cards/delta", "vehicles", "prices/NL", "prices/BE", "imbalance", "weather", "limits", "commands/x"];

    private static readonly string[] Documents =
    [
        """{"version":3,"cards":[{"idTag":"04A1","label":"x","scope":"site"}]}""",
        """{"version":4,"put":[],"deactivate":["04A1"]}""",
        """{"version":2,"vehicles":[{"id":"van","label":"Van","batteryKwh":70}]}""",
        """{"version":9,"resolutionMinutes":60,"prices":[{"start":"2026-11-29T00:00:00+01:00","eurPerKwh":0.08}]}""",
        """{"version":1,"windows":[{"source":"dso","from":"2026-11-29T00:00:00Z","until":"2026-11-29T01:00:00Z","capW":12000}]}""",
        """{"version":5,"grid":{"fuseA":25}}""",
        """{"command":"reset","expiresAt":"2036-11-29T00:00:00Z","chargePointId":"CP01","type":"soft"}""",
    ];

    [Fact]
    public async Task Garbage_on_every_topic_is_refused_and_disturbs_nobody()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("STEKKER_SEED"), out int given) ? given : Random.Shared.Next();
        output.WriteLine($"STEKKER_SEED={seed}");
        Random random = new(seed);
        await using Broker broker = await Broker.StartAsync();
        await using CloudPeer cloud = await CloudPeer.ConnectAsync(broker);
        using Site site = new Site().With("CP01").WithCloud(broker);
        site.Configuration["tariff"] = new JsonObject { ["type"] = "dynamic", ["area"] = "NL" };
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        await cloud.TakeAsync("status", s => s.Text("state") == "online");

        for (int i = 0; i < Messages; i++)
        {
            string of = random.Next(10) == 0 ? "stekker/v1/another-site/" : CloudPeer.Site;
            await cloud.PublishRawAsync(of + Topics[random.Next(Topics.Length)] + (random.Next(4) == 0 ? $"{i}" : ""), Spoilt(random), retain: random.Next(3) == 0);
        }

        await cloud.PublishRawAsync($"{CloudPeer.Site}cards", new byte[TenMegabytes], retain: true);
        JsonElement state = await cloud.TakeAsync("cards/state", s => s.Text("state") == "refused" && s.ToString().Contains("1048576", StringComparison.Ordinal));
        Assert.NotEmpty(state.GetProperty("errors").EnumerateArray());

        // A box that comes back to a broker full of it stands as well, and a good document counts.
        await edge.StopAsync();
        await using EdgeProcess again = await EdgeProcess.StartAsync(site);
        await cloud.PublishAsync("cards", JsonNode.Parse("""{"version":1000,"cards":[{"idTag":"04A1B2C3","label":"Ada","scope":"site"}]}""")!, retain: true);
        await cloud.TakeAsync("cards/state", s => s.Text("state") == "applied" && s.GetProperty("version").ToString() == "1000");
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");
        await charger.BootAsync();
        await charger.ChargeAsync("04A1B2C3", 0, 1000);
        await cloud.TakeAsync(h => h.Topic.Contains("/sessions/", StringComparison.Ordinal) && h.Payload.Text("event") == "ended", "session that ended");
        Assert.DoesNotContain("Our own mistake", edge.Told() + again.Told(), StringComparison.Ordinal);
        cloud.AssertAllValid();
    }

    /// <summary>Noise, or a good document with some of it changed, cut or doubled.</summary>
    private static byte[] Spoilt(Random random)
    {
        byte[] bytes = random.Next(4) == 0 ? new byte[random.Next(200)] : Encoding.UTF8.GetBytes(Documents[random.Next(Documents.Length)]);
        if (bytes.All(b => b == 0))
        {
            random.NextBytes(bytes);
            return bytes;
        }

        for (int n = random.Next(6); n > 0; n--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(32, 127);
        }

        return random.Next(3) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => [.. bytes, .. bytes],
            _ => bytes,
        };
    }
}
