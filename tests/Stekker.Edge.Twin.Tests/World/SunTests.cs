using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Tests.World;

public sealed class SunTests
{
    /// <summary>By the solstices' geometry: 90 - latitude + declination at solar noon.</summary>
    [Theory]
    [InlineData("2025-06-21T11:41:00Z", 61.3, 180)]
    [InlineData("2025-12-21T11:38:00Z", 14.5, 180)]
    [InlineData("2025-06-21T23:41:00Z", -14.5, 360)]
    public void The_sun_stands_where_it_should(string utc, double heightDeg, double azimuthDeg)
    {
        (double height, double azimuth) = Sun.Position(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), 52.1, 5.1);

        Assert.Equal(heightDeg, height, 0.6);
        Assert.Equal(azimuthDeg, azimuth, 3.0);
    }

    [Fact]
    public void It_is_in_the_east_in_the_morning() =>
        Assert.InRange(Sun.Position(new DateTimeOffset(2025, 3, 21, 7, 0, 0, TimeSpan.Zero), 52.1, 5.1).AzimuthDeg, 90, 120);

    [Fact]
    public void A_clear_summer_noon_gives_about_a_kilowatt_on_a_roof_that_faces_it_and_less_on_others()
    {
        double south = Sun.OnPlaneWPerM2(61, 180, 180, 35, 1);

        Assert.InRange(south, 900, 1_150);
        Assert.True(Sun.OnPlaneWPerM2(61, 180, 0, 35, 1) < south * 0.75);
        Assert.True(Sun.OnPlaneWPerM2(61, 180, 180, 35, 0.1) < south * 0.4);
        Assert.Equal(0, Sun.OnPlaneWPerM2(-1, 0, 180, 35, 1));
    }
}
