using System.Net;
using System.Net.Sockets;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Server;

/// <summary>Simulated units on a TCP port, by Modbus TCP or RTU over TCP. For the twin and for tests.</summary>
public sealed class ModbusTcpServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource closing = new();
    private readonly ModbusUnits units;
    private readonly bool rtu;
    private readonly TimeProvider time;
    private readonly Task accepting;

    /// <param name="endpoint">Port 0 takes a free one.</param>
    public ModbusTcpServer(ModbusUnits units, IPEndPoint endpoint, TimeProvider time, bool rtu = false)
    {
        this.units = units;
        this.rtu = rtu;
        this.time = time;
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(endpoint);
        listener.Listen();
        accepting = AcceptAsync();
    }

    public IPEndPoint Endpoint => (IPEndPoint)listener.LocalEndPoint!;

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await accepting;
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> conversations = [];
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptAsync(closing.Token);
                conversations.RemoveAll(static c => c.IsCompleted);
                conversations.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        client.NoDelay = true;
        using TcpChannel channel = TcpChannel.Accepted(client);
        try
        {
            await new ModbusConversation(rtu ? new RtuServerFraming() : new MbapServerFraming(), units, time).ServeAsync(channel, closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }
}
