using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Server;

/// <summary>Serves one line until it ends: bytes in, requests found, answers (or what the fault makes of them) out.</summary>
internal sealed class ModbusConversation(IServerFraming framing, ModbusUnits units, TimeProvider time)
{
    private const int Buffer = 1024;

    private readonly byte[] received = new byte[Buffer];
    private int filled;

    /// <returns>When the other side has gone, or a fault hangs up.</returns>
    public async Task ServeAsync(Links.IByteChannel line, CancellationToken cancel)
    {
        while (true)
        {
            (Incoming? incoming, int used) = framing.Read(received.AsSpan(0, filled));
            used = incoming is null && filled - used == received.Length ? filled / 2 : used;
            received.AsSpan(used, filled - used).CopyTo(received);
            filled -= used;
            if (incoming is not null)
            {
                if (!await AnswerAsync(line, incoming, cancel))
                {
                    return;
                }

                continue;
            }

            int count = await line.ReceiveAsync(received.AsMemory(filled), cancel);
            if (count == 0)
            {
                return;
            }

            filled += count;
        }
    }

    private async Task<bool> AnswerAsync(Links.IByteChannel line, Incoming incoming, CancellationToken cancel)
    {
        if (units.Answer(incoming.Unit, incoming.Request, incoming.Refusal) is not { } reply)
        {
            return true;
        }

        Fault? fault = incoming.Request is { } request ? units.Faults?.Invoke(incoming.Unit, request) : null;
        switch (fault)
        {
            case Fault.Drop:
                return true;
            case Fault.Hangup:
                line.Close();
                return false;
            case Fault.Delay delay:
                await Task.Delay(delay.For, time, cancel);
                break;
        }

        return await line.SendAsync(Frame(incoming, reply, fault), cancel) is null;
    }

    private byte[] Frame(Incoming incoming, ModbusReply reply, Fault? fault)
    {
        byte[] frame = new byte[ModbusLimits.TcpFrame];
        reply = fault switch
        {
            Fault.Exception e => new ModbusReply.Refused(e.Code),
            Fault.OtherQuestion when reply is ModbusReply.Registers r => new ModbusReply.Registers([.. r.Values, 0]),
            _ => reply,
        };
        int pdu = AnswerPdu.Write(incoming.Function, incoming.Request, reply, frame.AsSpan(framing.PduAt));
        int length = framing.Wrap(
            fault is Fault.WrongUnit other ? other.Unit : incoming.Unit,
            (ushort)(incoming.Transaction - (fault is Fault.OtherQuestion ? 1 : 0)),
            frame,
            pdu);
        if (fault is Fault.Damage damage)
        {
            frame[damage.Bit / 8 % length] ^= (byte)(1 << (damage.Bit % 8));
        }

        return fault switch
        {
            Fault.HalfFrame half => frame[..Math.Min(half.Bytes, length)],
            Fault.Noise noise => [.. Enumerable.Range(0, noise.Bytes).Select(static i => (byte)(0xA5 ^ (i * 37))), .. frame[..length]],
            Fault.Echo => [.. incoming.Raw, .. frame[..length]],
            _ => frame[..length],
        };
    }
}
