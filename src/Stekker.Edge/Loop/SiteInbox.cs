using System.Threading.Channels;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Loop;

/// <summary>
/// The one way into the loop. Events of chargers and people wait for room (the charger waits for its answer, that is the back-pressure);
/// readings and ticks do not wait: a newer one with the same key takes the place of one that was not read yet.
/// </summary>
public sealed class SiteInbox
{
    /// <summary>Events that may wait. Beyond, whoever posts waits too.</summary>
    public const int Capacity = 1024;

    private readonly Channel<SiteEvent?> channel = Channel.CreateBounded<SiteEvent?>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Lock latestLock = new();
    private readonly List<KeyValuePair<string, SiteEvent>> latest = [];

    /// <exception cref="ChannelClosedException">The loop has stopped.</exception>
    public ValueTask PostAsync(SiteEvent happened, CancellationToken cancel) => channel.Writer.WriteAsync(happened, cancel);

    public void PostLatest(string key, SiteEvent happened)
    {
        lock (latestLock)
        {
            int at = latest.FindIndex(e => e.Key == key);
            if (at >= 0)
            {
                latest[at] = new(key, happened);
                return;
            }

            latest.Add(new(key, happened));
        }

        // Wakes the loop; where the channel is full it is awake, and looks here in its next round.
        channel.Writer.TryWrite(null);
    }

    /// <summary>False once the inbox is closed and empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancel) => channel.Reader.WaitToReadAsync(cancel);

    /// <summary>Moves what is there into the batch: the latest readings first, then at most <paramref name="most"/> events.</summary>
    public void Drain(List<SiteEvent> batch, int most)
    {
        lock (latestLock)
        {
            foreach (KeyValuePair<string, SiteEvent> reading in latest)
            {
                batch.Add(reading.Value);
            }

            latest.Clear();
        }

        while (batch.Count < most && channel.Reader.TryRead(out SiteEvent? happened))
        {
            if (happened is not null)
            {
                batch.Add(happened);
            }
        }
    }

    public void Close() => channel.Writer.TryComplete();
}
