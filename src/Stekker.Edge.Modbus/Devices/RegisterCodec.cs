namespace Stekker.Edge.Modbus.Devices;

/// <summary>
/// Words to a number and back, for every type and order. A not-available pattern is null, never 0. Numbers are doubles: 53 bits hold
/// every counter a meter can reach (9 PWh in watt-hours).
/// </summary>
public static class RegisterCodec
{
    public static double? Decode(ReadOnlySpan<ushort> words, RegisterType type, WordOrder order)
    {
        ulong bits = Gather(words[..type.Words()], order);
        return type switch
        {
            RegisterType.Int16 => bits is 0x8000 or 0x7FFF ? null : (short)bits,
            RegisterType.UInt16 => bits is 0xFFFF ? null : bits,
            RegisterType.Int32 => bits is 0x8000_0000 or 0x7FFF_FFFF ? null : (int)bits,
            RegisterType.UInt32 => bits is 0xFFFF_FFFF ? null : bits,
            RegisterType.Int64 => bits is 0x8000_0000_0000_0000 or 0x7FFF_FFFF_FFFF_FFFF ? null : (long)bits,
            RegisterType.UInt64 => bits is ulong.MaxValue ? null : bits,
            RegisterType.Float32 => BitConverter.UInt32BitsToSingle((uint)bits) is var f && float.IsFinite(f) ? f : null,
            _ => BitConverter.UInt64BitsToDouble(bits) is var d && double.IsFinite(d) ? d : null,
        };
    }

    /// <summary>Null is written as the type's own not-available pattern; a number out of range as the nearest that means something.</summary>
    public static void Encode(double? value, RegisterType type, WordOrder order, Span<ushort> words) =>
        Spread(value is { } v ? Bits(v, type) : NotAvailable(type), order, words[..type.Words()]);

    public static ulong NotAvailable(RegisterType type) => type switch
    {
        RegisterType.Int16 => 0x8000,
        RegisterType.UInt16 => 0xFFFF,
        RegisterType.Int32 => 0x8000_0000,
        RegisterType.UInt32 => 0xFFFF_FFFF,
        RegisterType.Int64 => 0x8000_0000_0000_0000,
        RegisterType.UInt64 => ulong.MaxValue,
        RegisterType.Float32 => BitConverter.SingleToUInt32Bits(float.NaN),
        _ => BitConverter.DoubleToUInt64Bits(double.NaN),
    };

    private static ulong Bits(double value, RegisterType type) => type switch
    {
        RegisterType.Int16 => (ushort)(short)Whole(value, short.MinValue + 1, short.MaxValue - 1),
        RegisterType.UInt16 => (ushort)Whole(value, 0, ushort.MaxValue - 1),
        RegisterType.Int32 => (uint)(int)Whole(value, int.MinValue + 1, int.MaxValue - 1),
        RegisterType.UInt32 => (uint)Whole(value, 0, uint.MaxValue - 1),
        RegisterType.Int64 => (ulong)(long)Whole(value, -9e18, 9e18),
        RegisterType.UInt64 => (ulong)Whole(value, 0, 1.8e19),
        RegisterType.Float32 => BitConverter.SingleToUInt32Bits((float)value),
        _ => BitConverter.DoubleToUInt64Bits(value),
    };

    private static double Whole(double value, double least, double most) => Math.Clamp(Math.Round(value), least, most);

    private static ulong Gather(ReadOnlySpan<ushort> words, WordOrder order)
    {
        ulong bits = 0;
        for (int i = 0; i < words.Length; i++)
        {
            bits = (bits << 16) | Turned(words[LeastFirst(order) ? words.Length - 1 - i : i], order);
        }

        return bits;
    }

    private static void Spread(ulong bits, WordOrder order, Span<ushort> words)
    {
        for (int i = words.Length - 1; i >= 0; i--, bits >>= 16)
        {
            words[LeastFirst(order) ? words.Length - 1 - i : i] = Turned((ushort)bits, order);
        }
    }

    private static bool LeastFirst(WordOrder order) => order is WordOrder.CDAB or WordOrder.DCBA;

    private static ushort Turned(ushort word, WordOrder order) =>
        order is WordOrder.BADC or WordOrder.DCBA ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word) : word;
}
