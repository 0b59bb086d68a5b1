using Stekker.Edge.Hosting;

namespace Stekker.Edge.Tests.Hosting;

public sealed class LoopPulseTests
{
    private readonly LoopPulse pulse = new(patience: 3);

    [Theory]
    [InlineData("1 2 3", "Beating Beating Beating")]
    [InlineData("1 1 1 1", "Beating Missed Missed Gone")]
    [InlineData("1 1 1 2", "Beating Missed Missed Beating")]
    [InlineData("1 1 1 2 2 2 2", "Beating Missed Missed Beating Missed Missed Gone")]
    [InlineData("0 0 0", "Missed Missed Gone")]
    [InlineData("1 90 90 91", "Beating Beating Missed Beating")]
    public void Looks_without_a_new_tick_are_counted_since_the_last_one(string ticks, string judged) =>
        Assert.Equal(judged, string.Join(' ', ticks.Split(' ').Select(t => pulse.Look(long.Parse(t, System.Globalization.CultureInfo.InvariantCulture)))));
}
