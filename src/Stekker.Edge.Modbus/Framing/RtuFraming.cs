namespace Stekker.Edge.Modbus.Framing;

/// <summary>
/// RTU frames: unit, PDU, CRC (Modbus over Serial Line V1.02, section 2.5.1). The answer's length is known from the question, so the
/// reader looks for it at every offset: garbage before it, an echo, or another unit's frame are stepped over and named.
/// </summary>
/// <param name="expectEcho">
/// The adapter is known to send our request back. Functions 5 and 6 are answered by a copy of the request: only then can the first copy be told for what it is.
/// </param>
public sealed class RtuFraming(bool expectEcho = false) : IFraming
{
    private const int Overhead = 3;

    /// <summary>The shortest frame: unit, function, exception code, CRC.</summary>
    private const int Shortest = 5;

    public bool IsRtu => true;

    public bool ExpectEcho { get; set; } = expectEcho;

    public int Write(Question question, Span<byte> to)
    {
        to[0] = question.Unit;
        int length = 1 + Pdu.Write(question.Request, to[1..]);
        Crc16.Append(to, length);
        return length + 2;
    }

    public FrameRead Read(Question question, ReadOnlySpan<byte> received)
    {
        Span<byte> sent = stackalloc byte[ModbusLimits.RtuFrame];
        sent = sent[..Write(question, sent)];
        int start = EchoEnd(question, received, sent);
        int whole = Pdu.AnswerLength(question.Request) + Overhead;
        for (int at = start; at + Shortest <= received.Length; at++)
        {
            if (Answer(question, received[at..], whole) is { } found)
            {
                return new FrameRead(found.Reply, at + found.Length, default!) { Echoed = start > 0 };
            }
        }

        return new FrameRead(null, 0, Explain(question, received, start, whole)) { Echoed = start > 0 };
    }

    /// <summary>Where our own request ends, or 0 where it did not come back.</summary>
    private int EchoEnd(Question question, ReadOnlySpan<byte> received, ReadOnlySpan<byte> sent)
    {
        bool answerIsCopy = question.Request.Function is ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister;
        if (answerIsCopy && !ExpectEcho)
        {
            return 0;
        }

        int at = received.IndexOf(sent);
        return at < 0 ? 0 : at + sent.Length;
    }

    private static (ModbusReply Reply, int Length)? Answer(Question question, ReadOnlySpan<byte> from, int whole)
    {
        if (from[0] != question.Unit)
        {
            return null;
        }

        int length = from[1] == ((byte)question.Request.Function | ModbusLimits.ExceptionBit) ? Shortest : whole;
        if (from.Length < length || !Crc16.Holds(from[..length]))
        {
            return null;
        }

        return Pdu.ReadAnswer(question.Request, from[1..(length - 2)]) is { } reply ? (reply, length) : null;
    }

    /// <summary>The best name for what was heard; the most telling first.</summary>
    private static ModbusReply.NoAnswer Explain(Question question, ReadOnlySpan<byte> received, int start, int whole)
    {
        ReadOnlySpan<byte> heard = received[start..];
        if (heard.IsEmpty)
        {
            return new(start > 0 ? Silence.OnlyEcho : Silence.Nothing);
        }

        if (OtherFrame(heard) is { } unit)
        {
            return unit == question.Unit ? new(Silence.OtherQuestion) : new(Silence.WrongUnit, unit);
        }

        bool ours = heard[0] == question.Unit && (heard.Length < 2 || (heard[1] & ~ModbusLimits.ExceptionBit) == (byte)question.Request.Function);
        if (!ours)
        {
            return new(Silence.Noise);
        }

        return new(heard.Length < whole ? Silence.HalfFrame : Silence.BadChecksum);
    }

    /// <summary>The unit of any frame with a good checksum in what was heard.</summary>
    private static byte? OtherFrame(ReadOnlySpan<byte> heard)
    {
        for (int at = 0; at + Shortest <= heard.Length; at++)
        {
            byte function = heard[at + 1];
            int length = (function & ModbusLimits.ExceptionBit) != 0 ? Shortest
                : function is 1 or 2 or 3 or 4 ? heard[at + 2] + 5
                : function is 5 or 6 or 15 or 16 ? 8
                : 0;
            if (length > 0 && at + length <= heard.Length && Crc16.Holds(heard.Slice(at, length)))
            {
                return heard[at];
            }
        }

        return null;
    }
}
