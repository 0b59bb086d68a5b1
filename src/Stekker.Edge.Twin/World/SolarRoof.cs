using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Twin.World;

/// <summary>Panels under passing clouds. Small inverters feed one phase, larger ones all.</summary>
public sealed class SolarRoof(ImmutableArray<SolarArraySettings> arrays, LocationSettings location, int phases, double voltageV, Dice dice)
{
    /// <summary>From the panels' plates to the grid: heat, cables, inverter, dirt.</summary>
    private const double Yield = 0.82;

    /// <summary>Grid codes ask for three phases above this (EN 50549-1 leaves it to the country; 16 A here).</summary>
    private const double OnePhaseAtMostW = 3_680;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    private readonly double[] nowA = new double[3];
    private TimeSpan cloudAt;
    private double clear = 1;
    private DateOnly day;
    private double gloom;

    public TimeSpan NextAt { get; private set; }

    public double PowerW { get; private set; }

    /// <summary>Given to one of the grid's phases; above zero.</summary>
    public double CurrentA(int phase) => nowA[phase];

    public void AdvanceTo(TimeSpan at, DateTimeOffset local)
    {
        if (arrays.IsEmpty)
        {
            NextAt = TimeSpan.MaxValue;
            return;
        }

        if (at < NextAt)
        {
            return;
        }

        Clouds(at, local);
        NextAt = at + Every < cloudAt ? at + Every : cloudAt;
        (double height, double azimuth) = Sun.Position(local, (double)location.LatitudeDeg, (double)location.LongitudeDeg);
        PowerW = 0;
        Array.Clear(nowA);
        for (int i = 0; i < arrays.Length; i++)
        {
            SolarArraySettings array = arrays[i];
            double plateW = array.Panels * array.PanelPeak.Value;
            double onPlane = Sun.OnPlaneWPerM2(height, azimuth, (double)array.AzimuthDeg, (double)array.TiltDeg, clear);
            double powerW = Math.Min(array.Inverter?.Value ?? double.MaxValue, plateW * onPlane / 1000 * Yield);
            bool isSmall = phases == 1 || Math.Min(plateW, array.Inverter?.Value ?? double.MaxValue) <= OnePhaseAtMostW;
            PowerW += powerW;
            for (int p = 0; p < phases; p++)
            {
                nowA[p] += isSmall ? (i % phases == p ? powerW / voltageV : 0) : powerW / voltageV / phases;
            }
        }
    }

    private void Clouds(TimeSpan at, DateTimeOffset local)
    {
        DateOnly today = DateOnly.FromDateTime(local.DateTime);
        if (today != day)
        {
            day = today;
            gloom = dice.Next();
        }

        if (at >= cloudAt)
        {
            clear = dice.Chance(gloom) ? dice.Between(0.05, 0.6) : dice.Between(0.8, 1);
            cloudAt = at + dice.Wait(TimeSpan.FromMinutes(6)) + TimeSpan.FromSeconds(20);
        }
    }
}
