using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Tests.Harness;

namespace Stekker.Edge.Modbus.Tests.Links;

public sealed class TurnsTests
{
    [Fact]
    public void Whoever_is_sure_to_be_answered_goes_first_and_equals_in_the_order_they_came() =>
        Assert.Equal("begin, sure 1, sure 2, doubtful 1, doubtful 2", Order("doubtful 1", "sure 1", "doubtful 2", "sure 2"));

    [Fact]
    public void On_a_line_that_is_always_busy_the_doubtful_get_a_turn_too()
    {
        string[] order = Order(["doubtful", .. Enumerable.Range(1, 20).Select(i => $"sure {i}")]).Split(", ");

        Assert.Equal(9, Array.IndexOf(order, "doubtful"));
    }

    /// <summary>All wait while somebody has the turn; then each has it in turn.</summary>
    private static string Order(params string[] waiting)
    {
        List<string> order = [];
        VirtualTime.Run(async time =>
        {
            Turns turns = new();
            Turns.Turn first = await turns.TakeAsync(isSure: false, default);
            order.Add("begin");
            Task all = Task.WhenAll(waiting.Select(async name =>
            {
                using Turns.Turn turn = await turns.TakeAsync(name.StartsWith("sure", StringComparison.Ordinal), default);
                order.Add(name);
                await time.Pass(TimeSpan.FromMilliseconds(1));
            }));
            first.Dispose();
            await all;
        });
        return string.Join(", ", order);
    }
}
