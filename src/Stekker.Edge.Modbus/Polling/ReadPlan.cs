using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Polling;

/// <summary>One request and the registers it brings.</summary>
public sealed record ReadBlock(RegisterTable Table, ushort Address, int Count, ImmutableArray<Register> Registers)
{
    public ModbusRequest Request => new((ModbusFunction)(byte)Table, Address, (ushort)Count, [], []);

    /// <summary>Registers nobody asked for are read along.</summary>
    public bool HasGaps => ReadPlan.Make(Registers, Count, 0).Length > 1;
}

/// <summary>The fewest requests that bring all registers, within what a device takes at once and over what gaps it allows.</summary>
public static class ReadPlan
{
    /// <summary>
    /// From the lowest address on, each request reaches as far as it may. Taking less never helps: whatever a later request would cover
    /// with an earlier start, it also covers with this one.
    /// </summary>
    public static ImmutableArray<ReadBlock> Make(IEnumerable<Register> registers, int mostPerRead, int mostGap)
    {
        ImmutableArray<ReadBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReadBlock>();
        foreach (IGrouping<RegisterTable, Register> table in registers.GroupBy(static r => r.Table).OrderBy(static g => g.Key))
        {
            List<Register> open = [];
            int first = 0, end = 0;
            foreach (Register register in table.OrderBy(static r => r.Span.First).ThenBy(static r => r.Span.End))
            {
                (int start, int stop) = register.Span;
                if (open.Count > 0 && (start - end > mostGap || Math.Max(end, stop) - first > mostPerRead))
                {
                    blocks.Add(new(table.Key, (ushort)first, end - first, [.. open]));
                    open.Clear();
                }

                first = open.Count == 0 ? start : first;
                end = open.Count == 0 ? stop : Math.Max(end, stop);
                open.Add(register);
            }

            blocks.Add(new(table.Key, (ushort)first, end - first, [.. open]));
        }

        return blocks.ToImmutable();
    }

    public static ImmutableArray<ReadBlock> Make(DeviceDescription device) => Make(device.Registers, device.MostPerRead, device.MostGap);

    /// <summary>
    /// What to ask instead of a block the device refused: without the gaps; if there were none, register by register; if it was one register,
    /// nothing.
    /// </summary>
    public static ImmutableArray<ReadBlock> Instead(ReadBlock refused) =>
        refused.Registers.Length == 1 ? []
        : refused.HasGaps ? Make(refused.Registers, refused.Count, 0)
        : [.. refused.Registers.SelectMany(static r => Make([r], r.Span.End - r.Span.First, 0))];
}
