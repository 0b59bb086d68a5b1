using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Server;

/// <summary>Writes an answer's PDU: the inverse of <see cref="Pdu.ReadAnswer"/>.</summary>
internal static class AnswerPdu
{
    public static int Write(byte function, ModbusRequest? asked, ModbusReply reply, Span<byte> to)
    {
        to[0] = function;
        switch (reply)
        {
            case ModbusReply.Registers r:
                to[1] = (byte)(2 * r.Values.Length);
                Pdu.PutRegisters(r.Values.AsSpan(), to[2..]);
                return 2 + (2 * r.Values.Length);
            case ModbusReply.Bits b:
                to[1] = (byte)Pdu.BytesFor(b.Values.Length);
                Pdu.PutBits(b.Values.AsSpan(), to[2..]);
                return 2 + Pdu.BytesFor(b.Values.Length);
            case ModbusReply.Written when asked is not null:
                Span<byte> request = stackalloc byte[ModbusLimits.Pdu];
                Pdu.Write(asked, request);
                request[..5].CopyTo(to);
                return 5;
            default:
                to[0] |= ModbusLimits.ExceptionBit;
                to[1] = (byte)(reply is ModbusReply.Refused refused ? refused.Code : ExceptionCode.DeviceFailure);
                return Pdu.ExceptionLength;
        }
    }
}
