using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Units;

/// <summary>Quantities say their unit, and count exactly.</summary>
public sealed class UnitsTests
{
    [Fact]
    public void Amperes_have_one_decimal_and_add_up_exactly()
    {
        Amperes sum = Amperes.Zero;
        for (int i = 0; i < 10; i++)
        {
            sum += Amperes.FromDeciamperes(1);
        }

        Assert.Equal(Amperes.FromWhole(1), sum);
        Assert.Equal(25.3m, Amperes.FromDeciamperes(253).Value);
        Assert.Equal(Amperes.FromDeciamperes(-47), Amperes.FromDeciamperes(253) - Amperes.FromWhole(30));
    }

    [Fact]
    public void Quantities_compare()
    {
        Assert.True(Amperes.FromWhole(6) < Amperes.FromDeciamperes(61) && Amperes.FromWhole(6) <= Amperes.FromDeciamperes(60));
        Assert.True(new Watts(5) > new Watts(-5) && new Watts(5) >= new Watts(5));
        Assert.True(new WattHours(5) > new WattHours(4) && new WattHours(5) <= new WattHours(5));
        Assert.Equal([new Watts(-1), Watts.Zero, new Watts(2)], new Watts[] { new(2), new(-1), Watts.Zero }.Order());
    }

    [Fact]
    public void Import_is_positive_and_export_its_opposite() => Assert.Equal(new Watts(-3_680), -new Watts(3_680));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(2550, false)]
    public void A_car_that_says_more_than_full_says_nothing(int permille, bool says) => Assert.Equal(says, StateOfCharge.FromPermille(permille) is not null);

    [Fact]
    public void Each_is_shown_with_its_unit()
    {
        Assert.Equal("25.3 A", $"{Amperes.FromDeciamperes(253)}");
        Assert.Equal("16 A", $"{Amperes.FromWhole(16)}");
        Assert.Equal("230.5 V", $"{Volts.FromDecivolts(2305)}");
        Assert.Equal("-11000 W", $"{new Watts(-11_000)}");
        Assert.Equal("7400 Wh", $"{new WattHours(7_400)}");
        Assert.Equal("80.5 %", $"{StateOfCharge.FromPermille(805)}");
    }
}
