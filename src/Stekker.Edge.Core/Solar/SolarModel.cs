using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Solar;

/// <summary>
/// What arrays of panels give: sunlight on their plane, the warmth of their cells (NOCT model: 45 °C at 800 W/m² and 20 °C, Duffie and Beckman
/// §23.3), -0.35 % per degree above 25, 14 % lost on the way (PVGIS's usual figure), and no more than the inverter gives.
/// </summary>
public static class SolarModel
{
    private const double Kept = 0.86;
    private const double PerDegree = -0.0035;
    private const double WarmthPerWPerM2 = 25.0 / 800;
    private const double UsualTemperatureC = 15;

    /// <summary>Within a quarter the sun is looked at so often.</summary>
    private const int Looks = 3;

    /// <summary>Mean power of all arrays in a PTU, in kW.</summary>
    /// <param name="weather">Null is a clear sky.</param>
    public static double MeanKw(ImmutableArray<SolarArraySettings> arrays, LocationSettings location, DateTimeOffset ptu, WeatherPoint? weather)
    {
        double sumW = 0;
        for (int i = 0; i < Looks; i++)
        {
            sumW += PowerW(arrays, location, ptu + (Ptu.Length * ((i + 0.5) / Looks)), weather);
        }

        return sumW / Looks / 1000;
    }

    /// <summary>Power of all arrays at a moment, in W.</summary>
    public static double PowerW(ImmutableArray<SolarArraySettings> arrays, LocationSettings location, DateTimeOffset at, WeatherPoint? weather)
    {
        SunPosition sun = SunPosition.At(at, (double)location.LatitudeDeg, (double)location.LongitudeDeg);
        if (!sun.IsUp)
        {
            return 0;
        }

        double clear = Irradiance.ClearSkyWPerM2(sun.ZenithDeg);
        double global = weather is not { } w ? clear : w.GlobalWPerM2 ?? Irradiance.UnderClouds(clear, w.CloudFraction ?? 0);
        Irradiance light = Irradiance.Of(global, sun, at);
        double sumW = 0;
        foreach (SolarArraySettings array in arrays)
        {
            sumW += PowerW(array, light.OnPlaneWPerM2(sun, (double)array.AzimuthDeg, (double)array.TiltDeg, at), weather?.TemperatureC ?? UsualTemperatureC);
        }

        return sumW;
    }

    /// <param name="planeWPerM2">Light on its plane.</param>
    public static double PowerW(SolarArraySettings array, double planeWPerM2, double temperatureC)
    {
        double peakW = array.Panels * (double)array.PanelPeak.Value;
        double cellC = temperatureC + (planeWPerM2 * WarmthPerWPerM2);
        double powerW = Math.Max(0, peakW * planeWPerM2 / 1000 * (1 + (PerDegree * (cellC - 25))) * Kept);
        return array.Inverter is { } inverter ? Math.Min(powerW, inverter.Value) : powerW;
    }
}
