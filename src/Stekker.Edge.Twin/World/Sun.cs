namespace Stekker.Edge.Twin.World;

/// <summary>Where the sun stands and what it gives from a clear sky, by published formulae; good to a few percent, which clouds exceed by far.</summary>
public static class Sun
{
    private const double Rad = Math.PI / 180;

    /// <summary>Height above the horizon and azimuth (180 is south), both in degrees. Spencer 1971 for declination and equation of time.</summary>
    public static (double HeightDeg, double AzimuthDeg) Position(DateTimeOffset utc, double latitudeDeg, double longitudeDeg)
    {
        DateTimeOffset t = utc.ToUniversalTime();
        double hour = t.TimeOfDay.TotalHours;
        double g = 2 * Math.PI / 365 * (t.DayOfYear - 1 + ((hour - 12) / 24));
        double equationMin = 229.18 * (0.000075 + (0.001868 * Math.Cos(g)) - (0.032077 * Math.Sin(g)) - (0.014615 * Math.Cos(2 * g)) - (0.040849 * Math.Sin(2 * g)));
        double declination = 0.006918 - (0.399912 * Math.Cos(g)) + (0.070257 * Math.Sin(g)) - (0.006758 * Math.Cos(2 * g)) + (0.000907 * Math.Sin(2 * g));
        double hourAngle = ((hour - 12) * 15 * Rad) + ((longitudeDeg + (equationMin / 4)) * Rad);
        double latitude = latitudeDeg * Rad;
        double up = (Math.Sin(latitude) * Math.Sin(declination)) + (Math.Cos(latitude) * Math.Cos(declination) * Math.Cos(hourAngle));
        double south = (Math.Sin(latitude) * Math.Cos(declination) * Math.Cos(hourAngle)) - (Math.Cos(latitude) * Math.Sin(declination));
        double west = Math.Cos(declination) * Math.Sin(hourAngle);
        return (Math.Asin(Math.Clamp(up, -1, 1)) / Rad, 180 + (Math.Atan2(west, south) / Rad));
    }

    /// <summary>On a level plane under a clear sky, in W/m2 (Haurwitz 1945).</summary>
    public static double ClearSkyWPerM2(double heightDeg)
    {
        double up = Math.Sin(heightDeg * Rad);
        return up <= 0 ? 0 : 1098 * up * Math.Exp(-0.057 / up);
    }

    /// <summary>
    /// On a tilted plane: the beam by its angle, the diffuse part as from an even sky (Liu and Jordan 1963).
    /// </summary>
    /// <param name="clear">Share of a clear sky's beam that comes through the clouds.</param>
    public static double OnPlaneWPerM2(double heightDeg, double azimuthDeg, double planeAzimuthDeg, double planeTiltDeg, double clear)
    {
        double level = ClearSkyWPerM2(heightDeg);
        if (level <= 0)
        {
            return 0;
        }

        double up = Math.Sin(heightDeg * Rad);
        double facing = (up * Math.Cos(planeTiltDeg * Rad))
            + (Math.Cos(heightDeg * Rad) * Math.Sin(planeTiltDeg * Rad) * Math.Cos((azimuthDeg - planeAzimuthDeg) * Rad));
        double diffuse = level * (0.15 + (0.1 * (1 - clear)));
        double beam = (level - (level * 0.15)) * clear / Math.Max(up, 0.05);
        return (beam * Math.Max(0, facing)) + (diffuse * (1 + Math.Cos(planeTiltDeg * Rad)) / 2);
    }
}
