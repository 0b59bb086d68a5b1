using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Stekker.Edge.Bench;

/// <summary>
/// A charger made light, so that the server is what is measured: its frame is written once, and only the digits of its message id,
/// register and time change; of an answer it reads no more than whose it is.
/// </summary>
internal sealed class LoadCharger(string id) : IDisposable
{
    private const int FirstRegisterWh = 1_000_000;
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private readonly ClientWebSocket socket = new();
    private readonly byte[] received = new byte[64 * 1024];
    private byte[] frame = [];
    private int idAt;
    private int registerAt;
    private int timeAt;
    private int sent;

    /// <summary>Answer times of the phase, in stopwatch ticks.</summary>
    public List<long> Answers { get; } = [];

    /// <summary>Connects, boots and starts the transaction its meter values belong to.</summary>
    public async Task PrepareAsync(IServer server)
    {
        socket.Options.AddSubProtocol("ocpp1.6");
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await socket.ConnectAsync(server.Address(id), CancellationToken.None);
        await CallAsync("BootNotification", """{"chargePointVendor":"Bench","chargePointModel":"Light"}""");
        await CallAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Preparing"}""");
        string now = DateTime.UtcNow.ToString(TimeFormat, CultureInfo.InvariantCulture);
        using JsonDocument started = JsonDocument.Parse(await CallAsync(
            "StartTransaction", $$"""{"connectorId":1,"idTag":"{{id}}","meterStart":{{FirstRegisterWh}},"timestamp":"{{now}}"}"""));
        int transactionId = started.RootElement[2].GetProperty("transactionId").GetInt32();
        await CallAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""");
        Build(transactionId, now);
    }

    /// <summary>Sends one MeterValues and notes how long its answer took.</summary>
    public async ValueTask MeterAsync()
    {
        sent++;
        Utf8Formatter.TryFormat(sent, frame.AsSpan(idAt, 8), out _, new('D', 8));
        Utf8Formatter.TryFormat(FirstRegisterWh + sent, frame.AsSpan(registerAt, 7), out _);
        DateTime.UtcNow.TryFormat(frame.AsSpan(timeAt, TimeFormat.Length), out _, TimeFormat, CultureInfo.InvariantCulture);
        long began = Stopwatch.GetTimestamp();
        await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
        await AnswerAsync(frame.AsMemory(idAt, 8));
        Answers.Add(Stopwatch.GetTimestamp() - began);
    }

    public void Dispose() => socket.Dispose();

    private void Build(int transactionId, string now)
    {
        string text = $$"""
            [2,"########","MeterValues",{"connectorId":1,"transactionId":{{transactionId}},"meterValue":[{"timestamp":"{{now}}","sampledValue":[
            {"value":"{{FirstRegisterWh}}","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"},
            {"value":"16.1","context":"Sample.Periodic","measurand":"Current.Import","phase":"L1","unit":"A"},
            {"value":"16.0","context":"Sample.Periodic","measurand":"Current.Import","phase":"L2","unit":"A"},
            {"value":"15.9","context":"Sample.Periodic","measurand":"Current.Import","phase":"L3","unit":"A"}]}]}]
            """.Replace("\n", "", StringComparison.Ordinal);
        frame = Encoding.UTF8.GetBytes(text);
        idAt = text.IndexOf("########", StringComparison.Ordinal);
        registerAt = text.IndexOf($"{FirstRegisterWh}", StringComparison.Ordinal);
        timeAt = text.IndexOf(now, StringComparison.Ordinal);
    }

    private async Task<ReadOnlyMemory<byte>> CallAsync(string action, string payload)
    {
        string messageId = $"prepare-{++sent}";
        await socket.SendAsync(Encoding.UTF8.GetBytes($"[2,\"{messageId}\",\"{action}\",{payload}]"), WebSocketMessageType.Text, true, CancellationToken.None);
        return await AnswerAsync(Encoding.UTF8.GetBytes(messageId));
    }

    /// <summary>Reads until the answer to a call; what the server asks meanwhile is not implemented here.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(ReadOnlyMemory<byte> messageId)
    {
        while (true)
        {
            int length = await ReceiveAsync();
            ReadOnlyMemory<byte> bytes = received.AsMemory(0, length);
            if (bytes.Span[1] == (byte)'2')
            {
                await RefuseAsync(bytes);
            }
            else if (bytes.Span.StartsWith("[3,"u8) && bytes.Span.IndexOf(messageId.Span) is > 0 and < 8)
            {
                return bytes;
            }
            else
            {
                throw new InvalidOperationException($"{id} was answered with {Encoding.UTF8.GetString(bytes.Span)}");
            }
        }
    }

    private async Task RefuseAsync(ReadOnlyMemory<byte> call)
    {
        string messageId;
        using (JsonDocument asked = JsonDocument.Parse(call))
        {
            messageId = asked.RootElement[1].GetRawText();
        }

        await socket.SendAsync(
            Encoding.UTF8.GetBytes($"[4,{messageId},\"NotImplemented\",\"\",{{}}]"), WebSocketMessageType.Text, true, CancellationToken.None);
    }

    private async ValueTask<int> ReceiveAsync()
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(received.AsMemory(length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"{id}: the server closed the line: {socket.CloseStatusDescription}");
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return length;
            }
        }
    }
}
