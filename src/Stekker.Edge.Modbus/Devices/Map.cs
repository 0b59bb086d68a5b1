using System.Collections.Immutable;

namespace Stekker.Edge.Modbus.Devices;

/// <summary>Writes a register map down the way a manual's table reads: three phases in one line.</summary>
internal sealed class Map(RegisterTable table, RegisterType type, WordOrder order = WordOrder.ABCD)
{
    private readonly ImmutableArray<Register>.Builder registers = ImmutableArray.CreateBuilder<Register>();

    /// <summary>L1, L2, L3 one after the other, each as wide as its type unless a step is given.</summary>
    public Map PerPhase(Quantity quantity, ushort first, double scale = 1, RegisterType? of = null, int? step = null, string? note = null)
    {
        int width = step ?? (of ?? type).Words();
        for (int i = 0; i < 3; i++)
        {
            One(quantity, (ushort)(first + (i * width)), scale, Phase.L1 + i, of, note);
        }

        return this;
    }

    public Map One(Quantity quantity, ushort address, double scale = 1, Phase phase = Phase.Total, RegisterType? of = null, string? note = null, double? whenMissing = null)
    {
        registers.Add(new Register(quantity, phase, table, address, of ?? type, order, scale) { Note = note, WhenMissing = whenMissing });
        return this;
    }

    public static implicit operator ImmutableArray<Register>(Map map) => map.registers.ToImmutable();
}
