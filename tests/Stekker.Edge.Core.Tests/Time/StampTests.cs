using Stekker.Edge.Core.Time;
using static Stekker.Edge.Core.Tests.Time.VirtualTime;

namespace Stekker.Edge.Core.Tests.Time;

/// <summary>Moments: named by a charger, by us, and put right later.</summary>
public sealed class StampTests
{
    public static TheoryData<string, DateTimeOffset?, bool> Said => new()
    {
        { "now", Noon, true },
        { "an hour ago", Noon.AddHours(-1), true },
        { "queued for 89 days", Noon.AddDays(-89), true },
        { "91 days ago: a charger without a clock", Noon.AddDays(-91), false },
        { "1970", DateTimeOffset.UnixEpoch, false },
        { "5 minutes ahead", Noon.AddMinutes(5), true },
        { "local time as UTC", Noon.AddHours(1), false },
        { "nothing", null, false },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void A_chargers_time_counts_where_it_can_be_true(string what, DateTimeOffset? said, bool believed)
    {
        Now now = new VirtualTime().Now;

        Stamp stamp = Stamp.FromPeer(said, now);

        Assert.True(stamp.Utc == (believed ? said : now.Utc), what);
        Assert.True(stamp.Trusted, what);
        Assert.Equal(now.Utc - stamp.Utc, now.Elapsed - stamp.Elapsed);
    }

    [Fact]
    public void A_chargers_offset_is_taken_to_utc()
    {
        Stamp stamp = Stamp.FromPeer(new DateTimeOffset(2025, 11, 3, 12, 59, 0, TimeSpan.FromHours(1)), new VirtualTime().Now);

        Assert.Equal((Noon.AddMinutes(-1), TimeSpan.Zero), (stamp.Utc, stamp.Utc.Offset));
    }

    [Fact]
    public void A_stamp_of_an_untrusted_clock_is_mended_by_the_distance_on_the_monotonic_one()
    {
        VirtualTime time = new();
        time.WakeWithout(-TimeSpan.FromDays(400));
        Stamp stamp = time.Now.Stamp;
        DateTimeOffset truth = time.TrueUtc;
        time.Pass(TimeSpan.FromMinutes(17));
        time.Arrive();

        Assert.Equal((truth, true), (stamp.Mend(time.Now).Utc, stamp.Mend(time.Now).Trusted));
    }

    [Fact]
    public void A_trusted_stamp_and_one_of_an_earlier_run_stay_as_they_are()
    {
        Now now = new VirtualTime().Now;
        Stamp trusted = now.Stamp;
        Stamp earlier = new(Noon.AddYears(-2), Trusted: false, Elapsed: null);

        Assert.Equal(trusted, trusted.Mend(now with { Utc = now.Utc.AddHours(3) }));
        Assert.Equal(earlier, earlier.Mend(now));
    }

    [Theory]
    [InlineData("2025-11-03T12:00:00Z", "2025-11-03T12:00:00Z")]
    [InlineData("2025-11-03T12:14:59.999Z", "2025-11-03T12:00:00Z")]
    [InlineData("2025-11-03T00:07:00+01:00", "2025-11-02T23:00:00Z")]
    [InlineData("2025-10-26T02:31:00+02:00", "2025-10-26T00:30:00Z")]
    [InlineData("2025-10-26T02:31:00+01:00", "2025-10-26T01:30:00Z")]
    [InlineData("2025-11-03T12:20:00+05:45", "2025-11-03T06:30:00Z")]
    public void A_quarter_begins_on_the_clock(string at, string expected) =>
        Assert.Equal(Parsed(expected), Ptu.StartOf(Parsed(at)));

    private static DateTimeOffset Parsed(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
