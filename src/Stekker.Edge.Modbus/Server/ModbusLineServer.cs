using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Server;

/// <summary>Simulated units on a serial line, or a pseudo-terminal, by RTU.</summary>
public sealed class ModbusLineServer : IAsyncDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly IByteChannel line;
    private readonly Task serving;

    /// <summary>Takes over an open line.</summary>
    public ModbusLineServer(ModbusUnits units, IByteChannel line, TimeProvider time)
    {
        this.line = line;
        serving = ServeAsync(new ModbusConversation(new RtuServerFraming(), units, time));
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        line.Dispose();
        await serving;
        closing.Dispose();
    }

    private async Task ServeAsync(ModbusConversation conversation)
    {
        try
        {
            await conversation.ServeAsync(line, closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }
}
