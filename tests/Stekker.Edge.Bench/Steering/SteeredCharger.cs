using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Stekker.Edge.Bench.Steering;

/// <summary>
/// A charger with a car that draws all it may: it takes every setting and limit, and notes when the frame with a transaction's limit was
/// there. Calls go out one at a time.
/// </summary>
/// <param name="phases">The grid's phases it draws on, from 0.</param>
internal sealed class SteeredCharger(string id, int[] phases) : IDisposable
{
    private const int FirstRegisterWh = 1_000_000;

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly byte[] received = new byte[64 * 1024];
    private TaskCompletionSource<JsonElement>? answer;
    private Task receiving = Task.CompletedTask;
    private Task metering = Task.CompletedTask;
    private int transactionId;
    private volatile bool charging;
    private int sent;
    private volatile int limitDeciA;

    public string Id => id;

    public int[] Phases => phases;

    /// <summary>Per phase, as the newest TxProfile says.</summary>
    public double LimitA => limitDeciA / 10.0;

    /// <summary>Per phase; the site moves it to the limit, as a car does a moment later.</summary>
    public double DrawA { get; set; }

    public double EnergyWh { get; set; } = FirstRegisterWh;

    /// <summary>Told when a TxProfile's frame is there, in stopwatch ticks.</summary>
    public Action<SteeredCharger, long>? Limited { get; set; }

    public async Task ConnectAsync(Uri address)
    {
        socket.Options.AddSubProtocol("ocpp1.6");
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(address, CancellationToken.None);
        receiving = ReceiveAllAsync();
        await CallAsync("BootNotification", """{"chargePointVendor":"Bench","chargePointModel":"Steered"}""");
        await CallAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Preparing"}""");
        JsonElement started = await CallAsync(
            "StartTransaction", $$"""{"connectorId":1,"idTag":"{{id}}","meterStart":{{FirstRegisterWh}},"timestamp":"{{Now}}"}""");
        transactionId = started.GetProperty("transactionId").GetInt32();
        await CallAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""");
        charging = true;
    }

    /// <summary>Sends one MeterValues, unless the car is not charging yet or the last one still waits for its answer.</summary>
    public void Meter()
    {
        if (metering.IsFaulted)
        {
            metering.GetAwaiter().GetResult();
        }

        metering = charging && metering.IsCompleted ? MeterAsync() : metering;
    }

    public void Dispose()
    {
        socket.Dispose();
        sending.Dispose();
    }

    private static string Now => DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private Task MeterAsync()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $$"""{"connectorId":1,"transactionId":{{transactionId}},"meterValue":[{"timestamp":"{{Now}}","sampledValue":[""");
        text.Append(CultureInfo.InvariantCulture, $$"""{"value":"{{EnergyWh:F0}}","measurand":"Energy.Active.Import.Register","unit":"Wh"}""");
        for (int line = 1; line <= phases.Length; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $$""",{"value":"{{DrawA:F1}}","measurand":"Current.Import","phase":"L{{line}}","unit":"A"}""");
        }

        return CallAsync("MeterValues", text.Append("]}]}").ToString());
    }

    private async Task<JsonElement> CallAsync(string action, string payload)
    {
        TaskCompletionSource<JsonElement> waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        answer = waiting;
        await SendAsync($"[2,\"{++sent}\",\"{action}\",{payload}]");
        if (await Task.WhenAny(waiting.Task, receiving) == receiving)
        {
            await receiving;
            throw new InvalidOperationException($"{id}: the daemon closed the line: {socket.CloseStatusDescription}");
        }

        return await waiting.Task;
    }

    private async Task ReceiveAllAsync()
    {
        while (await ReceiveAsync() is { } length)
        {
            long at = Stopwatch.GetTimestamp();
            using JsonDocument frame = JsonDocument.Parse(received.AsMemory(0, length));
            JsonElement root = frame.RootElement;
            switch (root[0].GetInt32())
            {
                case 2:
                    await SendAsync($"[3,{root[1].GetRawText()},{Obey(root[2].GetString()!, root[3], at)}]");
                    break;
                case 3:
                    answer!.TrySetResult(root[2].Clone());
                    break;
                default:
                    throw new InvalidOperationException($"{id} was answered with {root.GetRawText()}");
            }
        }
    }

    /// <returns>The answer's payload.</returns>
    private string Obey(string action, JsonElement payload, long at)
    {
        switch (action)
        {
            case "GetConfiguration":
                return """
                    {"configurationKey":[{"key":"SupportedFeatureProfiles","readonly":true,"value":"Core,SmartCharging"},
                    {"key":"ChargingScheduleAllowedChargingRateUnit","readonly":true,"value":"Current"},{"key":"NumberOfConnectors","readonly":true,"value":"1"}]}
                    """;
            case "SetChargingProfile":
                JsonElement profile = payload.GetProperty("csChargingProfiles");
                if (profile.GetProperty("chargingProfilePurpose").ValueEquals("TxProfile"))
                {
                    limitDeciA = (int)(profile.GetProperty("chargingSchedule").GetProperty("chargingSchedulePeriod")[0].GetProperty("limit").GetDecimal() * 10);
                    Limited?.Invoke(this, at);
                }

                break;
        }

        return """{"status":"Accepted"}""";
    }

    private async Task SendAsync(string frame)
    {
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <returns>The frame's length; null once the line is closed.</returns>
    private async Task<int?> ReceiveAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(received.AsMemory(length), CancellationToken.None);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close || part.EndOfMessage)
            {
                return part.MessageType == WebSocketMessageType.Close ? null : length;
            }
        }
    }
}
