using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Picture;

namespace Stekker.Edge.Tests.Cli.Picture;

public sealed class LiveScreenTests
{
    [Fact]
    public void A_file_gets_no_live_picture() => Assert.Null(LiveScreen.Open(OfSize(null, new StringWriter())));

    [Fact]
    public void What_stood_on_the_screen_comes_back_and_what_does_not_fit_is_left_out()
    {
        using StringWriter output = new();
        using (LiveScreen screen = LiveScreen.Open(OfSize(new ScreenSize(80, 3), output))!)
        {
            screen.Show(["one", "two", "three"]);
        }

        string drawn = output.ToString();
        Assert.StartsWith("\e[?1049h", drawn, StringComparison.Ordinal);
        Assert.Contains("\e[Hone\e[K\r\ntwo\e[K\r\n\e[J", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("three", drawn, StringComparison.Ordinal);
        Assert.EndsWith("\e[?25h\e[?1049l", drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LANG", "en_GB.UTF-8", true)]
    [InlineData("LC_ALL", "C.utf8", true)]
    [InlineData("LANG", "POSIX", false)]
    [InlineData("NOTHING", "", false)]
    public void The_locale_says_whether_blocks_can_be_drawn(string name, string value, bool unicode) =>
        Assert.Equal(unicode, PictureStyle.IsUnicode(n => n == name ? value : null));

    [Fact]
    public void LC_ALL_goes_before_LANG() => Assert.False(PictureStyle.IsUnicode(n => n switch { "LC_ALL" => "C", "LANG" => "en_GB.UTF-8", _ => null }));

    [Fact]
    public void Colours_are_for_screens_and_for_those_who_want_them()
    {
        Assert.False(PictureStyle.For(OfSize(null, TextWriter.Null)).Colour);
        Assert.True(PictureStyle.For(OfSize(new ScreenSize(80, 24), TextWriter.Null)).Colour);
        Terminal plain = new(TextReader.Null, TextWriter.Null, TextWriter.Null, n => n == "NO_COLOR" ? "1" : null, screen: () => new ScreenSize(80, 24));
        Assert.False(PictureStyle.For(plain).Colour);
    }

    private static Terminal OfSize(ScreenSize? size, TextWriter output) =>
        new(TextReader.Null, output, TextWriter.Null, _ => null, screen: size is { } s ? () => s : null);
}
