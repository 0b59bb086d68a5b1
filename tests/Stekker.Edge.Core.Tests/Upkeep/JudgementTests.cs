using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Upkeep;

namespace Stekker.Edge.Core.Tests.Upkeep;

/// <summary>When a person is told of the box itself.</summary>
public sealed class JudgementTests
{
    private const long Mb = 1_000_000;

    private static readonly DateTimeOffset Utc = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 5)]
    [InlineData(4, 10)]
    [InlineData(8, 160)]
    [InlineData(9, 300)]
    [InlineData(100_000, 300)]
    public void Each_start_after_some_short_runs_waits_longer_up_to_five_minutes(int shortRuns, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), StartPace.WaitAfter(shortRuns));

    [Theory]
    [InlineData(31, null, "")]
    [InlineData(30, TellLevel.Warning, "until 2026-12-28, 30 days more")]
    [InlineData(7.5, TellLevel.Warning, "7 days more")]
    [InlineData(7, TellLevel.Alarm, "7 days more")]
    [InlineData(1.5, TellLevel.Alarm, "1 day more")]
    [InlineData(0.2, TellLevel.Alarm, "less than a day")]
    [InlineData(0, TellLevel.Alarm, "was good until")]
    [InlineData(-400, TellLevel.Alarm, "was good until 2025-10-24")]
    public void A_certificate_is_told_of_weeks_before_it_ends(double daysLeft, TellLevel? level, string words)
    {
        (TellLevel Level, string Text)? found = CertificateTerm.Judge("ocpp.certificateFile", "/etc/tls.pem", "chargers no longer connect", Utc.AddDays(daysLeft), Utc);

        Assert.Equal(level, found?.Level);
        Assert.Contains(words, found?.Text ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 1_000, false, true)]
    [InlineData(9, 60, false, false)]
    [InlineData(9, 100, false, true)]
    [InlineData(60, 1_000, false, true)]
    [InlineData(70, 1_000_000, false, false)]
    [InlineData(9, 60, true, true)]
    [InlineData(11, 60, true, false)]
    public void Room_is_short_below_8_MB_or_a_tenth_of_a_small_disk_and_over_only_with_a_margin(long freeMb, long totalMb, bool wasShort, bool isShort) =>
        Assert.Equal(isShort, new DiskRoom(freeMb * Mb, totalMb * Mb).IsShort(wasShort));

    [Fact]
    public void A_day_of_writing_begins_anew_at_the_sites_midnight_and_a_restart_counts_from_nothing()
    {
        DateOnly day = new(2026, 11, 28);
        FlashDay flash = new FlashDay(day, 3 * Mb, 3 * Mb).At(day, 15 * Mb);
        Assert.Equal((15 * Mb, false), (flash.WrittenBytes, flash.Spares(20 * Mb)));

        flash = flash.At(day, 16 * Mb);
        Assert.True(flash.Spares(20 * Mb));
        Assert.Null(flash.Trouble(20 * Mb));

        flash = flash.At(day, 21 * Mb);
        Assert.Contains("more than 20 MB", flash.Trouble(20 * Mb), StringComparison.Ordinal);

        flash = flash.At(day.AddDays(1), 22 * Mb);
        Assert.Equal((Mb, false), (flash.WrittenBytes, flash.Spares(20 * Mb)));
    }
}
