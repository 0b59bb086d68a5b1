using System.Net.Sockets;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Links;

/// <summary>A TCP connection to a meter or gateway.</summary>
public sealed class TcpChannel(string host, int port) : IByteChannel
{
    /// <summary>A gateway that lost power is noticed also between polls: first probe, then every few seconds.</summary>
    private const int KeepAliveSeconds = 10;

    private const int KeepAliveProbes = 3;

    private Socket? socket;

    /// <summary>The server's side: a connection somebody else made.</summary>
    internal static TcpChannel Accepted(Socket client) => new("client", 0) { socket = client };

    public string Name => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";

    public bool IsSerial => false;

    public bool IsOpen => socket is not null;

    public async ValueTask<LinkFault?> OpenAsync(CancellationToken cancel)
    {
        Close();
        Socket fresh = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await fresh.ConnectAsync(host, port, cancel);
            fresh.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            fresh.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            fresh.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveSeconds);
            fresh.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            socket = fresh;
            return null;
        }
        catch (SocketException e)
        {
            fresh.Dispose();
            return Fault(e.SocketErrorCode);
        }
        catch (OperationCanceledException)
        {
            fresh.Dispose();
            throw;
        }
    }

    public async ValueTask<LinkFault?> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (socket is not { } open)
        {
            return Gone();
        }

        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await open.SendAsync(bytes, SocketFlags.None, cancel)..];
            }

            return null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Gone();
        }
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancel)
    {
        try
        {
            return socket is { } open ? await open.ReceiveAsync(into, SocketFlags.None, cancel) : 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public void Discard()
    {
        Span<byte> waste = stackalloc byte[256];
        try
        {
            while (socket is { Available: > 0 } open && open.Receive(waste) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The next send or receive says so.
        }
    }

    public void Close()
    {
        socket?.Dispose();
        socket = null;
    }

    public void Dispose() => Close();

    private LinkFault Gone() => new(LinkFaultKind.Closed, $"{Name} closed the connection: many meters and gateways serve one client at a time; stop other programs that read it");

    private LinkFault Fault(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
            new(LinkFaultKind.NameUnknown, $"the name {host} is not known on this network: use the device's IP address"),
        SocketError.ConnectionRefused =>
            new(LinkFaultKind.Refused, $"{Name} refuses the connection: the device is there, but Modbus TCP is off, on another port, or already used by another program"),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.TimedOut or SocketError.AddressNotAvailable =>
            new(LinkFaultKind.Unreachable, Unreachable(Name)),
        _ => new(LinkFaultKind.Broken, $"{Name}: {error}"),
    };

    internal static string Unreachable(string name) => $"{name} cannot be reached: check the IP address, the network cable and that the device has power";
}
