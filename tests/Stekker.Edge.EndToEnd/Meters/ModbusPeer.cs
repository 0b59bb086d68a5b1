using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Meters;

/// <summary>Meters, or a reader of meters, on the modbus-serial library for Node; see node/modbus-peer.mjs for what it takes and tells.</summary>
internal sealed class ModbusPeer : IAsyncDisposable
{
    private readonly ChildProcess process = NodePeer.Start("modbus-peer.mjs", "modbus-serial");
    private int lastRef;

    public int ProcessId => process.Id;

    /// <summary>Serves its units on a TCP port of its own.</summary>
    public async Task<int> ServeTcpAsync()
    {
        int port = Ports.Free();
        await DoAsync("ready", new JsonObject { ["do"] = "serve", ["tcp"] = port });
        return port;
    }

    public Task ServeSerialAsync(string path) => DoAsync("ready", new JsonObject { ["do"] = "serve", ["serial"] = path });

    /// <summary>Writes numbers into a unit's registers, one after the other. What was never written does not exist there.</summary>
    /// <param name="type">int16, uint16, int32, uint32, uint64, float or double.</param>
    /// <param name="order">ABCD or CDAB.</param>
    public Task PutAsync(int unit, string table, int address, string type, string order, params double[] values) => DoAsync("done", new JsonObject
    {
        ["do"] = "put",
        ["unit"] = unit,
        ["table"] = table,
        ["address"] = address,
        ["as"] = type,
        ["order"] = order,
        ["values"] = new JsonArray([.. values.Select(v => (JsonNode)JsonValue.Create(v))]),
    });

    /// <summary>Registers that exist and hold nothing.</summary>
    public Task ZeroAsync(int unit, string table, int address, int count) => PutAsync(unit, table, address, "uint16", "ABCD", new double[count]);

    /// <summary>Two characters a register.</summary>
    public Task TextAsync(int unit, int address, int count, string text)
    {
        string padded = text.PadRight(2 * count, '\0');
        return PutAsync(unit, "holding", address, "uint16", "ABCD", [.. Enumerable.Range(0, count).Select(i => (double)((padded[2 * i] << 8) | padded[(2 * i) + 1]))]);
    }

    public Task AnswerAllWithAsync(int unit, int exceptionCode) => DoAsync("done", new JsonObject { ["do"] = "fault", ["unit"] = unit, ["code"] = exceptionCode });

    /// <summary>From now on it is asked and does not answer, until <see cref="ReleaseAsync"/>.</summary>
    public Task HoldAsync(int unit) => DoAsync("done", new JsonObject { ["do"] = "hold", ["unit"] = unit });

    /// <summary>A question came that waits.</summary>
    public Task HeldAsync() => TakeAsync(e => e.GetProperty("event").GetString() == "held", "a question that waits");

    /// <summary>All answers that wait go out.</summary>
    public Task ReleaseAsync(int unit) => DoAsync("done", new JsonObject { ["do"] = "release", ["unit"] = unit });

    /// <param name="way">tcp, rtuOverTcp or serial.</param>
    public Task ConnectAsync(string way, JsonNode where) => DoAsync("ready", new JsonObject { ["do"] = "connect", [way] = where });

    /// <summary>Asks as a client; the numbers answered, or the exception's code below zero.</summary>
    public async Task<int[]> AskAsync(int unit, string method, params JsonNode[] given)
    {
        int reference = ++lastRef;
        await process.WriteLineAsync(new JsonObject { ["do"] = "ask", ["ref"] = reference, ["unit"] = unit, ["method"] = method, ["with"] = new JsonArray(given) }.ToJsonString());
        JsonElement answer = await TakeAsync(e => e.TryGetProperty("ref", out JsonElement r) && r.GetInt32() == reference, $"answer to {method}");
        if (answer.GetProperty("event").GetString() == "refused")
        {
            JsonElement code = answer.GetProperty("code");
            Assert.True(code.ValueKind == JsonValueKind.Number, $"{method} failed: {answer}");
            return [-code.GetInt32()];
        }

        return [.. answer.GetProperty("data").EnumerateArray().Select(v => v.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => v.GetInt32() })];
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task DoAsync(string until, JsonObject command)
    {
        await process.WriteLineAsync(command.ToJsonString());
        await TakeAsync(e => e.GetProperty("event").GetString() == until, $"'{until}' after {command.ToJsonString()}");
    }

    private async Task<JsonElement> TakeAsync(Func<JsonElement, bool> matches, string what) =>
        JsonDocument.Parse(await process.Output.TakeAsync(line => matches(JsonDocument.Parse(line).RootElement), what)).RootElement;
}
