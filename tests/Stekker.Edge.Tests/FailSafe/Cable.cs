using System.Net;
using System.Net.Sockets;

namespace Stekker.Edge.Tests.FailSafe;

/// <summary>The network cable between a charger and the site: real sockets at both ends. It can be pulled (closed) or go dead (half-open).</summary>
internal sealed class Cable : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int site;
    private readonly List<Socket> ends = [];
    private readonly Lock gate = new();
    private volatile bool dead;
    private volatile bool pulled;

    public Cable(Uri site)
    {
        this.site = site.Port;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Address = new UriBuilder(site) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndPoint!).Port }.Uri;
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Nothing passes any more, and nobody is told: a switch that lost power.</summary>
    public void GoDead() => dead = true;

    /// <summary>Both ends see it close; nobody gets through until it is put back.</summary>
    public void Pull()
    {
        pulled = true;
        CloseAll();
    }

    public void PutBack()
    {
        // What a dead cable swallowed is gone: those connections are of no more use.
        dead = false;
        pulled = false;
        CloseAll();
    }

    public void Dispose()
    {
        listener.Dispose();
        CloseAll();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket charger = await listener.AcceptAsync();
                if (pulled || dead)
                {
                    charger.Dispose();
                    continue;
                }

                Socket edge = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await edge.ConnectAsync(IPAddress.Loopback, site);
                lock (gate)
                {
                    ends.Add(charger);
                    ends.Add(edge);
                }

                _ = PassAsync(charger, edge);
                _ = PassAsync(edge, charger);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (!dead)
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed at one end: the other one sees it too.
        }

        from.Dispose();
        to.Dispose();
    }

    private void CloseAll()
    {
        lock (gate)
        {
            foreach (Socket end in ends)
            {
                end.Dispose();
            }

            ends.Clear();
        }
    }
}
