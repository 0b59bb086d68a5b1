using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Links;

/// <summary>
/// One channel with one framing: asks one question and waits for its answer. TCP, RTU on a serial line and RTU over TCP are this with
/// another channel or framing. Not for two askers at once: <see cref="ModbusBus"/> gives the turns.
/// </summary>
public sealed class ModbusLine(IByteChannel channel, IFraming framing, LineTiming timing, TimeProvider time) : IDisposable
{
    /// <summary>Garbage beyond this is dropped, oldest first; a whole answer with as much garbage before it still fits.</summary>
    private const int MostReceived = 1024;

    /// <summary>Unanswered questions in a row after which a TCP connection is taken for half-open and made anew.</summary>
    private const int SilentUntilReconnect = 3;

    private readonly byte[] outgoing = new byte[ModbusLimits.TcpFrame];
    private readonly byte[] received = new byte[MostReceived];
    private int filled;
    private int silent;
    private ushort transaction;

    public string Name => channel.Name;

    public bool IsSerial => channel.IsSerial;

    public bool IsRtu => framing.IsRtu;

    public LineTiming Timing => timing;

    public bool IsOpen => channel.IsOpen;

    public async ValueTask<LinkFault?> OpenAsync(CancellationToken cancel)
    {
        filled = 0;
        silent = 0;
        using CancellationTokenSource patience = new(timing.ConnectTimeout, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            LinkFault? fault = await channel.OpenAsync(both.Token);
            if (fault is null && timing.AfterConnect > TimeSpan.Zero)
            {
                await Task.Delay(timing.AfterConnect, time, cancel);
            }

            return fault;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new LinkFault(LinkFaultKind.Unreachable, TcpChannel.Unreachable(channel.Name));
        }
    }

    /// <summary>Never throws but for the caller's own cancellation.</summary>
    public async ValueTask<ModbusReply> AskAsync(byte unit, ModbusRequest request, TimeSpan patience, CancellationToken cancel)
    {
        Question question = new(unit, request, ++transaction);
        if (framing.IsRtu)
        {
            channel.Discard();
            filled = 0;
        }

        int length = framing.Write(question, outgoing);
        if (await channel.SendAsync(outgoing.AsMemory(0, length), cancel) is { } fault)
        {
            channel.Close();
            return new ModbusReply.LinkDown(fault);
        }

        int answer = Pdu.AnswerLength(request) + 3;
        using CancellationTokenSource late = new(patience + (timing.PerByte * (length + answer)), time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await AnswerAsync(question, both.Token, cancel);
        }
        catch (OperationCanceledException)
        {
            // The caller went away in mid-question: what still comes belongs to nobody.
            CloseUnlessSerial();
            throw;
        }
    }

    public void Close() => channel.Close();

    public void Dispose() => channel.Dispose();

    private async ValueTask<ModbusReply> AnswerAsync(Question question, CancellationToken late, CancellationToken cancel)
    {
        ModbusReply.NoAnswer soFar = new(Silence.Nothing);
        while (true)
        {
            FrameRead read = framing.Read(question, received.AsSpan(0, filled));
            Learn(question, read);
            Drop(read.Used);
            if (read.Reply is { } reply)
            {
                silent = 0;
                return reply;
            }

            soFar = read.SoFar.Why == Silence.Nothing ? soFar : read.SoFar;
            if (filled == received.Length)
            {
                Drop(filled / 2);
            }

            int count;
            try
            {
                count = await channel.ReceiveAsync(received.AsMemory(filled), late);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return GaveUp(soFar);
            }

            if (count == 0)
            {
                channel.Close();
                return new ModbusReply.LinkDown(new LinkFault(LinkFaultKind.Closed, Closed()));
            }

            filled += count;
        }
    }

    private string Closed() => IsSerial
        ? $"{Name} is gone: the adapter was unplugged or its driver stopped; it is opened again as soon as it is back"
        : $"{Name} closed the connection: many meters and gateways serve one client at a time; stop other programs that read it";

    /// <summary>A stream out of step, or one that may be half-open, is made anew; a serial line needs no more than silence.</summary>
    private ModbusReply.NoAnswer GaveUp(ModbusReply.NoAnswer soFar)
    {
        silent = soFar.Why == Silence.Nothing ? silent + 1 : 0;
        if ((soFar.Why != Silence.Nothing && !framing.IsRtu) || silent >= SilentUntilReconnect)
        {
            CloseUnlessSerial();
        }

        return soFar;
    }

    private void CloseUnlessSerial()
    {
        if (!channel.IsSerial)
        {
            channel.Close();
        }
    }

    /// <summary>Reads show whether the adapter echoes; single writes then know that the first copy is not the answer.</summary>
    private void Learn(Question question, FrameRead read)
    {
        if (framing is RtuFraming rtu && read.Reply is not null && question.Request.Function is not (ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister))
        {
            rtu.ExpectEcho = read.Echoed;
        }
    }

    private void Drop(int count)
    {
        if (count > 0)
        {
            received.AsSpan(count, filled - count).CopyTo(received);
            filled -= count;
        }
    }
}
