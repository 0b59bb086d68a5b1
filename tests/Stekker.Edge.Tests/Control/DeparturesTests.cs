using Stekker.Edge.Control;

namespace Stekker.Edge.Tests.Control;

public sealed class DeparturesTests
{
    [Theory]
    [InlineData("08:00", "08:00")]
    [InlineData("7:30", "07:30")]
    [InlineData("mon=07:30,fri=16:00", "mon=07:30,fri=16:00")]
    [InlineData("sun=10:00, mon=07:30", "mon=07:30,sun=10:00")]
    [InlineData("mon=08:00,tue=08:00,wed=08:00,thu=08:00,fri=08:00,sat=08:00,sun=08:00", "08:00")]
    [InlineData("", null)]
    public void Read_and_written(string typed, string? written) => Assert.Equal(written, Departures.Write(Departures.TryParse(typed)!.Value));

    [Theory]
    [InlineData("8 o'clock")]
    [InlineData("24:00")]
    [InlineData("mon")]
    [InlineData("mon=")]
    [InlineData("ma=08:00")]
    [InlineData("mon=08:00,mon=09:00")]
    [InlineData("mon=08:00,")]
    public void Not_a_departure(string typed) => Assert.Null(Departures.TryParse(typed));
}
