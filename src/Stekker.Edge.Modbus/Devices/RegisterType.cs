namespace Stekker.Edge.Modbus.Devices;

public enum RegisterType
{
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float32,
    Float64,
}

/// <summary>Named by where the bytes A (most significant) to D of a 32-bit value are on the wire; 64-bit values go on in the same way.</summary>
public enum WordOrder
{
    /// <summary>Most significant word first, big-endian words: what the specification suggests and most devices do.</summary>
    ABCD,

    /// <summary>Least significant word first: Carlo Gavazzi, PZEM, Shelly.</summary>
    CDAB,

    /// <summary>Bytes swapped within each word.</summary>
    BADC,

    /// <summary>Both: little-endian throughout.</summary>
    DCBA,
}

public static class RegisterTypes
{
    public static int Words(this RegisterType type) => type switch
    {
        RegisterType.Int16 or RegisterType.UInt16 => 1,
        RegisterType.Int32 or RegisterType.UInt32 or RegisterType.Float32 => 2,
        _ => 4,
    };

    public static bool IsSigned(this RegisterType type) => type is not (RegisterType.UInt16 or RegisterType.UInt32 or RegisterType.UInt64);
}
