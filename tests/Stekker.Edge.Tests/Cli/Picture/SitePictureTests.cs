using System.Collections.Immutable;
using Stekker.Edge.Cli.Picture;
using Stekker.Edge.Control;

namespace Stekker.Edge.Tests.Cli.Picture;

public sealed class SitePictureTests
{
    private static readonly PictureStyle Ascii80 = new(80, Unicode: false, Colour: false);

    [Fact]
    public void A_narrow_ascii_terminal_sees_phases_ptu_power_and_cars() => Assert.Equal(
        """
        grid L1 #################################|         25.0 A of 25 A fuse
             L2 #################                |         12.5 A of 25 A fuse
             L3                                  |         -3.0 A of 25 A fuse
        PTU     #######--------------------      |        12.0 kW of 15.0 kW GTV, 3:21
        power   8.1 kW from the grid, sun 4.2 kW, building about 6.3 kW, cars 6.0 kW

        CHARGER CARD     DRAW | GRANT  GRANT    L1   L2   L3  WHY
        CP01    Ada      ######|        16 A  15.9 15.8 16.0  shared
        CP02    Bob      |                 -     0    0    0  waits 40 s
        CP03             free
        """,
        Text(SitePicture.Draw(Pictured.Site, Ascii80)));

    [Fact]
    public void A_wide_unicode_terminal_sees_energy_and_writes_too() => Assert.Equal(
        """
        grid L1 ██████████████████████████████████████████████████┃            25.0 A of 25 A fuse
             L2 █████████████████████████                         ┃            12.5 A of 25 A fuse
             L3                                                   ┃            -3.0 A of 25 A fuse
        PTU     ██████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░          ┃           12.0 kW of 15.0 kW GTV, 3:21
        power   8.1 kW from the grid, sun 4.2 kW, building about 6.3 kW, cars 6.0 kW

        CHARGER CARD     DRAW | GRANT  GRANT    L1   L2   L3       ENERGY WRITES  WHY
        CP01    Ada      ██████┃        16 A  15.9 15.8 16.0    1.234 kWh   3/50  shared
        CP02    Bob      ┃                 -     0    0    0    1.234 kWh   3/50  waits 40 s
        CP03             free
        """,
        Text(SitePicture.Draw(Pictured.Site, new PictureStyle(100, Unicode: true, Colour: false))));

    [Theory]
    [InlineData(20, 80)]
    [InlineData(80, 80)]
    [InlineData(90, 90)]
    [InlineData(100, 100)]
    [InlineData(240, 100)]
    public void No_line_is_longer_than_the_picture_is_wide(int terminal, int most)
    {
        SiteStatus site = Pictured.Site with
        {
            Alerts = [new AlertEntry("long", string.Join(' ', Enumerable.Repeat("word", 60)) + new string('x', 150), "2027-03-21T14:00:00+01:00")],
            ChargePoints =
            [
                .. Pictured.Site.ChargePoints,
                Pictured.Charger(
                    "A-CHARGER-WITH-A-VERY-LONG-NAME",
                    Pictured.Charging("A driver with a long name", new LimitEntry(16, 3, 6, new PhaseValues(16, 16, 16), "asleep", null), 1),
                    Pictured.Charging("Eve", new LimitEntry(0, 3, 6, null, "waits", 3600), 2)),
            ],
        };

        foreach (bool unicode in (bool[])[true, false])
        {
            foreach (string line in SitePicture.Whole(site, new PictureStyle(terminal, unicode, Colour: false), "site garage"))
            {
                Assert.True(line.Length <= most, $"{line.Length}: {line}");
            }
        }
    }

    [Fact]
    public void Only_a_phase_above_its_fuse_is_red()
    {
        PictureStyle colour = new(80, Unicode: false, Colour: true);
        const string Red = "\e[1;31m";

        string[] at = [.. SitePicture.Draw(Pictured.Site, colour)];
        string[] above = [.. SitePicture.Draw(Pictured.Site with { Grid = Pictured.Site.Grid with { CurrentA = new PhaseValues(25.1m, 25, 0) } }, colour)];

        Assert.DoesNotContain(at, l => l.Contains(Red, StringComparison.Ordinal));
        Assert.Contains(Red, Assert.Single(above, l => l.Contains(Red, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("25.1 A", above[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Ascii_means_ascii() => Assert.All(
        SitePicture.Whole(Pictured.Site, Ascii80, "site garage"), l => Assert.True(l.All(char.IsAscii), l));

    [Fact]
    public void A_label_cannot_command_the_terminal()
    {
        SiteStatus site = Pictured.Site with
        {
            Alerts = [new AlertEntry("evil", "says \e[2J", "2027-03-21T14:00:00+01:00")],
            ChargePoints = [Pictured.Charger("CP\e[1", Pictured.Charging("\e[31m", new LimitEntry(16, 3, 6, null, "full", null)))],
        };

        Assert.DoesNotContain(SitePicture.Whole(site, Ascii80, "x"), l => l.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void A_site_without_grid_meter_clock_or_chargers_says_so()
    {
        SiteStatus bare = Pictured.Site with
        {
            Grid = new GridEntry(3, 230, 25, null, "none", null, false, null, null),
            Ptu = null,
            ChargePoints = [],
            Flows = new FlowEntry(null, true, null, null, null, 0, false),
        };

        string text = Text(SitePicture.Draw(bare, Ascii80));

        Assert.Contains("no grid meter", text, StringComparison.Ordinal);
        Assert.Contains("clock is not set", text, StringComparison.Ordinal);
        Assert.Contains("no charge points yet", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", "all it may")]
    [InlineData("shares", "shared")]
    [InlineData("waits", "waits its turn")]
    [InlineData("takesLess", "takes less")]
    [InlineData("takesNothing", "car takes nothing")]
    [InlineData("asleep", "asleep: plug in again")]
    [InlineData("woken", "being woken")]
    [InlineData("ignoresLimit", "ignores its limit")]
    [InlineData("takesNoLimits", "takes no limits")]
    [InlineData("offline", "offline: kept free")]
    [InlineData("safeShare", "safe share")]
    public void Why_a_car_has_what_it_has_is_said(string why, string words)
    {
        SiteStatus site = Pictured.Site with { ChargePoints = [Pictured.Charger("CP01", Pictured.Charging("Ada", new LimitEntry(16, 3, 6, null, why, null)))] };

        Assert.EndsWith(words, SitePicture.Draw(site, Ascii80)[^1], StringComparison.Ordinal);
    }

    private static string Text(ImmutableArray<string> lines) => string.Join('\n', lines.Select(l => l.TrimEnd()));
}
