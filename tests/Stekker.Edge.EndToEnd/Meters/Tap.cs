using System.Net;
using System.Net.Sockets;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Meters;

/// <summary>Stands between a Modbus client and a server on TCP, for one connection, and keeps every byte of both, in order.</summary>
internal sealed class Tap : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly List<byte> asked = [];
    private readonly List<byte> answered = [];
    private readonly Task relaying;

    public Tap(int serverPort)
    {
        listener.Start();
        relaying = RelayAsync(serverPort);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What went past since the last look. A client that has its answer has sent and received all of it.</summary>
    public (byte[] Asked, byte[] Answered) Take()
    {
        lock (asked)
        {
            (byte[], byte[]) taken = ([.. asked], [.. answered]);
            asked.Clear();
            answered.Clear();
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await relaying.OrFail("the end of the tap");
        closing.Dispose();
    }

    private async Task RelayAsync(int serverPort)
    {
        try
        {
            using TcpClient client = await listener.AcceptTcpClientAsync(closing.Token);
            using TcpClient server = new();
            await server.ConnectAsync(IPAddress.Loopback, serverPort, closing.Token);
            client.NoDelay = server.NoDelay = true;
            await Task.WhenAny(PumpAsync(client.GetStream(), server.GetStream(), asked), PumpAsync(server.GetStream(), client.GetStream(), answered));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closing.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, List<byte> kept)
    {
        byte[] buffer = new byte[512];
        try
        {
            while (await from.ReadAsync(buffer, closing.Token) is > 0 and int count)
            {
                lock (asked)
                {
                    kept.AddRange(buffer.AsSpan(0, count));
                }

                await to.WriteAsync(buffer.AsMemory(0, count), closing.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
