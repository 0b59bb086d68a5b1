using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.StrictClient;

/// <summary>A charge point on the ocpp-rpc library for Node, in strict mode; see node/charge-point.mjs for what it takes and tells.</summary>
internal sealed class NodeChargePoint : IAsyncDisposable
{
    private readonly ChildProcess process;
    private int lastRef;

    private NodeChargePoint(ChildProcess process) => this.process = process;

    public static async Task<NodeChargePoint> ConnectAsync(Site site, string id, string? password = null)
    {
        NodeChargePoint chargePoint = Start(site, id, password);
        await chargePoint.DoAsync(new JsonObject { ["do"] = "connect" });
        await chargePoint.EventAsync("open");
        return chargePoint;
    }

    /// <summary>Calls the central system; an answer that is an error fails the test.</summary>
    public async Task<JsonElement> CallAsync(string action, JsonObject? payload = null)
    {
        int reference = ++lastRef;
        await DoAsync(new JsonObject { ["do"] = "call", ["ref"] = reference, ["action"] = action, ["payload"] = payload ?? [] });
        JsonElement answer = await TakeAsync(e => e.TryGetProperty("ref", out JsonElement r) && r.GetInt32() == reference, $"answer to {action}");
        Assert.True(Name(answer) == "result", $"{action} was answered with {answer}");
        return answer.GetProperty("payload");
    }

    /// <summary>Waits until the central system asks for an action, and returns what it asked.</summary>
    public async Task<JsonElement> AskedAsync(string action, Func<JsonElement, bool>? matches = null)
    {
        JsonElement asked = await TakeAsync(
            e => Name(e) == "asked" && e.GetProperty("action").GetString() == action && (matches?.Invoke(e.GetProperty("payload")) ?? true),
            $"{action} of the central system");
        return asked.GetProperty("payload");
    }

    public async Task CloseAsync()
    {
        await DoAsync(new JsonObject { ["do"] = "close" });
        await EventAsync("closed");
    }

    /// <summary>Neither side sent anything the schemas do not allow.</summary>
    public void AssertNoViolations() => Assert.DoesNotContain(process.Output.All, l => Name(Parse(l)) == "violation");

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static NodeChargePoint Start(Site site, string id, string? password)
    {
        string[] arguments = [$"ws://127.0.0.1:{site.OcppPort}/ocpp", id];
        return new NodeChargePoint(NodePeer.Start("charge-point.mjs", "ocpp-rpc", password is null ? arguments : [.. arguments, password]));
    }

    private Task DoAsync(JsonObject command) => process.WriteLineAsync(command.ToJsonString());

    private Task<JsonElement> EventAsync(string name) => TakeAsync(e => Name(e) == name, $"event '{name}'");

    private async Task<JsonElement> TakeAsync(Func<JsonElement, bool> matches, string what) =>
        Parse(await process.Output.TakeAsync(line => matches(Parse(line)), what));

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;

    private static string? Name(JsonElement e) => e.GetProperty("event").GetString();
}
