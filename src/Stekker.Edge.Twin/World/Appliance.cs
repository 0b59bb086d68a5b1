namespace Stekker.Edge.Twin.World;

/// <summary>A load that switches by itself. A motor draws a multiple of its current for the first moment.</summary>
internal sealed class Appliance
{
    private static readonly TimeSpan MeanOff = TimeSpan.FromMinutes(50);

    private readonly int phase;
    private readonly double ratedA;
    private readonly double inrush;
    private readonly TimeSpan meanOn;
    private bool isOn;
    private TimeSpan inrushUntil;
    private TimeSpan switchAt;

    public Appliance(int phases, double voltageV, Dice dice)
    {
        bool isLarge = phases == 3 && dice.Chance(0.3);
        phase = isLarge ? -1 : dice.Between(0, phases - 1);
        ratedA = dice.Between(500, 3_000) / voltageV / (isLarge ? 1.5 : 1);
        inrush = dice.Chance(0.4) ? dice.Between(2.0, 4.0) : 1;
        meanOn = TimeSpan.FromMinutes(dice.Between(3, 40));
        switchAt = dice.Wait(MeanOff);
    }

    public TimeSpan NextAt => inrushUntil != default ? inrushUntil : switchAt;

    public double CurrentA(int ofPhase) => isOn && (phase < 0 || phase == ofPhase) ? ratedA * (inrushUntil != default ? inrush : 1) : 0;

    /// <param name="busy">How much is going on in the building, 0 to 1: in a busy one things are switched on more often.</param>
    public void AdvanceTo(TimeSpan at, double busy, Dice dice)
    {
        if (inrushUntil != default && at >= inrushUntil)
        {
            inrushUntil = default;
        }

        if (at < switchAt)
        {
            return;
        }

        isOn = !isOn;
        inrushUntil = isOn && inrush > 1 ? at + dice.Between(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1.5)) : default;
        TimeSpan least = inrushUntil == default ? at + TimeSpan.FromSeconds(5) : inrushUntil + TimeSpan.FromSeconds(5);
        switchAt = least + dice.Wait(isOn ? meanOn : MeanOff * (1.5 - busy));
    }
}
