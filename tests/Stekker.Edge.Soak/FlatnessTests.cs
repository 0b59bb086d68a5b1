namespace Stekker.Edge.Soak;

/// <summary>The measure itself, on series made up.</summary>
public sealed class FlatnessTests
{
    private const int Seconds = 600;

    [Fact]
    public void A_heap_that_grows_at_first_and_then_comes_and_goes_is_flat() => Assert.True(Flatness.OfHeap(Breathing()).Holds);

    [Fact]
    public void A_few_kilobytes_left_by_each_session_are_seen() => Assert.False(Flatness.OfHeap(Flatness.WithLeak(Breathing(), 12)).Holds);

    [Fact]
    public void A_handle_left_by_every_twentieth_session_is_seen() =>
        Assert.False(Flatness.OfHandles([.. Breathing().Select(s => s with { Handles = s.Handles + (s.Sessions / 20) })]).Holds);

    [Fact]
    public void A_thread_left_now_and_then_is_seen() =>
        Assert.False(Flatness.OfThreads([.. Breathing().Select(s => s with { Threads = s.Threads + ((int)s.AtS / 45) })]).Holds);

    [Fact]
    public void A_burst_that_is_given_back_is_no_growth() =>
        Assert.True(Flatness.OfHeap([.. Breathing().Select(s => s.AtS is > 450 and < 500 ? s with { HeapKb = s.HeapKb + 20_000 } : s)]).Holds);

    [Fact]
    public void The_slope_is_that_of_the_leak() =>
        Assert.InRange(Flatness.PerHour(Flatness.WithLeak(Breathing(), 10), s => s.HeapKb), 30_000, 42_000);

    [Fact]
    public void Too_few_samples_are_no_verdict() => Assert.Throws<ArgumentException>(() => Flatness.OfHeap(Breathing()[..2]));

    /// <summary>A start of ten megabytes, then a collector's saw of two; a session a second.</summary>
    private static Sample[] Breathing()
    {
        Random random = new(1);
        return
        [
            .. Enumerable.Range(0, Seconds).Select(i => new Sample(
                i, 0, 10_000 + (10_000 * (1 - Math.Exp(-i / 40.0))) + (i % 37 * 50) + (random.NextDouble() * 200), 70 + random.Next(4), 18 + random.Next(2), i * 10_000L, i * 0.05, i)),
        ];
    }
}
