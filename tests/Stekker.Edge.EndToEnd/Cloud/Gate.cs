using System.Net;
using System.Net.Sockets;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>The box's way to its broker: may be shut, and cut in the middle of a word.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly int to;
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> open = [];
    private readonly Task accepting;
    private bool isShut;

    public Gate(int to, bool isShut = false)
    {
        this.to = to;
        this.isShut = isShut;
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port { get; } = Ports.Free();

    /// <summary>All lines are cut, whatever is half said; nobody gets through until it is opened.</summary>
    public void Shut()
    {
        lock (gate)
        {
            isShut = true;
            foreach (TcpClient line in open)
            {
                // No goodbye: what the peer has not read yet is lost.
                line.Client.LingerState = new LingerOption(true, 0);
                line.Close();
            }

            open.Clear();
        }
    }

    public void Open()
    {
        lock (gate)
        {
            isShut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Shut();
        listener.Dispose();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using TcpClient far = new();
        try
        {
            lock (gate)
            {
                if (isShut)
                {
                    near.Close();
                    return;
                }

                open.Add(near);
                open.Add(far);
            }

            await far.ConnectAsync(IPAddress.Loopback, to);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            lock (gate)
            {
                open.Remove(near);
                open.Remove(far);
            }

            near.Close();
        }
    }
}
