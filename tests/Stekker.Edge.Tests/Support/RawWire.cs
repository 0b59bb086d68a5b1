using System.Net.Sockets;
using System.Text;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.Support;

/// <summary>A bare TCP connection: it says what it likes, and never answers a ping.</summary>
internal sealed class RawWire : IDisposable
{
    private readonly TcpClient tcp;

    private RawWire(TcpClient tcp) => this.tcp = tcp;

    public static async Task<RawWire> ConnectAsync(Uri address)
    {
        TcpClient tcp = new();
        await tcp.ConnectAsync("127.0.0.1", address.Port).OrFail();
        return new RawWire(tcp);
    }

    /// <summary>Asks for a WebSocket at this target, to the letter; returns the head of the answer.</summary>
    public async Task<string> UpgradeAsync(string target)
    {
        string request = $"GET {target} HTTP/1.1\r\nHost: site\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n";
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await tcp.GetStream().ReadAsync(one).AsTask().OrFail() == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Done when the other end lets go of the connection.</summary>
    public async Task ClosedByPeer()
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (await tcp.GetStream().ReadAsync(buffer).AsTask().OrFail() > 0)
            {
                // Pings, unanswered.
            }
        }
        catch (IOException)
        {
            // Reset: closed as well.
        }
    }

    public void Dispose() => tcp.Dispose();
}
