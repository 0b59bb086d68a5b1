using System.Buffers.Binary;

namespace Stekker.Edge.Modbus.Framing;

/// <summary>
/// Modbus TCP: a header of transaction, protocol 0, length and unit before each PDU (Modbus Messaging on TCP/IP V1.0b, section 3.1.3).
/// Late answers carry an older transaction id and are dropped by it; bytes that are no header are searched for one.
/// </summary>
public sealed class MbapFraming : IFraming
{
    public const int HeaderLength = 7;

    private const int FirstOfPdu = HeaderLength;

    public bool IsRtu => false;

    public int Write(Question question, Span<byte> to)
    {
        int pdu = Pdu.Write(question.Request, to[FirstOfPdu..]);
        WriteHeader(to, question.Transaction, question.Unit, pdu);
        return HeaderLength + pdu;
    }

    public static void WriteHeader(Span<byte> to, ushort transaction, byte unit, int pduLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, transaction);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)(pduLength + 1));
        to[6] = unit;
    }

    public FrameRead Read(Question question, ReadOnlySpan<byte> received)
    {
        ModbusReply.NoAnswer soFar = new(Silence.Nothing);
        int at = 0;
        while (at < received.Length)
        {
            ReadOnlySpan<byte> rest = received[at..];
            switch (Header(rest))
            {
                case Head.Short:
                    return new(null, at, soFar.Why == Silence.Nothing ? new(Silence.HalfFrame) : soFar);
                case Head.Wrong:
                    soFar = soFar.Why == Silence.LengthLies || Announces(question, rest) ? new(Silence.LengthLies) : new(Silence.Noise);
                    at++;
                    continue;
            }

            int length = 6 + BinaryPrimitives.ReadUInt16BigEndian(rest[4..]);
            if (rest.Length < length)
            {
                // A good header inside garbage may stand behind a false one that promises more than ever comes.
                return Hidden(question, rest, at) ?? new(null, at, new(Silence.HalfFrame));
            }

            if (Judge(question, rest[..length]) is { Reply: { } reply })
            {
                return new(reply, at + length, soFar);
            }

            soFar = Judge(question, rest[..length]).Why;
            at += length;
        }

        return new(null, at, soFar);
    }

    private enum Head
    {
        Good,
        Short,
        Wrong,
    }

    private static Head Header(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= 4 && (rest[2] != 0 || rest[3] != 0))
        {
            return Head.Wrong;
        }

        if (rest.Length < HeaderLength + 1)
        {
            return Head.Short;
        }

        // Unit, function and at least a code; at most a whole PDU.
        return BinaryPrimitives.ReadUInt16BigEndian(rest[4..]) is >= 3 and <= ModbusLimits.Pdu + 1 ? Head.Good : Head.Wrong;
    }

    /// <summary>A header that is ours but for its length.</summary>
    private static bool Announces(Question question, ReadOnlySpan<byte> rest) =>
        rest.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(rest) == (uint)question.Transaction << 16;

    private static (ModbusReply? Reply, ModbusReply.NoAnswer Why) Judge(Question question, ReadOnlySpan<byte> frame)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(frame) != question.Transaction)
        {
            return (null, new(Silence.OtherQuestion));
        }

        // Devices without a serial side answer with unit 0 or 255 whatever was asked (V1.0b, section 4.4.2).
        byte unit = frame[6];
        if (unit != question.Unit && unit is not (0 or 255))
        {
            return (null, new(Silence.WrongUnit, unit));
        }

        return (Pdu.ReadAnswer(question.Request, frame[FirstOfPdu..]), new(Silence.OtherQuestion));
    }

    private static FrameRead? Hidden(Question question, ReadOnlySpan<byte> rest, int at)
    {
        for (int skip = 1; skip + HeaderLength + Pdu.ExceptionLength <= rest.Length; skip++)
        {
            ReadOnlySpan<byte> inner = rest[skip..];
            if (Header(inner) != Head.Good)
            {
                continue;
            }

            int length = 6 + BinaryPrimitives.ReadUInt16BigEndian(inner[4..]);
            if (inner.Length >= length && Judge(question, inner[..length]).Reply is { } reply)
            {
                return new(reply, at + skip + length, new(Silence.Noise));
            }
        }

        return null;
    }
}
