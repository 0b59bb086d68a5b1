namespace Stekker.Edge.Modbus.Devices.SunSpec;

/// <summary>A value of a model; offsets count from the model's id register (SunSpec models, github.com/sunspec/models).</summary>
/// <param name="ScaleFactor">Offset of the value's power of ten; null for floats.</param>
internal sealed record SunSpecPoint(Quantity Quantity, Phase Phase, int Offset, RegisterType Type, int? ScaleFactor = null)
{
    public bool IsAccumulator { get; init; }

    public int LastOffset => Math.Max(Offset + Type.Words() - 1, ScaleFactor ?? 0);

    public Register At(int model, double sign) => new(Quantity, Phase, RegisterTable.Holding, (ushort)(model + Offset), Type, WordOrder.ABCD, sign)
    {
        ScaleFactorAt = ScaleFactor is { } sf ? (ushort)(model + sf) : null,
        ZeroIsMissing = IsAccumulator,
    };
}
