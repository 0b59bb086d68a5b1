namespace Stekker.Edge.Twin.World;

/// <summary>What the grid meter shows at one moment: import positive, per phase, with the meter's own noise.</summary>
/// <param name="At">Time of measuring, by the world's clock.</param>
public readonly record struct GridSample(TimeSpan At, double L1A, double L2A, double L3A, double PowerW)
{
    public double this[int phase] => phase switch { 0 => L1A, 1 => L2A, _ => L3A };
}

/// <summary>The meter at the grid connection.</summary>
public sealed class GridMeter(GridMeterSettings settings, Dice dice)
{
    public GridMeterSettings Settings => settings;

    public GridSample Measure(TwinWorld world)
    {
        Span<double> seenA = stackalloc double[3];
        double powerW = 0;
        for (int p = 0; p < world.Settings.GridPhases; p++)
        {
            seenA[p] = world.GridA(p) + (dice.Bell() * settings.NoiseA);
            powerW += seenA[p] * world.Settings.VoltageV;
        }

        return new GridSample(world.At, seenA[0], seenA[1], seenA[2], powerW);
    }
}
