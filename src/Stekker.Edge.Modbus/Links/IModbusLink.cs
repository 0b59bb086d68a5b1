using System.Collections.Immutable;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Links;

/// <summary>Where meters are asked. Any number of askers at once; each gets its turn.</summary>
public interface IModbusLink
{
    string Name { get; }

    /// <summary>Our own serial line: the words of a fault then name wiring and speed.</summary>
    bool IsSerial { get; }

    /// <summary>Never throws but for the caller's own cancellation.</summary>
    /// <param name="patience">How long this device may take; null is the line's own.</param>
    ValueTask<ModbusReply> AskAsync(byte unit, ModbusRequest request, TimeSpan? patience = null, CancellationToken cancel = default);
}

public static class ModbusLinkReading
{
    public static ValueTask<ModbusReply> ReadHoldingAsync(this IModbusLink link, byte unit, ushort address, int count, CancellationToken cancel = default) =>
        link.AskAsync(unit, ModbusRequest.ReadHolding(address, count), null, cancel);

    public static ValueTask<ModbusReply> ReadInputAsync(this IModbusLink link, byte unit, ushort address, int count, CancellationToken cancel = default) =>
        link.AskAsync(unit, ModbusRequest.ReadInput(address, count), null, cancel);

    public static ValueTask<ModbusReply> WriteAsync(this IModbusLink link, byte unit, ushort address, ImmutableArray<ushort> values, CancellationToken cancel = default) =>
        link.AskAsync(unit, ModbusRequest.WriteRegisters(address, values), null, cancel);
}
