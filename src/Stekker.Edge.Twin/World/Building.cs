namespace Stekker.Edge.Twin.World;

/// <summary>
/// What a building draws besides its cars: a slow profile by the hour, appliances that switch (with the inrush of motors), and noise. Constant
/// between its own events, which is what lets a year pass quickly.
/// </summary>
public sealed class Building
{
    private static readonly TimeSpan ProfileEvery = TimeSpan.FromMinutes(5);

    private readonly SiteKind kind;
    private readonly BuildingSettings settings;
    private readonly Dice dice;
    private readonly double voltageV;
    private readonly int phases;
    private readonly double[] share = new double[3];
    private readonly double[] slowA = new double[3];
    private readonly double[] noiseA = new double[3];
    private readonly double[] nowA = new double[3];
    private readonly Appliance[] appliances;
    private TimeSpan profileAt;
    private TimeSpan noiseAt;

    public Building(SiteKind kind, BuildingSettings settings, int phases, double voltageV, Dice dice)
    {
        (this.kind, this.settings, this.phases, this.voltageV, this.dice) = (kind, settings, phases, voltageV, dice);
        double sum = 0;
        for (int p = 0; p < phases; p++)
        {
            share[p] = dice.Between(0.7, 1.3);
            sum += share[p];
        }

        for (int p = 0; p < phases; p++)
        {
            share[p] /= sum;
        }

        appliances = new Appliance[settings.Appliances];
        for (int i = 0; i < appliances.Length; i++)
        {
            appliances[i] = new Appliance(phases, voltageV, dice);
        }
    }

    /// <summary>When it changes next by itself.</summary>
    public TimeSpan NextAt { get; private set; }

    /// <summary>On one of the grid's phases.</summary>
    public double CurrentA(int phase) => nowA[phase];

    /// <param name="at">Time of the world.</param>
    /// <param name="local">The same by the clock on the wall.</param>
    public void AdvanceTo(TimeSpan at, DateTimeOffset local)
    {
        if (at < NextAt)
        {
            return;
        }

        if (at >= profileAt)
        {
            profileAt = at + ProfileEvery;
            double powerW = settings.Least.Value + ((settings.Most.Value - settings.Least.Value) * Profiles.Of(kind, local) * dice.Between(0.85, 1.1));
            for (int p = 0; p < phases; p++)
            {
                slowA[p] = powerW * share[p] / voltageV;
            }
        }

        if (at >= noiseAt)
        {
            noiseAt = at + dice.Between(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(20));
            noiseA[dice.Between(0, phases - 1)] = Math.Abs(dice.Bell()) * 0.4;
        }

        NextAt = profileAt < noiseAt ? profileAt : noiseAt;
        double busy = Profiles.Of(kind, local);
        for (int p = 0; p < phases; p++)
        {
            nowA[p] = slowA[p] + noiseA[p];
        }

        foreach (Appliance appliance in appliances)
        {
            appliance.AdvanceTo(at, busy, dice);
            NextAt = appliance.NextAt < NextAt ? appliance.NextAt : NextAt;
            for (int p = 0; p < phases; p++)
            {
                nowA[p] += appliance.CurrentA(p);
            }
        }
    }
}
