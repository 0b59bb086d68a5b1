using Stekker.Edge.Cli.Showing;

namespace Stekker.Edge.Tests.Cli;

public sealed class TableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_numbers_stand_to_the_right()
    {
        Table table = new Table("NAME", "KWH").RightAligned(1);
        table.Add("Ada", "7.250");
        table.Add("Bartholomew", "12.000");

        Assert.Equal("NAME            KWH\nAda           7.250\nBartholomew  12.000", table.ToString());
    }

    [Fact]
    public void A_table_without_rows_is_its_heading() => Assert.Equal("A  B", new Table("A", "B").ToString());

    [Fact]
    public void A_terminal_does_not_obey_what_a_charger_says()
    {
        Table table = new("A");
        table.Add("\e[2Jgone\r\n");

        Assert.Equal("A\n [2Jgone", table.ToString());
    }

    [Theory]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3_900, "1 h 5 min")]
    [InlineData(97_200, "1 d 3 h")]
    public void Durations_are_as_fine_as_a_person_wants(long seconds, string text) => Assert.Equal(text, InWords.Duration(seconds));

    [Fact]
    public void A_time_is_shown_as_the_sites_clock_shows_it() => Assert.Equal("2026-07-01 08:30", InWords.Time("2026-07-01T08:30:15.25+02:00"));
}
