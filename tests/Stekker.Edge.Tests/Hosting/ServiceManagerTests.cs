using Stekker.Edge.Hosting;

namespace Stekker.Edge.Tests.Hosting;

/// <summary>What the environment says of who started this process.</summary>
public sealed class ServiceManagerTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("60000000", 60.0)]
    [InlineData("9223372036854775807", 365 * 86_400.0)]
    public void A_deadline_is_taken_where_it_is_one(string? said, double? seconds)
    {
        using ServiceManager manager = ServiceManager.From(name => name == "WATCHDOG_USEC" ? said : null);
        Assert.Equal(seconds, manager.Deadline?.TotalSeconds);
    }

    [Theory]
    [InlineData("@")]
    [InlineData("@stekker-edge-nobody-listens")]
    [InlineData("/nowhere/notify")]
    [InlineData(null)]
    public void Who_cannot_be_told_costs_nothing(string? address)
    {
        // The last one is too long for any socket.
        using ServiceManager manager = ServiceManager.From(name => name == "NOTIFY_SOCKET" ? address ?? "/" + new string('a', 300) : null);
        manager.SayReady();
        manager.SayStopping();
        Assert.Null(manager.Deadline);
    }
}
