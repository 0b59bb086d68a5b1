namespace Stekker.Edge.Core.Solar;

/// <summary>
/// Where the sun stands. The Astronomical Almanac's approximate algorithm, good to 0.01 degrees from 1950 to 2050 (J. J. Michalsky, Solar
/// Energy 40 (1988) 227-235).
/// </summary>
/// <param name="ZenithDeg">From straight up, without refraction; above 90 it is below the horizon.</param>
/// <param name="AzimuthDeg">0 is north, 90 east, 180 south.</param>
public readonly record struct SunPosition(double ZenithDeg, double AzimuthDeg)
{
    private const double RadPerDeg = Math.PI / 180;

    private static readonly DateTimeOffset J2000 = new(2000, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public bool IsUp => ZenithDeg < 90;

    /// <param name="latitudeDeg">North positive.</param>
    /// <param name="longitudeDeg">East positive.</param>
    public static SunPosition At(DateTimeOffset at, double latitudeDeg, double longitudeDeg)
    {
        double days = (at - J2000).TotalDays;
        double meanLongitude = Turn(280.460 + (0.9856474 * days));
        double meanAnomaly = Turn(357.528 + (0.9856003 * days)) * RadPerDeg;
        double ecliptic = (meanLongitude + (1.915 * Math.Sin(meanAnomaly)) + (0.020 * Math.Sin(2 * meanAnomaly))) * RadPerDeg;
        double obliquity = (23.439 - (0.0000004 * days)) * RadPerDeg;
        double rightAscension = Math.Atan2(Math.Cos(obliquity) * Math.Sin(ecliptic), Math.Cos(ecliptic));
        double declination = Math.Asin(Math.Sin(obliquity) * Math.Sin(ecliptic));
        double siderealHours = 6.697375 + (0.0657098242 * days) + (at.UtcDateTime.TimeOfDay.TotalHours) + (longitudeDeg / 15);
        double hourAngle = (Turn(siderealHours * 15) * RadPerDeg) - rightAscension;
        double latitude = latitudeDeg * RadPerDeg;
        double elevation = Math.Asin((Math.Sin(declination) * Math.Sin(latitude)) + (Math.Cos(declination) * Math.Cos(latitude) * Math.Cos(hourAngle)));
        double azimuth = Math.Atan2(Math.Sin(hourAngle), (Math.Cos(hourAngle) * Math.Sin(latitude)) - (Math.Tan(declination) * Math.Cos(latitude)));
        return new SunPosition(90 - (elevation / RadPerDeg), Turn((azimuth / RadPerDeg) + 180));
    }

    /// <summary>How much the air lifts the sun, in degrees (Bennett's formula as the Astronomical Almanac gives it, at 10 °C and 1010 hPa); near the horizon half a degree.</summary>
    public static double RefractionDeg(double elevationDeg) =>
        1.02 / (60 * Math.Tan((elevationDeg + (10.3 / (elevationDeg + 5.11))) * RadPerDeg));

    private static double Turn(double deg)
    {
        double rest = deg % 360;
        return rest < 0 ? rest + 360 : rest;
    }
}
