using System.Collections.Immutable;
using Stekker.Edge.Cloud;
using Stekker.Edge.Cloud.Link;
using Stekker.Edge.Cloud.Messages;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Bench.Cloud;

/// <summary>
/// A box as the broker sees it: the daemon's own link, topics, outbox, last will and patience, without a site behind them. Each has its
/// link's thread, as in the daemon; what the link says is taken on it.
/// </summary>
internal sealed class FleetBox : IDisposable
{
    private readonly Lock gate = new();
    private readonly CloudSettings settings;
    private readonly CloudTopics topics;
    private readonly string siteId;
    private readonly OutboxDrain drain;
    private readonly ReconnectPace pace;
    private readonly Timer redial;
    private readonly Dictionary<long, long> reportOf = [];
    private ImmutableArray<OutboxEntry> waiting = [];
    private ICloudLink? link;
    private int line;
    private long lastToken;
    private bool stands;
    private bool isOver;

    public FleetBox(string siteId, CloudSettings settings, Random random)
    {
        this.siteId = siteId;
        this.settings = settings;
        topics = new CloudTopics(siteId);
        drain = new OutboxDrain(Read);
        pace = new ReconnectPace(settings.ReconnectWithin, random.NextDouble);
        redial = new Timer(_ => Dial());
    }

    /// <summary>Told on the link's thread.</summary>
    public required Action Connected { get; init; }

    /// <summary>The broker has one more report.</summary>
    public required Action Acknowledged { get; init; }

    public bool Stands => Volatile.Read(ref stands);

    public void DialAfter(TimeSpan wait) => redial.Change(wait, Timeout.InfiniteTimeSpan);

    /// <summary>Puts reports into its outbox.</summary>
    public void Report(ImmutableArray<OutboxEntry> reports)
    {
        lock (gate)
        {
            waiting = reports;
            drain.Nudge();
            Drain();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            link?.Close();
        }

        redial.Dispose();
    }

    private void Dial()
    {
        lock (gate)
        {
            if (isOver || link is not null)
            {
                return;
            }

            int mine = ++line;
            LinkRequest request = new(
                settings,
                topics.ClientId,
                new CloudMessage(topics.Full(CloudTopics.Status), StatusMessage.Will(siteId).ToJson(), Retain: true),
                [.. CloudTopics.Down.Select(topics.Full)],
                IsOlderProtocol: false);
            link = MosquittoLink.Dial(request, what => Take(mine, what));
        }
    }

    private void Take(int from, LinkEvent what)
    {
        lock (gate)
        {
            if (from != line || isOver)
            {
                return;
            }

            switch (what)
            {
                case LinkEvent.Connected:
                    stands = true;
                    drain.Restart();
                    reportOf.Clear();
                    Publish(CloudTopics.Status, StatusMessage.Stopped(siteId, "2026-11-28T09:00:00+01:00").ToJson(), retain: true);
                    Drain();
                    Connected();
                    break;
                case LinkEvent.Acknowledged acknowledged when reportOf.Remove(acknowledged.Token, out long reportId):
                    drain.Acknowledged(reportId);
                    Acknowledged();
                    Drain();
                    break;
                case LinkEvent.Lost:
                    TimeSpan wait = stands ? pace.AfterLoss() : pace.AfterFailure();
                    stands = false;
                    link = null;
                    DialAfter(wait);
                    break;
                default:
                    break;
            }
        }
    }

    private void Drain()
    {
        if (!stands)
        {
            return;
        }

        foreach (OutboxEntry entry in drain.Next())
        {
            reportOf[Publish(entry.Topic, entry.Payload, retain: false)] = entry.ReportId;
        }
    }

    private long Publish(string topic, ReadOnlyMemory<byte> payload, bool retain)
    {
        link!.Publish(++lastToken, new CloudMessage(topics.Full(topic), payload, retain));
        return lastToken;
    }

    private ImmutableArray<OutboxEntry> Read(long after, int most) => [.. waiting.Where(w => w.ReportId > after).Take(most)];
}
