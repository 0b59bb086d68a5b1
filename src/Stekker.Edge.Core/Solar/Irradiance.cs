namespace Stekker.Edge.Core.Solar;

/// <summary>Sunlight in W per square metre.</summary>
/// <param name="GlobalWPerM2">On a flat surface (GHI).</param>
/// <param name="DirectWPerM2">From the sun's disc, on a surface facing it (DNI).</param>
/// <param name="DiffuseWPerM2">From the rest of the sky, on a flat surface (DHI).</param>
public readonly record struct Irradiance(double GlobalWPerM2, double DirectWPerM2, double DiffuseWPerM2)
{
    public static readonly Irradiance Dark;

    /// <summary>Share of light that common ground sends back.</summary>
    private const double Albedo = 0.2;

    /// <summary>Closer to the horizon than this the disc gives next to nothing, and dividing by its height makes no sense.</summary>
    private const double LeastCosZenith = 0.065;

    private const double RadPerDeg = Math.PI / 180;

    /// <summary>Outside the air, on a surface facing the sun: 1361 W/m² with the year's change of distance (Duffie and Beckman, Solar Engineering, eq. 1.4.1a).</summary>
    public static double ExtraterrestrialWPerM2(DateTimeOffset at) => 1361 * (1 + (0.033 * Math.Cos(2 * Math.PI * at.UtcDateTime.DayOfYear / 365)));

    /// <summary>Under a clear sky on a flat surface (Haurwitz 1945, as in Reno, Hansen and Stein, SAND2012-2389, eq. 6).</summary>
    public static double ClearSkyWPerM2(double zenithDeg)
    {
        double cos = Math.Cos(zenithDeg * RadPerDeg);
        return cos <= 0 ? 0 : 1098 * cos * Math.Exp(-0.059 / cos);
    }

    /// <summary>What clouds leave of a clear sky's light (Kasten and Czeplak, Solar Energy 24 (1980) 177-189).</summary>
    /// <param name="cloudFraction">0 is clear, 1 is overcast.</param>
    public static double UnderClouds(double clearWPerM2, double cloudFraction) => clearWPerM2 * (1 - (0.75 * Math.Pow(Math.Clamp(cloudFraction, 0, 1), 3.4)));

    /// <summary>How much of the light on a flat surface comes from the sky (Erbs, Klein and Duffie, Solar Energy 28 (1982) 293-302).</summary>
    /// <param name="clearness">Light on a flat surface over that outside the air.</param>
    public static double DiffuseFraction(double clearness) => clearness switch
    {
        <= 0.22 => 1 - (0.09 * clearness),
        <= 0.8 => 0.9511 + (clearness * (-0.1604 + (clearness * (4.388 + (clearness * (-16.638 + (clearness * 12.336))))))),
        _ => 0.165,
    };

    /// <summary>Told apart into what comes from the disc and what from the sky.</summary>
    public static Irradiance Of(double globalWPerM2, SunPosition sun, DateTimeOffset at)
    {
        double cos = Math.Cos(sun.ZenithDeg * RadPerDeg);
        if (cos <= 0 || globalWPerM2 <= 0)
        {
            return Dark;
        }

        double outside = ExtraterrestrialWPerM2(at) * Math.Max(cos, LeastCosZenith);
        double diffuse = globalWPerM2 * DiffuseFraction(globalWPerM2 / outside);
        double direct = cos < LeastCosZenith ? 0 : (globalWPerM2 - diffuse) / cos;
        return new Irradiance(globalWPerM2, direct, diffuse);
    }

    /// <summary>
    /// On a tilted plane: the disc (less what glass reflects at a flat angle, ASHRAE's b0 of 0.05), the sky with its brighter part around the sun
    /// (Hay and Davies 1980), and the ground.
    /// </summary>
    /// <param name="azimuthDeg">Where the plane looks: 180 is south.</param>
    public double OnPlaneWPerM2(SunPosition sun, double azimuthDeg, double tiltDeg, DateTimeOffset at)
    {
        double cosTilt = Math.Cos(tiltDeg * RadPerDeg);
        double cosZenith = Math.Cos(sun.ZenithDeg * RadPerDeg);
        double cosIncidence = (cosZenith * cosTilt)
            + (Math.Sin(sun.ZenithDeg * RadPerDeg) * Math.Sin(tiltDeg * RadPerDeg) * Math.Cos((sun.AzimuthDeg - azimuthDeg) * RadPerDeg));
        double facing = Math.Max(0, cosIncidence);
        double through = facing <= 0 ? 0 : Math.Clamp(1 - (0.05 * ((1 / facing) - 1)), 0, 1);
        double aroundSun = DirectWPerM2 / ExtraterrestrialWPerM2(at);
        double ratio = facing / Math.Max(cosZenith, LeastCosZenith);
        return (DirectWPerM2 * facing * through)
            + (DiffuseWPerM2 * (((1 - aroundSun) * (1 + cosTilt) / 2) + (aroundSun * ratio)))
            + (GlobalWPerM2 * Albedo * (1 - cosTilt) / 2);
    }
}
