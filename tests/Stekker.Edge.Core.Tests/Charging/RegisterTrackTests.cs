using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Units;
using static Stekker.Edge.Core.Tests.Time.VirtualTime;

namespace Stekker.Edge.Core.Tests.Charging;

/// <summary>Energy counted from what a charger's register shows, a minute apart unless told.</summary>
public sealed class RegisterTrackTests
{
    public static TheoryData<string, long[], long> Courses => new()
    {
        { "Forward: the difference", [10_000, 10_500, 12_345], 2_345 },
        { "The same value again: nothing", [10_000, 10_500, 10_500, 10_500], 500 },
        { "Begins again at 0 below meterStart: counted energy is kept", [10_000, 10_800, 0, 300], 1_100 },
        { "Begins again, first seen at 300: that was counted since", [10_000, 10_800, 300, 700], 1_500 },
        { "Goes back to a value it had kept (10 kWh within a minute cannot be): only what follows counts", [60_000, 60_800, 59_000, 59_500], 1_300 },
        { "Begins again twice", [10_000, 10_500, 100, 600, 50], 1_150 },
        { "A stop at 0 takes nothing back", [10_000, 13_000, 0], 3_000 },
        { "Runs over 10^6", [999_500, 999_900, 400], 900 },
        { "Runs over 10^7", [9_999_000, 9_999_900, 100], 1_100 },
        { "Runs over 10^8", [99_999_000, 99_999_900, 100], 1_100 },
        { "Runs over 10^9", [999_999_000, 999_999_900, 100], 1_100 },
        { "Runs over 2^31", [int.MaxValue - 999L, int.MaxValue - 99L, 100], 1_100 },
        { "Runs over 2^32", [uint.MaxValue - 999L, uint.MaxValue - 99L, 100], 1_100 },
        { "Rounded to 0.1 kWh between exact values: the exact ones decide", [10_049, 10_000, 10_100, 10_200, 10_260], 211 },
        { "Rounded to whole kWh between exact values: the exact ones decide", [1_234_567, 1_234_000, 1_235_000, 1_235_800], 1_233 },
        { "Rounded up to whole kWh, and the stop is below", [1_234_567, 1_235_000, 1_234_800], 233 },
        { "Rounded below meterStart and stopped there", [10_049, 10_000, 10_049], 0 },
    };

    [Theory]
    [MemberData(nameof(Courses))]
    public void Counts(string what, long[] registers, long expectedWh)
    {
        RegisterTrack track = RegisterTrack.StartingAt(new WattHours(registers[0]), Noon);
        for (int i = 1; i < registers.Length; i++)
        {
            track = track.Advance(new WattHours(registers[i]), Noon.AddMinutes(i)).Track;
            Assert.True(track.Counted >= WattHours.Zero, what);
        }

        Assert.True(track.Counted.Value == expectedWh, $"{what}: {track.Counted.Value}, not {expectedWh}");
    }

    [Theory]
    [InlineData(18_000, 12_700, "it went back to a value it had kept, a little further in whole kWh than it is")]
    [InlineData(17_000, 29_700, "that far it went back only by beginning again")]
    public void In_whole_kWh_and_without_a_clock_a_tenth_less_is_a_kept_value(long registerWh, long expectedWh, string why)
    {
        RegisterTrack track = RegisterTrack.StartingAt(new WattHours(7_300), Noon).Advance(new WattHours(20_000), Noon).Track;

        Assert.True(expectedWh == track.Advance(new WattHours(registerWh), Noon, isAtKnown: false).Track.Counted.Value, why);
    }

    [Fact]
    public void A_late_value_from_before_changes_nothing()
    {
        RegisterTrack track = RegisterTrack.StartingAt(new WattHours(10_000), Noon).Advance(new WattHours(12_000), Noon.AddMinutes(10)).Track;

        Assert.Same(track, track.Advance(new WattHours(11_000), Noon.AddMinutes(5)).Track);
    }

    [Fact]
    public void A_register_near_its_end_that_cannot_have_run_over_so_far_began_again()
    {
        RegisterTrack track = RegisterTrack.StartingAt(new WattHours(990_000), Noon);

        (RegisterTrack after, RegisterMove move) = track.Advance(new WattHours(200), Noon.AddSeconds(30));

        Assert.Equal(RegisterMove.Reset, move);
        Assert.Equal(new WattHours(200), after.Counted);
        Assert.Equal(1, after.Resets);
    }

    [Theory]
    [InlineData(0, RegisterMove.None)]
    [InlineData(500, RegisterMove.Forward)]
    [InlineData(-80, RegisterMove.Jitter)]
    [InlineData(-100, RegisterMove.Jitter)]
    [InlineData(-101, RegisterMove.Reset)]
    public void Names_the_move(long byWh, RegisterMove expected) =>
        Assert.Equal(expected, RegisterTrack.StartingAt(new WattHours(12_345), Noon).Advance(new WattHours(12_345 + byWh), Noon.AddMinutes(1)).Move);

    [Theory]
    [InlineData(11_500, 5, 1_500)]
    [InlineData(11_500, 15, 2_000)]
    [InlineData(9_000, 5, 2_000)]
    [InlineData(12_500, 5, 2_500)]
    public void A_last_register_of_an_earlier_moment_settles_what_was_counted(long lastWh, int atMinute, long expectedWh)
    {
        WattHours first = new(10_000);
        RegisterTrack track = RegisterTrack.StartingAt(first, Noon).Advance(new WattHours(12_000), Noon.AddMinutes(10)).Track;

        Assert.Equal(expectedWh, track.SettledBy(first, new WattHours(lastWh), Noon.AddMinutes(atMinute)).Track.Counted.Value);
    }
}
