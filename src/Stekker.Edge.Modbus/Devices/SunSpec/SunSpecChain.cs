using System.Collections.Immutable;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Devices.SunSpec;

/// <summary>A model in a device's chain: its id register's address and the length it says itself.</summary>
/// <param name="Modules">Of model 160: how many strings.</param>
public sealed record SunSpecModel(int Id, int Address, int Length, int Modules = 0);

/// <summary>
/// The models a device has, found by walking: each says where the next begins. Lengths are taken as read, never as the standard has them:
/// the common model has 66 registers, but 65 on Fronius and SolarEdge, which moves all that follows.
/// </summary>
public sealed record SunSpecChain(string Manufacturer, string Model, string Serial, ImmutableArray<SunSpecModel> Models)
{
    /// <summary>"SunS" (SunSpec Information Model Specification, section 3).</summary>
    public const ushort FirstMark = 0x5375;

    public const ushort SecondMark = 0x6E53;

    public const int EndOfChain = 0xFFFF;

    /// <summary>No device has as many; a chain that goes on is a device that answers anything.</summary>
    public const int MostModels = 64;

    public static readonly ImmutableArray<ushort> Bases = [40000, 50000, 0];

    /// <summary>The chain, or the sentence that says why there is none.</summary>
    public static async ValueTask<(SunSpecChain? Chain, string? Error)> WalkAsync(IModbusLink link, byte unit, TimeSpan? patience, CancellationToken cancel)
    {
        foreach (ushort start in Bases)
        {
            ModbusReply reply = await link.AskAsync(unit, ModbusRequest.ReadHolding(start, 2), patience, cancel);
            switch (reply)
            {
                case ModbusReply.Registers { Values: [FirstMark, SecondMark] }:
                    return await ModelsAsync(link, unit, start + 2, patience, cancel);
                case ModbusReply.Registers or ModbusReply.Refused { Code: ExceptionCode.IllegalDataAddress or ExceptionCode.IllegalDataValue }:
                    continue;
                default:
                    return (null, ReplyWords.Of(reply, unit, link.IsSerial));
            }
        }

        return (null, $"unit {unit} answers, but has no SunSpec map at 40000, 50000 or 0: switch SunSpec on in the device's menu, or choose another device type");
    }

    private static async ValueTask<(SunSpecChain? Chain, string? Error)> ModelsAsync(IModbusLink link, byte unit, int at, TimeSpan? patience, CancellationToken cancel)
    {
        ImmutableArray<SunSpecModel>.Builder models = ImmutableArray.CreateBuilder<SunSpecModel>();
        string manufacturer = "", name = "", serial = "";
        while (models.Count < MostModels && at + 2 <= 0x10000)
        {
            ModbusReply head = await link.AskAsync(unit, ModbusRequest.ReadHolding((ushort)at, 2), patience, cancel);
            if (head is not ModbusReply.Registers { Values: [var id, var length] })
            {
                return (null, $"the SunSpec chain breaks off at register {at}: {ReplyWords.Of(head, unit, link.IsSerial)}");
            }

            if (id is EndOfChain or 0)
            {
                return (new(manufacturer, name, serial, models.ToImmutable()), null);
            }

            int modules = 0;
            if (id == SunSpecModels.Common && length >= 64 && await link.AskAsync(unit, ModbusRequest.ReadHolding((ushort)at, 66), patience, cancel) is ModbusReply.Registers common)
            {
                manufacturer = RegisterText.Of(common.Values.AsSpan(2, 16));
                name = RegisterText.Of(common.Values.AsSpan(18, 16));
                serial = RegisterText.Of(common.Values.AsSpan(50, 16));
            }
            else if (id == SunSpecModels.Strings && await link.AskAsync(unit, ModbusRequest.ReadHolding((ushort)(at + 8), 1), patience, cancel) is ModbusReply.Registers { Values: [var n] })
            {
                // The model's own length knows how many there can be.
                modules = Math.Min((int)n, (length - 8) / 20);
            }

            models.Add(new(id, at, length, modules));
            at += 2 + length;
        }

        return (null, $"the SunSpec chain of unit {unit} does not end: the device answers anything that is asked");
    }
}
