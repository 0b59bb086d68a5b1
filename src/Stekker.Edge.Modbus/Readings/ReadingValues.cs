using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Readings;

/// <summary>Numbers by quantity and phase, in the quantity's unit; null where not measured.</summary>
public sealed class ReadingValues
{
    private const int PhaseCount = 4;
    private static readonly int QuantityCount = Enum.GetValues<Quantity>().Length;

    private readonly double?[] values = new double?[QuantityCount * PhaseCount];

    public double? this[Quantity quantity, Phase phase = Phase.Total]
    {
        get => values[Index(quantity, phase)];
        set => values[Index(quantity, phase)] = value;
    }

    /// <summary>Registers of the same quantity and phase belong together.</summary>
    public void Add(Quantity quantity, Phase phase, double? value)
    {
        if (value is { } v)
        {
            int index = Index(quantity, phase);
            values[index] = (values[index] ?? 0) + v;
        }
    }

    public void Clear(Func<Quantity, bool> which)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = which((Quantity)(i / PhaseCount)) ? null : values[i];
        }
    }

    public ReadingValues Copy()
    {
        ReadingValues copy = new();
        values.CopyTo(copy.values, 0);
        return copy;
    }

    private static int Index(Quantity quantity, Phase phase) => ((int)quantity * PhaseCount) + (int)phase;
}
