using System.Threading.Channels;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.Loop;

public class SiteInboxTests
{
    private readonly SiteInbox inbox = new();

    [Fact]
    public async Task A_full_inbox_makes_who_posts_wait_until_there_is_room()
    {
        for (int i = 0; i < SiteInbox.Capacity; i++)
        {
            Assert.True(inbox.PostAsync(Event(i), CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }

        Task waits = inbox.PostAsync(Event(SiteInbox.Capacity), CancellationToken.None).AsTask();
        Assert.False(waits.IsCompleted);
        Assert.Equal(["0"], Drained(1));
        await waits.OrFail();
        Assert.Equal(Enumerable.Range(1, SiteInbox.Capacity).Select(i => $"{i}"), Drained(int.MaxValue));
    }

    [Fact]
    public void Of_readings_with_one_key_only_the_latest_is_left()
    {
        inbox.PostLatest("meter", Event(1));
        inbox.PostLatest("sun", Event(2));
        inbox.PostLatest("meter", Event(3));
        Assert.Equal(["3", "2"], Drained(int.MaxValue));
        Assert.Empty(Drained(int.MaxValue));
    }

    [Fact]
    public async Task A_reading_wakes_an_idle_loop()
    {
        ValueTask<bool> idle = inbox.WaitAsync(CancellationToken.None);
        Assert.False(idle.IsCompleted);
        inbox.PostLatest("meter", Event(1));
        Assert.True(await idle.AsTask().OrFail());
        Assert.Equal(["1"], Drained(int.MaxValue));
    }

    [Fact]
    public void A_reading_does_not_wait_for_a_full_inbox_and_goes_before_it()
    {
        for (int i = 0; i < SiteInbox.Capacity; i++)
        {
            Assert.True(inbox.PostAsync(Event(i), CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }

        inbox.PostLatest("meter", Event(-1));
        Assert.Equal(["-1", "0"], Drained(2));
    }

    [Fact]
    public void A_round_takes_no_more_than_it_should_and_leaves_the_rest_in_order()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.True(inbox.PostAsync(Event(i), CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }

        Assert.Equal(["0", "1", "2"], Drained(3));
        Assert.Equal(["3", "4"], Drained(3));
    }

    [Fact]
    public async Task A_closed_inbox_gives_out_what_it_has_and_takes_nothing()
    {
        await inbox.PostAsync(Event(1), CancellationToken.None);
        inbox.Close();
        inbox.PostLatest("meter", Event(2));
        await Assert.ThrowsAsync<ChannelClosedException>(() => inbox.PostAsync(Event(3), CancellationToken.None).AsTask());
        Assert.True(await inbox.WaitAsync(CancellationToken.None));
        Assert.Equal(["2", "1"], Drained(int.MaxValue));
        Assert.False(await inbox.WaitAsync(CancellationToken.None));
    }

    private static SiteEvent.LedgerFailed Event(int i) => new($"{i}");

    private string[] Drained(int most)
    {
        List<SiteEvent> batch = [];
        inbox.Drain(batch, most);
        return [.. batch.Cast<SiteEvent.LedgerFailed>().Select(e => e.Why)];
    }
}
