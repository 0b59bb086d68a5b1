using Stekker.Edge.Cli.Picture;

namespace Stekker.Edge.Tests.Cli.Picture;

public sealed class BarTests
{
    private static readonly PictureStyle Ascii = new(80, Unicode: false, Colour: false);
    private static readonly PictureStyle Unicode = new(80, Unicode: true, Colour: false);

    [Theory]
    [InlineData(0, "        | ")]
    [InlineData(-7, "        | ")]
    [InlineData(12, "####    | ")]
    [InlineData(24, "########| ")]
    [InlineData(30, "########|#")]
    [InlineData(90, "########|#")]
    public void It_fills_up_to_its_value_and_the_mark_stays_visible(int value, string drawn) =>
        Assert.Equal(drawn, new Bar(30, 25).Draw(Ascii, 10, value));

    [Fact]
    public void In_unicode_an_eighth_of_a_cell_shows() => Assert.Equal("█▌  ", new Bar(32, null).Draw(Unicode, 4, 12));

    [Fact]
    public void What_is_to_come_is_drawn_lightly() => Assert.Equal("##--  |   ", new Bar(100, 60).Draw(Ascii, 10, 20, further: 40));

    [Fact]
    public void A_limit_of_nothing_is_at_the_beginning() => Assert.Equal("|   ", new Bar(32, 0).Draw(Ascii, 4, 0));
}
