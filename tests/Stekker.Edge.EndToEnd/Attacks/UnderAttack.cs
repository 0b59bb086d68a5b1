using System.Net;
using System.Net.Sockets;
using System.Text;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Attacks;

/// <summary>The native daemon with one good charger on it, and somebody at another address who means harm.</summary>
internal sealed class UnderAttack : IAsyncDisposable
{
    public const string Attacker = "127.0.0.66";

    private UnderAttack(Site site, EdgeProcess edge, RawCharger good)
    {
        Site = site;
        Edge = edge;
        Good = good;
    }

    public Site Site { get; }

    public EdgeProcess Edge { get; }

    public RawCharger Good { get; }

    public static async Task<UnderAttack> StartAsync(Site? prepared = null)
    {
        Site site = (prepared ?? new Site()).With("GOOD");
        EdgeProcess edge = await EdgeProcess.StartAsync(site);
        RawCharger good = await RawCharger.ConnectAsync(site, "GOOD");
        await good.BootAsync();
        return new UnderAttack(site, edge, good);
    }

    /// <summary>The good charger is answered, on its line of before.</summary>
    public Task ServesAsync() => Good.CallAsync("Heartbeat", []);

    /// <summary>A TCP connection from the attacker's address.</summary>
    public async Task<Socket> ConnectAsync()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(Attacker), 0));
            await socket.ConnectAsync(IPAddress.Loopback, Site.OcppPort).OrFail("a connection");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks for a line and returns the head of the answer; empty where the connection was cut.</summary>
    public async Task<string> AskAsync(string target, string? credentials = null)
    {
        string login = credentials is null ? "" : $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}\r\n";
        string request = $"GET {target} HTTP/1.1\r\nHost: edge\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n{login}\r\n";
        try
        {
            using Socket socket = await ConnectAsync();
            await socket.SendAsync(Encoding.UTF8.GetBytes(request));
            return await HeadAsync(socket);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    public static async Task<string> HeadAsync(Socket socket)
    {
        StringBuilder head = new();
        byte[] buffer = new byte[4096];
        try
        {
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(buffer).OrFail("an answer") is > 0 and int length)
            {
                head.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }
        }
        catch (SocketException)
        {
            // Cut off: also an answer.
        }

        return head.ToString();
    }

    /// <summary>Still served, and stopped in order.</summary>
    public async Task EndsWellAsync()
    {
        await ServesAsync();
        Good.Dispose();
        CliResult end = await Edge.StopAsync();
        Assert.True(end.ExitCode == 0, end.ToString());
        Assert.DoesNotContain("mistake of our own", end.Out, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Our own mistake", end.Out, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Good.Dispose();
        await Edge.DisposeAsync();
        Site.Dispose();
    }
}
