using System.Net;
using System.Net.Sockets;

namespace Stekker.Edge.Bench.Cloud;

/// <summary>What went through a line so far.</summary>
/// <param name="Pieces">Reads that brought something: about as many TCP segments carried it.</param>
internal readonly record struct Traffic(long UpBytes, long DownBytes, long Pieces)
{
    /// <summary>IPv4 and TCP with time stamps.</summary>
    private const int HeaderBytes = 52;

    public long Bytes => UpBytes + DownBytes;

    /// <summary>What a provider counts: headers too, and one bare acknowledgement for each two pieces (a piece, its answer, the answer's acknowledgement).</summary>
    public double OnAirBytes => Bytes + (HeaderBytes * Pieces * 1.5);

    public static Traffic operator -(Traffic a, Traffic b) => new(a.UpBytes - b.UpBytes, a.DownBytes - b.DownBytes, a.Pieces - b.Pieces);
}

/// <summary>Stands between a box and the broker, and counts what goes through; TLS goes through as it is.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int brokerPort;
    private readonly Task accepting;
    private long up;
    private long down;
    private long pieces;

    public CountingProxy(int brokerPort)
    {
        this.brokerPort = brokerPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Traffic Traffic => new(Interlocked.Read(ref up), Interlocked.Read(ref down), Interlocked.Read(ref pieces));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> lines = [];
        try
        {
            while (true)
            {
                lines.Add(ServeAsync(await listener.AcceptSocketAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task ServeAsync(Socket box)
    {
        using Socket broker = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (box)
        {
            box.NoDelay = true;
            try
            {
                await broker.ConnectAsync(IPAddress.Loopback, brokerPort, stop.Token);
                await await Task.WhenAny(PumpAsync(box, broker, n => Interlocked.Add(ref up, n)), PumpAsync(broker, box, n => Interlocked.Add(ref down, n)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // One end went: so does the line.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Action<int> count)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, stop.Token) is > 0 and int length)
        {
            count(length);
            Interlocked.Increment(ref pieces);
            for (int sent = 0; sent < length;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), stop.Token);
            }
        }
    }
}
