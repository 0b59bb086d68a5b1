using Stekker.Edge.Hosting;

namespace Stekker.Edge.Tests.Hosting;

public class HostClockTests
{
    private const string Never = "0001-01-01T00:00Z";

    [Theory]
    [InlineData("2026-03-01T12:00Z", Never, true, true)]
    [InlineData("2026-03-01T12:00Z", "2026-03-01T11:59Z", true, true)]
    [InlineData("2026-03-01T12:00Z", Never, false, false)] // Nobody set it, and nothing kept it.
    [InlineData("2025-12-31T23:59Z", Never, true, false)] // Before there was an edge.
    [InlineData("1970-01-01T00:01Z", Never, true, false)]
    [InlineData("2026-03-01T12:00Z", "2026-03-01T12:04Z", true, true)] // A charger's stamp, a little ahead.
    [InlineData("2026-03-01T12:00Z", "2026-03-01T12:06Z", true, false)] // It went back.
    public void Trusted_is_a_time_that_can_be(string now, string newestKnown, bool keepsTime, bool trusted) =>
        Assert.Equal(trusted, new HostClock(At(newestKnown), false, () => keepsTime).IsTrusted(At(now)));

    [Fact]
    public void Where_the_site_says_so_it_is_trusted_whatever_it_looks_like() =>
        Assert.True(new HostClock(At("2026-03-01T12:00Z"), true, () => false).IsTrusted(DateTimeOffset.UnixEpoch));

    [Fact]
    public void Once_time_has_come_it_stays()
    {
        bool synchronised = false;
        HostClock clock = new(At(Never), false, () => synchronised);
        Assert.False(clock.IsTrusted(At("2026-03-01T12:00Z")));
        synchronised = true;
        Assert.True(clock.IsTrusted(At("2026-03-01T12:00Z")));
        synchronised = false;
        Assert.True(clock.IsTrusted(At("2026-03-01T12:01Z")));
    }

    [Fact]
    public void This_machine_can_be_asked() => Assert.True(new HostClock(At(Never), false).IsTrusted(DateTimeOffset.UtcNow) || File.Exists("/etc/openwrt_release"));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
