using Stekker.Edge.Core.Balancing;

namespace Stekker.Edge.Core.Tests.Balancing;

public sealed class SteadiedTests
{
    private Steadied steadied = new(100, 0, null);

    [Fact]
    public void It_falls_at_once_and_a_cushion_further() => Assert.Equal(75, See(80, 0).Value);

    [Fact]
    public void It_rises_after_the_delay_to_the_lowest_of_that_while()
    {
        See(200, 0);
        See(150, 5);
        Assert.Equal(100, See(220, 14).Value);

        Assert.Equal(145, See(220, 15).Value);
    }

    [Fact]
    public void A_dip_within_the_band_starts_the_delay_again()
    {
        See(200, 0);
        See(110, 10);
        See(200, 11);

        Assert.Equal(100, See(200, 20).Value);
        Assert.Equal(195, See(200, 26).Value);
    }

    private Steadied See(long raw, int second) =>
        steadied = steadied.Next(raw, cushion: 5, band: 15, delay: TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(second));
}
