using System.Text.Json;
using System.Text.Json.Nodes;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>
/// The smallest charger that does business over OCPP 1.6: written apart from the product's own OCPP library, so that the two cannot be wrong together.
/// It answers what it is asked while it waits for its own answer.
/// </summary>
internal sealed class RawCharger(RawLine line, Action<Frame>? seen = null) : IDisposable
{
    private const string NoSettings = """{"configurationKey":[],"unknownKey":[]}""";

    private int lastId;

    public static async Task<RawCharger> ConnectAsync(Site site, string id, string? password = null) =>
        new(await RawLine.ConnectAsync(site, id, password));

    public RawLine Line => line;

    /// <summary>Sends a call and returns its answer; null where the line ended first.</summary>
    public async Task<Answer?> TryCallAsync(string action, JsonObject payload, string? messageId = null)
    {
        string id = messageId ?? $"m{++lastId}";
        try
        {
            await line.SendAsync($"[2,\"{id}\",\"{action}\",{payload.ToJsonString()}]");
            seen?.Invoke(Frame.Sent);
        }
        catch (Exception e) when (RawLine.IsBroken(e))
        {
            return null;
        }

        while (await line.ReceiveAsync() is { } frame)
        {
            seen?.Invoke(Frame.Received);
            JsonElement parts = JsonDocument.Parse(frame).RootElement;
            if (parts[0].GetInt32() == 2)
            {
                if (!await TryReplyAsync(parts))
                {
                    return null;
                }
            }
            else if (parts[1].GetString() == id)
            {
                return parts[0].GetInt32() == 3 ? new Answer(parts[2], null) : new Answer(default, parts[2].GetString());
            }
        }

        return null;
    }

    /// <summary>Sends a call that has to be answered with a result.</summary>
    public async Task<JsonElement> CallAsync(string action, JsonObject payload)
    {
        Answer? answer = await TryCallAsync(action, payload);
        Assert.NotNull(answer);
        Assert.Null(answer.ErrorCode);
        return answer.Result;
    }

    public Task<JsonElement> BootAsync() =>
        CallAsync("BootNotification", new JsonObject { ["chargePointVendor"] = "Independent", ["chargePointModel"] = "Raw" });

    public void Dispose() => line.Dispose();

    private async Task<bool> TryReplyAsync(JsonElement call)
    {
        string id = call[1].GetRawText();
        string reply = call[2].GetString() == "GetConfiguration" ? $"[3,{id},{NoSettings}]" : $"[4,{id},\"NotImplemented\",\"\",{{}}]";
        try
        {
            await line.SendAsync(reply);
            seen?.Invoke(Frame.Sent);
            return true;
        }
        catch (Exception e) when (RawLine.IsBroken(e))
        {
            return false;
        }
    }
}

internal enum Frame
{
    Sent,
    Received,
}

/// <param name="ErrorCode">Null where it was a result.</param>
internal sealed record Answer(JsonElement Result, string? ErrorCode);
