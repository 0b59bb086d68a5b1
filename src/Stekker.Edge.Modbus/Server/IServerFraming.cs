using System.Buffers.Binary;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Server;

/// <summary>A request as it came in.</summary>
internal sealed record Incoming(byte Unit, ushort Transaction, byte Function, ModbusRequest? Request, ExceptionCode? Refusal, byte[] Raw);

/// <summary>The server's side of a framing.</summary>
internal interface IServerFraming
{
    /// <summary>The first whole request, and how many bytes are done with. Never throws.</summary>
    (Incoming? Request, int Used) Read(ReadOnlySpan<byte> received);

    int Wrap(byte unit, ushort transaction, Span<byte> frame, int pduLength);

    /// <summary>Where the PDU begins in a frame.</summary>
    int PduAt { get; }
}

internal sealed class MbapServerFraming : IServerFraming
{
    public int PduAt => MbapFraming.HeaderLength;

    public (Incoming? Request, int Used) Read(ReadOnlySpan<byte> received)
    {
        int at = 0;
        while (received.Length - at > MbapFraming.HeaderLength)
        {
            ReadOnlySpan<byte> rest = received[at..];
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[4..]);
            if (rest[2] != 0 || rest[3] != 0 || length is < 2 or > ModbusLimits.Pdu + 1)
            {
                at++;
                continue;
            }

            if (rest.Length < 6 + length)
            {
                return (null, at);
            }

            ReadOnlySpan<byte> pdu = rest.Slice(MbapFraming.HeaderLength, length - 1);
            (ModbusRequest? request, ExceptionCode? refusal) = RequestPdu.Read(pdu);
            return (new(rest[6], BinaryPrimitives.ReadUInt16BigEndian(rest), pdu[0], request, refusal, rest[..(6 + length)].ToArray()), at + 6 + length);
        }

        return (null, at);
    }

    public int Wrap(byte unit, ushort transaction, Span<byte> frame, int pduLength)
    {
        MbapFraming.WriteHeader(frame, transaction, unit, pduLength);
        return MbapFraming.HeaderLength + pduLength;
    }
}

internal sealed class RtuServerFraming : IServerFraming
{
    public int PduAt => 1;

    /// <summary>A request is where a length fits and its checksum holds; what is before it is another unit's answer, or noise.</summary>
    public (Incoming? Request, int Used) Read(ReadOnlySpan<byte> received)
    {
        for (int at = 0; at + 4 <= received.Length; at++)
        {
            ReadOnlySpan<byte> rest = received[at..];
            if (RequestPdu.Length(rest[1..]) is not ({ } length and > 0) || rest.Length < length + 3 || !Crc16.Holds(rest[..(length + 3)]))
            {
                continue;
            }

            ReadOnlySpan<byte> pdu = rest.Slice(1, length);
            (ModbusRequest? request, ExceptionCode? refusal) = RequestPdu.Read(pdu);
            return (new(rest[0], 0, pdu[0], request, refusal, rest[..(length + 3)].ToArray()), at + length + 3);
        }

        return (null, Math.Max(0, received.Length - (2 * ModbusLimits.RtuFrame)));
    }

    public int Wrap(byte unit, ushort transaction, Span<byte> frame, int pduLength)
    {
        frame[0] = unit;
        Crc16.Append(frame, pduLength + 1);
        return pduLength + 3;
    }
}
