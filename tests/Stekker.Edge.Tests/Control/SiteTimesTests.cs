using Stekker.Edge.Control;

namespace Stekker.Edge.Tests.Control;

/// <summary>Moments as typed at a site in the Netherlands.</summary>
public sealed class SiteTimesTests
{
    private static readonly SiteTimes Times = SiteTimes.In("Europe/Amsterdam");

    public static TheoryData<string, string, string> Typed => new()
    {
        { "2027-01-31", "2027-01-30T23:00:00Z", "2027-01-31T23:00:00Z" },
        { "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" },
        { "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z" },
        { "2027-01-31T08:00", "2027-01-31T07:00:00Z", "2027-01-31T07:00:00Z" },
        { "2027-07-31T08:00:30.5", "2027-07-31T06:00:30.5Z", "2027-07-31T06:00:30.5Z" },
        { "2027-01-31T08:00:00+05:00", "2027-01-31T03:00:00Z", "2027-01-31T03:00:00Z" },
        { " 2027-01-31t08:00z ", "2027-01-31T08:00:00Z", "2027-01-31T08:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void A_date_is_from_its_beginning_to_its_end_and_a_moment_is_itself(string typed, string begin, string end)
    {
        Assert.Equal(Utc(begin), Times.Begin(typed));
        Assert.Equal(Utc(end), Times.End(typed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("31-01-2027")]
    [InlineData("2027-02-30")]
    [InlineData("2027-01-31 08:00 PM")]
    [InlineData("tomorrow")]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01T00:00")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void Anything_else_is_none(string typed)
    {
        Assert.False(SiteTimes.IsMoment(typed));
        Assert.Null(Times.Begin(typed));
        Assert.Null(Times.InSeries(typed, null));
    }

    [Fact]
    public void Only_a_moment_that_says_its_offset_is_one_everywhere()
    {
        Assert.Equal(Utc("2027-01-31T07:00:00Z"), SiteTimes.WithItsOffset("2027-01-31T08:00:00+01:00"));
        Assert.Null(SiteTimes.WithItsOffset("2027-01-31T08:00:00"));
        Assert.Null(SiteTimes.WithItsOffset("2027-01-31"));
    }

    [Theory]
    [InlineData("2027-01-31")]
    [InlineData("2026-03-29")]
    [InlineData("2027-01-31T08:00:00+01:00")]
    [InlineData("2027-07-31T08:00:30.5+02:00")]
    public void An_end_is_written_as_it_was_typed(string typed) => Assert.Equal(typed, Times.WriteEnd(Times.End(typed)!.Value));

    [Fact]
    public void A_zone_this_machine_does_not_know_is_utc() =>
        Assert.Equal("2027-07-31T08:00:00+00:00", SiteTimes.In("Europe/Atlantis").Write(Utc("2027-07-31T08:00:00Z")));

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
