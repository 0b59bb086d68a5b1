using System.Collections.Immutable;

namespace Stekker.Edge.Modbus.Framing;

/// <summary>One question to a unit. Made by the named factories, which hold the specification's limits.</summary>
/// <param name="Address">Zero-based, as it goes on the wire.</param>
/// <param name="Registers">To write; empty for reads and coils.</param>
/// <param name="Bits">To write; empty for reads and registers.</param>
public sealed record ModbusRequest(ModbusFunction Function, ushort Address, ushort Count, ImmutableArray<ushort> Registers, ImmutableArray<bool> Bits)
{
    public bool IsWrite => Function is ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister
        or ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters;

    public bool IsBits => Function is ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs
        or ModbusFunction.WriteSingleCoil or ModbusFunction.WriteMultipleCoils;

    public static ModbusRequest ReadHolding(ushort address, int count) => Read(ModbusFunction.ReadHoldingRegisters, address, count, ModbusLimits.ReadRegisters);

    public static ModbusRequest ReadInput(ushort address, int count) => Read(ModbusFunction.ReadInputRegisters, address, count, ModbusLimits.ReadRegisters);

    public static ModbusRequest ReadCoils(ushort address, int count) => Read(ModbusFunction.ReadCoils, address, count, ModbusLimits.ReadBits);

    public static ModbusRequest ReadDiscreteInputs(ushort address, int count) => Read(ModbusFunction.ReadDiscreteInputs, address, count, ModbusLimits.ReadBits);

    public static ModbusRequest WriteRegister(ushort address, ushort value) => new(ModbusFunction.WriteSingleRegister, address, 1, [value], []);

    public static ModbusRequest WriteCoil(ushort address, bool value) => new(ModbusFunction.WriteSingleCoil, address, 1, [], [value]);

    public static ModbusRequest WriteRegisters(ushort address, ImmutableArray<ushort> values)
    {
        Check(address, values.Length, ModbusLimits.WriteRegisters);
        return new(ModbusFunction.WriteMultipleRegisters, address, (ushort)values.Length, values, []);
    }

    public static ModbusRequest WriteCoils(ushort address, ImmutableArray<bool> values)
    {
        Check(address, values.Length, ModbusLimits.WriteBits);
        return new(ModbusFunction.WriteMultipleCoils, address, (ushort)values.Length, [], values);
    }

    public static bool IsWithin(int address, int count, int most) => count >= 1 && count <= most && address + count <= 0x10000;

    private static ModbusRequest Read(ModbusFunction function, ushort address, int count, int most)
    {
        Check(address, count, most);
        return new(function, address, (ushort)count, [], []);
    }

    private static void Check(int address, int count, int most) =>
        Core.Site.Invariant.Holds(IsWithin(address, count, most), $"{count} values from address {address} fit in one Modbus request");
}
