using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem.Gate;

public class ComplaintsTests
{
    private readonly VirtualTime time = new();
    private readonly Complaints complaints;

    public ComplaintsTests() => complaints = new Complaints(time);

    [Fact]
    public void The_same_is_said_once_in_an_hour_and_then_how_often_it_was_not_said()
    {
        Assert.True(complaints.IsNews("wrong", "10.0.0.1", out string first));
        Assert.Equal("", first);
        Assert.Equal(0, Enumerable.Range(0, 9_999).Count(i => complaints.IsNews("wrong", "10.0.0.1", out _)));
        time.Advance(Complaints.Period);
        Assert.True(complaints.IsNews("wrong", "10.0.0.1", out string more));
        Assert.Contains("9999 more", more, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_addresses_are_not_ten_thousand_lines()
    {
        Assert.Equal(Complaints.MostAddresses, Enumerable.Range(0, 10_000).Count(i => complaints.IsNews("wrong", $"address {i}", out _)));
        Assert.True(complaints.IsNews("another kind", "address 9999", out _));
    }
}
