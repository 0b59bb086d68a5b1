using System.Net;
using System.Net.Sockets;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>Loopback ports for daemons. Below the range the system hands out to clients, so that none is taken between two starts of a daemon.</summary>
internal static class Ports
{
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    public static int Free()
    {
        lock (Gate)
        {
            while (true)
            {
                int port = Random.Shared.Next(First, Last);
                if (Given.Add(port) && IsFree(port))
                {
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
