using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Stekker.Edge.Modbus.Framing;

/// <summary>The protocol data unit: function and data, the same on every line (Modbus Application Protocol V1.1b3, section 4.1).</summary>
public static class Pdu
{
    private const ushort CoilOn = 0xFF00;

    /// <summary>Writes the request and says how many bytes it took; at most <see cref="ModbusLimits.Pdu"/>.</summary>
    public static int Write(ModbusRequest request, Span<byte> to)
    {
        to[0] = (byte)request.Function;
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], request.Address);
        switch (request.Function)
        {
            case ModbusFunction.WriteSingleRegister:
                BinaryPrimitives.WriteUInt16BigEndian(to[3..], request.Registers[0]);
                return 5;
            case ModbusFunction.WriteSingleCoil:
                BinaryPrimitives.WriteUInt16BigEndian(to[3..], request.Bits[0] ? CoilOn : (ushort)0);
                return 5;
            case ModbusFunction.WriteMultipleRegisters:
                BinaryPrimitives.WriteUInt16BigEndian(to[3..], request.Count);
                to[5] = (byte)(2 * request.Count);
                PutRegisters(request.Registers.AsSpan(), to[6..]);
                return 6 + (2 * request.Count);
            case ModbusFunction.WriteMultipleCoils:
                BinaryPrimitives.WriteUInt16BigEndian(to[3..], request.Count);
                to[5] = (byte)BytesFor(request.Count);
                PutBits(request.Bits.AsSpan(), to[6..]);
                return 6 + BytesFor(request.Count);
            default:
                BinaryPrimitives.WriteUInt16BigEndian(to[3..], request.Count);
                return 5;
        }
    }

    /// <summary>How long a good answer to this request is. Knowing it beforehand tells a half frame from a whole one.</summary>
    public static int AnswerLength(ModbusRequest request) => request.Function switch
    {
        ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs => 2 + BytesFor(request.Count),
        ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters => 2 + (2 * request.Count),
        _ => 5,
    };

    /// <summary>An exception is always function and code.</summary>
    public const int ExceptionLength = 2;

    /// <summary>Null: these bytes do not answer this request.</summary>
    public static ModbusReply? ReadAnswer(ModbusRequest asked, ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length == ExceptionLength && pdu[0] == ((byte)asked.Function | ModbusLimits.ExceptionBit))
        {
            return new ModbusReply.Refused((ExceptionCode)pdu[1]);
        }

        if (pdu.Length != AnswerLength(asked) || pdu[0] != (byte)asked.Function)
        {
            return null;
        }

        if (asked.IsWrite)
        {
            return EchoesWrite(asked, pdu) ? ModbusReply.Written.Instance : null;
        }

        if (pdu[1] != pdu.Length - 2)
        {
            return null;
        }

        return asked.IsBits
            ? new ModbusReply.Bits(GetBits(pdu[2..], asked.Count))
            : new ModbusReply.Registers(GetRegisters(pdu[2..]));
    }

    public static ImmutableArray<ushort> GetRegisters(ReadOnlySpan<byte> bytes)
    {
        ushort[] registers = new ushort[bytes.Length / 2];
        for (int i = 0; i < registers.Length; i++)
        {
            registers[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        }

        return ImmutableArray.Create(registers);
    }

    public static void PutRegisters(ReadOnlySpan<ushort> registers, Span<byte> to)
    {
        for (int i = 0; i < registers.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(to[(2 * i)..], registers[i]);
        }
    }

    /// <summary>The first coil is the lowest bit of the first byte (section 6.1).</summary>
    public static ImmutableArray<bool> GetBits(ReadOnlySpan<byte> bytes, int count)
    {
        bool[] bits = new bool[count];
        for (int i = 0; i < count; i++)
        {
            bits[i] = (bytes[i / 8] & (1 << (i % 8))) != 0;
        }

        return ImmutableArray.Create(bits);
    }

    public static void PutBits(ReadOnlySpan<bool> bits, Span<byte> to)
    {
        to[..BytesFor(bits.Length)].Clear();
        for (int i = 0; i < bits.Length; i++)
        {
            to[i / 8] |= (byte)(bits[i] ? 1 << (i % 8) : 0);
        }
    }

    public static int BytesFor(int bits) => (bits + 7) / 8;

    /// <summary>A write is answered by its own address and value (5, 6) or address and count (15, 16).</summary>
    private static bool EchoesWrite(ModbusRequest asked, ReadOnlySpan<byte> pdu)
    {
        Span<byte> sent = stackalloc byte[ModbusLimits.Pdu];
        Write(asked, sent);
        return pdu.SequenceEqual(sent[..5]);
    }
}
