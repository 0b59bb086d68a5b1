using System.Text.Json;

namespace Stekker.Edge.Soak;

/// <summary>What came of the run: a test for each promise.</summary>
public sealed class SoakTests(SoakRun run) : IClassFixture<SoakRun>
{
    /// <summary>More than before the first car: one line that is just being taken, one file that is just being written.</summary>
    internal const int HandlesMayStay = 3;

    /// <summary>Above the daemon's own settling time (5 s), for what a machine that builds and tests beside it takes from it.</summary>
    private static readonly TimeSpan MostAboveFuse = TimeSpan.FromSeconds(8);

    /// <summary>A session's share of the ledger, and its reports; the rest is a day's budget of 20 MB, whole for so short a run.</summary>
    private const double MostWrittenKbPerSession = 250;
    private const double DaysBudgetKb = 20_000;

    /// <summary>Else a run shows nothing.</summary>
    private const int LeastSessionsAMinute = 10;

    /// <summary>In ten minutes; in more, less.</summary>
    private const double LeakSeenInTenMinutesKb = 12;

    [Fact]
    public void Memory_is_flat() => Assert.True(Flatness.OfHeap(run.Samples).Holds, $"{Flatness.OfHeap(run.Samples)}");

    [Fact]
    public void Handles_are_flat() => Assert.True(Flatness.OfHandles(run.Samples).Holds, $"{Flatness.OfHandles(run.Samples)}");

    [Fact]
    public void Threads_are_flat() => Assert.True(Flatness.OfThreads(run.Samples).Holds, $"{Flatness.OfThreads(run.Samples)}");

    [Fact]
    public void All_handles_are_given_back_once_all_is_quiet() => Assert.InRange(run.After.Handles, 1, run.Before.Handles + HandlesMayStay);

    [Fact]
    public void All_that_went_wrong_is_mended_and_the_cloud_has_every_report() => Assert.Null(run.NotMended);

    /// <summary>The run itself is the measure: with a leak put on top of its own samples it has to be seen to grow.</summary>
    [Fact]
    public void A_leak_of_some_kilobytes_a_session_would_have_been_seen_in_this_very_run() =>
        Assert.False(Flatness.OfHeap(Flatness.WithLeak(run.Samples, LeakSeenInTenMinutesKb * 10 / run.Settings.Length.TotalMinutes)).Holds);

    [Fact]
    public void Cars_came_and_went_and_everything_went_wrong_that_can()
    {
        Assert.True(run.Lived.Count >= LeastSessionsAMinute * run.Settings.Length.TotalMinutes, $"{run.Lived.Count} sessions");
        Assert.True(run.Mishaps.Count >= 8, string.Join(", ", run.Mishaps.Keys));
    }

    [Fact]
    public void No_session_is_lost_or_wrong_by_a_watt_hour()
    {
        HashSet<LivedSession> ledger = [.. run.Ledger.Where(s => Text(s, "state") == "ended").Select(InLedger)];
        Assert.All(run.Lived, s => Assert.Contains(s, ledger));
    }

    [Fact]
    public void No_session_is_doubled_or_made_up() => Assert.Equal(run.Lived.Count, run.Ledger.Count(s => s.TryGetProperty("transactionId", out JsonElement id) && id.ValueKind == JsonValueKind.Number));

    [Fact]
    public void No_wrong_card_charges()
    {
        Assert.Equal(0, run.WrongCardsAccepted);
        Assert.True(run.WrongCardsRefused > 0);
    }

    [Fact]
    public void No_phase_is_above_its_fuse_for_long() =>
        Assert.True(run.Fuse.Longest <= MostAboveFuse, $"L{run.Fuse.LongestPhase + 1} for {run.Fuse.Longest.TotalSeconds:F1} s, highest {run.Fuse.HighestA:F1} A");

    [Fact]
    public void The_flash_is_spared()
    {
        double writtenKb = (run.After.WrittenBytes - run.Before.WrittenBytes) / 1000.0;
        Assert.InRange(writtenKb, 1, DaysBudgetKb + (MostWrittenKbPerSession * run.Lived.Count));
    }

    [Fact]
    public void It_ends_in_good_order() => Assert.Equal(0, run.End.ExitCode);

    private static LivedSession InLedger(JsonElement s) => new(Text(s, "chargePointId"), Text(s, "idTag"), Number(s, "meterStartWh"), Number(s, "meterStartWh") + Number(s, "energyWh"));

    private static string Text(JsonElement s, string name) => s.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    private static int Number(JsonElement s, string name) => s.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : -1;
}
