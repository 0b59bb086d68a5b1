using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>A message as the cloud read it.</summary>
/// <param name="Invalid">What of it breaks its schema; null where it is right.</param>
internal sealed record Heard(string Topic, JsonElement Payload, bool Retain, string? Invalid)
{
    public override string ToString() => $"{Topic}: {(Payload.ToString() is { Length: > 200 } text ? text[..200] : Payload)}";
}

/// <summary>The cloud, on a library of others (npm mqtt): reads all there is, checks it against the schemas, and publishes.</summary>
internal sealed class CloudPeer : IAsyncDisposable
{
    public const string Site = "stekker/v1/end-to-end/";

    private readonly ChildProcess process;
    private readonly Mailbox<Heard> heard = new();
    private readonly Mailbox<string> events = new();
    private readonly Task reading;

    private CloudPeer(ChildProcess process)
    {
        this.process = process;
        reading = ReadAsync();
    }

    public static async Task<CloudPeer> ConnectAsync(Broker broker)
    {
        string[] arguments = [broker.Address, Schemas.Folder];
        if (broker.IsSecure)
        {
            arguments = [.. arguments, broker.CertificateFile("ca"), broker.CertificateFile("cloud"), broker.KeyFile("cloud")];
        }

        CloudPeer cloud = new(NodePeer.Start("cloud.mjs", "mqtt", arguments));
        await cloud.ConnectedAsync();
        return cloud;
    }

    public static CloudPeer Start(string address) => new(NodePeer.Start("cloud.mjs", "mqtt", address, Schemas.Folder));

    public IReadOnlyList<Heard> All => heard.All;

    /// <summary>The next time it is connected and has subscribed.</summary>
    public Task ConnectedAsync() => events.TakeAsync(e => e == "connected", "line of the cloud to the broker");

    /// <param name="topic">Below the site.</param>
    public async Task PublishAsync(string topic, JsonNode payload, bool retain = false)
    {
        await process.WriteLineAsync(new JsonObject { ["topic"] = Site + topic, ["payload"] = payload.ToJsonString(), ["retain"] = retain }.ToJsonString());
    }

    /// <param name="topic">Whole.</param>
    public Task PublishRawAsync(string topic, byte[] payload, bool retain) => process.WriteLineAsync(
        new JsonObject { ["topic"] = topic, ["base64"] = Convert.ToBase64String(payload), ["retain"] = retain }.ToJsonString());

    /// <summary>All that the broker has acknowledged so far has come: it sends in the order in which it takes, and its answer to this comes last.</summary>
    public async Task CaughtUpAsync()
    {
        string topic = $"stekker/v1/nobody/{Guid.NewGuid():N}";
        await PublishRawAsync(topic, [], retain: false);
        await events.TakeAsync(e => e == $"published {topic}", "answer of the broker");
    }

    /// <summary>The next message on a topic below the site that is as asked.</summary>
    public async Task<JsonElement> TakeAsync(string topic, Func<JsonElement, bool>? isSo = null)
    {
        string whole = Site + topic;
        Heard taken = await heard.TakeAsync(h => h.Topic == whole && (isSo?.Invoke(h.Payload) ?? true), $"message on {topic}");
        return taken.Payload;
    }

    public async Task<Heard> TakeAsync(Func<Heard, bool> isSo, string what) => await heard.TakeAsync(isSo, what);

    /// <summary>All that was heard so far is as the schemas say.</summary>
    public void AssertAllValid() => Assert.Empty(heard.All.Where(h => h.Invalid is not null).Select(h => $"{h.Invalid}: {h.Payload}"));

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await reading;
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            try
            {
                Take(JsonDocument.Parse(await process.Output.TakeAsync(_ => true, "word of the cloud")).RootElement);
            }
            catch (TimeoutException)
            {
                // Nothing was to be heard for a while.
            }
            catch (InvalidOperationException)
            {
                heard.Close($"the cloud's client ended. {process.Errors.Told()}");
                events.Close($"the cloud's client ended. {process.Errors.Told()}");
                return;
            }
        }
    }

    private void Take(JsonElement said)
    {
        if (said.TryGetProperty("event", out JsonElement what))
        {
            events.Post(said.TryGetProperty("on", out JsonElement on) ? $"{what} {on}" : $"{what}");
            return;
        }

        string payload = said.GetProperty("payload").GetString()!;
        heard.Post(new Heard(
            said.GetProperty("topic").GetString()!,
            payload.Length == 0 ? default : JsonDocument.Parse(payload).RootElement,
            said.GetProperty("retain").GetBoolean(),
            said.TryGetProperty("invalid", out JsonElement invalid) ? invalid.GetString() : null));
    }
}
