using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.Modbus.Server;
using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Soak;

/// <summary>What goes wrong, one thing every few seconds, each for a while: many overlap.</summary>
internal sealed class Mishaps(SocketSite twin, ChargerGate gate, BuildingMeter workshop, Broker broker, Site site, int seed)
{
    private static readonly ExtraLoad Ovens = new("ovens", 25, 18, 10);

    private static readonly string[] Rubbish =
    [
        "hello", "[]", "[2]", "[2,\"\",\"Heartbeat\",{}]", "[9,\"1\",\"Heartbeat\",{}]", "[3,\"never-asked\",{}]", "[4,\"never-asked\",\"InternalError\",\"\",{}]",
        "[2,\"1\",\"NoSuchAction\",{}]", "[2,\"2\",\"StartTransaction\",{\"connectorId\":-1}]", "[2,\"3\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"yesterday\",\"sampledValue\":[{\"value\":\"NaN\"}]}]}]",
        "[2,\"4\",\"BootNotification\",{\"chargePointVendor\":\"" + new string('x', 3000) + "\"}]", "{\"a\":" + new string('[', 300),
    ];

    private readonly Random random = new(seed);
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>One at a time: a building that rises unseen is beyond what any controller can mend.</summary>
    private readonly SemaphoreSlim building = new(1);
    private readonly SemaphoreSlim cloud = new(1);

    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>Until cancelled; then all is mended.</summary>
    public async Task HappenAsync(CancellationToken cancel)
    {
        List<Task> going = [];
        while (await Moments.PassAsync(TimeSpan.FromSeconds(0.5 + (random.NextDouble() * 3)), cancel))
        {
            string id = SoakCast.ChargePoint(random.Next(SoakSettings.Chargers));
            (string what, Func<Task> happens) = Any(id, cancel);
            counts[what] = counts.GetValueOrDefault(what) + 1;
            going.RemoveAll(static t => t.IsCompletedSuccessfully);
            going.Add(happens());
        }

        await Task.WhenAll(going);
    }

    private (string What, Func<Task> Happens) Any(string id, CancellationToken cancel)
    {
        TimeSpan seconds = TimeSpan.FromSeconds(3 + (random.NextDouble() * 9));
        string rubbish = Rubbish[random.Next(Rubbish.Length)];
        return random.Next(24) switch
        {
            < 4 => ("a line was cut", () => Now(() => gate.Cut(id))),
            < 7 => ("a cable was out", () => ForAsync(seconds, () => twin.PullCable(id), () => twin.PutCableBack(id), cancel)),
            < 10 => ("a line was half open", () => FrozenAsync(id, 3 * seconds, cancel)),
            < 12 => ("a charger ignored its limits", () => ForAsync(seconds, () => twin.StopObeying(id), () => twin.ObeyAgain(id), cancel)),
            < 14 => ("rubbish in a charger's name", () => RubbishAsync(id, rubbish)),
            < 16 => ("rubbish of a stranger", () => RubbishAsync($"STRANGER{random.Next(3)}", rubbish)),
            < 17 => ("bytes that are no HTTP", () => BytesAsync(site.OcppPort, rubbish)),
            < 18 => ("bytes at the web door", () => BytesAsync(site.WebPort, rubbish)),
            < 20 => ("the ovens went on", () => InTurnAsync(building, seconds, () => twin.Switch(Ovens, true), () => twin.Switch(Ovens, false), cancel)),
            < 21 => ("the grid meter was silent", () => InTurnAsync(building, seconds, () => twin.Meters.GridIsSilent = true, () => twin.Meters.GridIsSilent = false, cancel)),
            < 23 => ("the workshop's meter went wrong", () => ForAsync(seconds, () => workshop.GoWrong(AnyFault()), () => workshop.GoWrong(null), cancel)),
            _ => ("the broker was killed", () => BrokerAsync(seconds, cancel)),
        };
    }

    private Fault AnyFault() => random.Next(4) switch
    {
        0 => new Fault.Drop(),
        1 => new Fault.HalfFrame(5),
        2 => new Fault.Damage(70),
        _ => new Fault.OtherQuestion(),
    };

    private static Task Now(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task ForAsync(TimeSpan length, Action begins, Action ends, CancellationToken cancel)
    {
        begins();
        await Moments.PassAsync(length, cancel);
        ends();
    }

    private static async Task InTurnAsync(SemaphoreSlim turn, TimeSpan length, Action begins, Action ends, CancellationToken cancel)
    {
        await turn.WaitAsync(CancellationToken.None);
        await ForAsync(length, begins, ends, cancel);

        // What came before has its effect before the next.
        await Moments.PassAsync(length, cancel);
        turn.Release();
    }

    private async Task FrozenAsync(string id, TimeSpan length, CancellationToken cancel)
    {
        Action thaw = gate.Freeze(id);
        await Moments.PassAsync(length, cancel);
        thaw();
    }

    private async Task BrokerAsync(TimeSpan length, CancellationToken cancel)
    {
        await cloud.WaitAsync(CancellationToken.None);
        await broker.KillAsync();
        await Moments.PassAsync(length, cancel);
        await broker.StartAsync();
        await Moments.PassAsync(length, cancel);
        cloud.Release();
    }

    /// <summary>Whoever connects under a charger's id pushes it out; it dials again.</summary>
    private async Task RubbishAsync(string id, string rubbish)
    {
        using ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("ocpp1.6");
        try
        {
            using CancellationTokenSource patience = new(Patience.Limit);
            await socket.ConnectAsync(site.Ocpp(id), patience.Token);
            for (int i = 0; i < 3; i++)
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(rubbish), WebSocketMessageType.Text, true, patience.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Turned away, or pushed out by the real one.
        }
    }

    private static async Task BytesAsync(int port, string rubbish)
    {
        using TcpClient client = new();
        try
        {
            using CancellationTokenSource patience = new(Patience.Limit);
            await client.ConnectAsync("127.0.0.1", port, patience.Token);
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(rubbish + "\r\n\r\n"), patience.Token);
            await client.GetStream().ReadAtLeastAsync(new byte[512], 1, throwOnEndOfStream: false, patience.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // Refused or closed.
        }
    }
}
