using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.Bench.Cloud;

/// <summary>A charger that does a day's business, no more than a line's worth at a time; it answers what it is asked meanwhile.</summary>
internal sealed class DayCharger(string id) : IDisposable
{
    private const string NoSettings = """{"configurationKey":[],"unknownKey":[]}""";

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> asked = new();
    private int lastId;
    private int transactionId;
    private int registerWh = 1_000_000;

    public async Task ConnectAsync(Site site)
    {
        socket.Options.AddSubProtocol("ocpp1.6");
        await socket.ConnectAsync(site.Ocpp(id), CancellationToken.None);
        _ = ReadAsync();
        await CallAsync("BootNotification", new JsonObject { ["chargePointVendor"] = "Bench", ["chargePointModel"] = "Day", ["firmwareVersion"] = "1.0" });
        await StatusAsync("Available");
    }

    public async Task StartAsync()
    {
        await StatusAsync("Preparing");
        JsonElement started = await CallAsync("StartTransaction", Payloads.Start(1, $"04A1{id}", registerWh, DateTimeOffset.UtcNow));
        transactionId = started.GetProperty("transactionId").GetInt32();
        await StatusAsync("Charging");
    }

    /// <summary>A sample of a car at 11 kW.</summary>
    public Task MeterAsync(TimeSpan since)
    {
        registerWh += (int)(11_000 * since.TotalHours);
        return CallAsync("MeterValues", Payloads.Meter(1, transactionId, registerWh, DateTimeOffset.UtcNow));
    }

    public async Task StopAsync()
    {
        await CallAsync("StopTransaction", Payloads.Stop(transactionId, registerWh, DateTimeOffset.UtcNow, "Local", $"04A1{id}"));
        await StatusAsync("Available");
    }

    public void Dispose()
    {
        socket.Dispose();
        turn.Dispose();
    }

    private Task StatusAsync(string status) => CallAsync("StatusNotification", Payloads.Status(1, status));

    private async Task<JsonElement> CallAsync(string action, JsonObject payload)
    {
        string messageId = $"m{Interlocked.Increment(ref lastId)}";
        TaskCompletionSource<JsonElement> answer = asked[messageId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync($"[2,\"{messageId}\",\"{action}\",{payload.ToJsonString()}]");
        return await answer.Task.OrFail($"answer to {action}");
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: WebSocketMessageType.Text } got)
            {
                JsonElement frame = JsonDocument.Parse(buffer.AsMemory(0, got.Count).ToArray()).RootElement;
                string about = frame[1].GetString()!;
                if (frame[0].GetInt32() != 2)
                {
                    asked.TryRemove(about, out TaskCompletionSource<JsonElement>? answer);
                    answer?.SetResult(frame[2]);
                    continue;
                }

                string reply = frame[2].GetString() switch
                {
                    "GetConfiguration" => $"[3,\"{about}\",{NoSettings}]",
                    "SetChargingProfile" or "ChangeConfiguration" or "ClearChargingProfile" => $"[3,\"{about}\",{{\"status\":\"Accepted\"}}]",
                    _ => $"[4,\"{about}\",\"NotImplemented\",\"\",{{}}]",
                };
                await SendAsync(reply);
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The site stopped, or the day is over.
        }
    }

    private async Task SendAsync(string frame)
    {
        await turn.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }
}
