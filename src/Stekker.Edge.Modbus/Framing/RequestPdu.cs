using System.Buffers.Binary;

namespace Stekker.Edge.Modbus.Framing;

/// <summary>A request as the server's side sees it: bytes that may lie.</summary>
public static class RequestPdu
{
    /// <summary>The length of a request that starts like this; null where more bytes are needed to know, -1 where no request starts like this.</summary>
    public static int? Length(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return null;
        }

        switch ((ModbusFunction)start[0])
        {
            case ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters:
                return start.Length < 6 ? null : 6 + start[5];
            case >= ModbusFunction.ReadCoils and <= ModbusFunction.WriteSingleRegister:
                return 5;
            default:
                return -1;
        }
    }

    /// <summary>The request, or the exception a server answers it with.</summary>
    public static (ModbusRequest? Request, ExceptionCode? Refusal) Read(ReadOnlySpan<byte> pdu)
    {
        if (Length(pdu) is not { } length || length < 0)
        {
            return (null, ExceptionCode.IllegalFunction);
        }

        if (pdu.Length != length)
        {
            return (null, ExceptionCode.IllegalDataValue);
        }

        ModbusFunction function = (ModbusFunction)pdu[0];
        ushort address = BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]);
        ushort second = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        switch (function)
        {
            case ModbusFunction.WriteSingleRegister:
                return (ModbusRequest.WriteRegister(address, second), null);
            case ModbusFunction.WriteSingleCoil:
                return second is 0 or 0xFF00 ? (ModbusRequest.WriteCoil(address, second != 0), null) : (null, ExceptionCode.IllegalDataValue);
        }

        int most = function switch
        {
            ModbusFunction.WriteMultipleRegisters => ModbusLimits.WriteRegisters,
            ModbusFunction.WriteMultipleCoils => ModbusLimits.WriteBits,
            ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters => ModbusLimits.ReadRegisters,
            _ => ModbusLimits.ReadBits,
        };
        if (second is 0 || second > most)
        {
            return (null, ExceptionCode.IllegalDataValue);
        }

        if (address + second > 0x10000)
        {
            return (null, ExceptionCode.IllegalDataAddress);
        }

        return function switch
        {
            ModbusFunction.WriteMultipleRegisters => pdu[5] == 2 * second
                ? (ModbusRequest.WriteRegisters(address, Pdu.GetRegisters(pdu[6..])), null)
                : (null, ExceptionCode.IllegalDataValue),
            ModbusFunction.WriteMultipleCoils => pdu[5] == Pdu.BytesFor(second)
                ? (ModbusRequest.WriteCoils(address, Pdu.GetBits(pdu[6..], second)), null)
                : (null, ExceptionCode.IllegalDataValue),
            _ => (new ModbusRequest(function, address, second, [], []), null),
        };
    }
}
