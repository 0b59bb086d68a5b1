using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Devices;

/// <summary>The two register tables that carry measurements, by the function that reads them.</summary>
public enum RegisterTable
{
    /// <summary>Function 3.</summary>
    Holding = 3,

    /// <summary>Function 4.</summary>
    Input = 4,
}

/// <summary>
/// One value of a device: where it is and what it means. Registers with equal quantity and phase are added (two tariffs, several strings,
/// import less export).
/// </summary>
/// <param name="Address">Zero-based, as on the wire.</param>
/// <param name="Scale">Raw times scale is the quantity's unit; negative where the device counts the other way round.</param>
public sealed record Register(Quantity Quantity, Phase Phase, RegisterTable Table, ushort Address, RegisterType Type, WordOrder Order, double Scale)
{
    /// <summary>SunSpec: where the power of ten is that the value must be multiplied by; read in the same request.</summary>
    public ushort? ScaleFactorAt { get; init; }

    /// <summary>Shown to the installer: this register is not certain, look at the device's display.</summary>
    public string? Note { get; init; }

    /// <summary>What a not-available pattern means, where the maker gives it a meaning (an inverter asleep produces 0 W).</summary>
    public double? WhenMissing { get; init; }

    /// <summary>SunSpec accumulators say 0 for "not counted" (SunSpec Information Model Specification, acc32).</summary>
    public bool ZeroIsMissing { get; init; }

    public int End => Address + Type.Words();

    /// <summary>The stretch that must come in one answer.</summary>
    public (int First, int End) Span => ScaleFactorAt is { } sf ? (Math.Min(Address, sf), Math.Max(End, sf + 1)) : (Address, End);

    public ModbusRequest Read() => new((ModbusFunction)(byte)Table, (ushort)Span.First, (ushort)(Span.End - Span.First), [], []);

    /// <param name="first">The address of the first word.</param>
    public double? Decode(int first, ReadOnlySpan<ushort> words)
    {
        double? raw = RegisterCodec.Decode(words[(Address - first)..], Type, Order);
        if (raw is null || (ZeroIsMissing && raw == 0))
        {
            return WhenMissing;
        }

        if (ScaleFactorAt is not { } at)
        {
            return raw * Scale;
        }

        // A scale factor outside -10..10 is not implemented, and then neither is the value.
        return RegisterCodec.Decode(words[(at - first)..], RegisterType.Int16, WordOrder.ABCD) is { } power and >= -10 and <= 10
            ? raw * Scale * Math.Pow(10, power)
            : WhenMissing;
    }
}
