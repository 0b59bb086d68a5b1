using System.Net;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem.Gate;

public class AddressLimitsTests
{
    private readonly VirtualTime time = new();

    [Fact]
    public void One_address_that_takes_all_it_may_leaves_room_for_others()
    {
        AddressLimits limits = new(most: 10, mostPerAddress: 4, time);
        Assert.Equal(4, Enumerable.Range(0, 10_000).Count(_ => limits.TryEnter("10.0.0.66") == Entry.Entered));
        Assert.Equal(Entry.AddressFull, limits.TryEnter("10.0.0.66"));
        Assert.Equal(Entry.Entered, limits.TryEnter("10.0.0.1"));
        limits.Leave("10.0.0.66");
        Assert.Equal(Entry.Entered, limits.TryEnter("10.0.0.66"));
    }

    [Fact]
    public void All_together_never_have_more_than_there_may_be()
    {
        AddressLimits limits = new(most: 10, mostPerAddress: 4, time);
        Assert.Equal(10, Enumerable.Range(0, 100).Count(i => limits.TryEnter($"10.0.0.{i}") == Entry.Entered));
        Assert.Equal(Entry.DoorFull, limits.TryEnter("10.0.1.1"));
        limits.Leave("10.0.0.0");
        Assert.Equal(Entry.Entered, limits.TryEnter("10.0.1.1"));
    }

    [Fact]
    public void Requests_come_back_with_time_and_each_address_has_its_own()
    {
        AddressLimits limits = new(most: 100, mostPerAddress: 50, time);
        Assert.Equal(limits.RequestsPerMinute, Enumerable.Range(0, 10_000).Count(_ => limits.MustWait("10.0.0.66") is null));
        Assert.InRange(limits.MustWait("10.0.0.66")!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
        Assert.Null(limits.MustWait("10.0.0.1"));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(limits.RequestsPerMinute / 10, Enumerable.Range(0, 10_000).Count(_ => limits.MustWait("10.0.0.66") is null));
    }

    [Fact]
    public void However_many_addresses_come_and_go_those_with_a_connection_stay_counted()
    {
        AddressLimits limits = new(most: 10, mostPerAddress: 1, time);
        limits.TryEnter("10.0.0.1");
        for (int i = 0; i < 5 * AddressLimits.MostRemembered; i++)
        {
            limits.MustWait($"address {i}");
        }

        Assert.Equal(Entry.AddressFull, limits.TryEnter("10.0.0.1"));
    }

    [Theory]
    [InlineData("192.168.1.20", "192.168.1.20")]
    [InlineData("::ffff:192.168.1.20", "192.168.1.20")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    public void A_machine_is_counted_as_one_whatever_address_of_its_network_it_takes(string address, string counted) =>
        Assert.Equal(counted, RemoteAddress.Of(IPAddress.Parse(address)));
}
