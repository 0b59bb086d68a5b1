using Stekker.Edge.Cloud.Messages;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cloud;

/// <param name="Topic">Below the site.</param>
public sealed record Bulletin(string Topic, byte[] Payload, bool Retain);

/// <summary>What the box says of itself: its status, and the site's power. Not kept: what cannot be said now is not said, and counted.</summary>
internal sealed class Bulletins
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StatusAtMostEvery = TimeSpan.FromSeconds(10);

    private readonly SiteLoop loop;
    private readonly ISiteRecords records;
    private readonly Func<BoxEntry?>? box;
    private readonly TimeSpan telemetryEvery;
    private readonly TimeSpan startedAt;
    private TimeSpan statusAt = TimeSpan.MinValue;
    private TimeSpan telemetryAt;
    private Keyed<string, Alert>? toldAlerts;

    public Bulletins(SiteLoop loop, ISiteRecords records, TimeSpan telemetryEvery, Func<BoxEntry?>? box = null)
    {
        this.box = box;
        this.telemetryEvery = telemetryEvery;
        this.loop = loop;
        this.records = records;
        startedAt = loop.Clock.Read().Elapsed;
        telemetryAt = startedAt + telemetryEvery;
    }

    /// <summary>How often, since the start, telemetry was due and there was no line.</summary>
    public long MissedTelemetry { get; private set; }

    private SiteTimes Times => SiteTimes.In(loop.Snapshot.Configuration.TimeZone);

    /// <summary>Each second.</summary>
    /// <param name="canSay">Whether there is a line.</param>
    public IEnumerable<Bulletin> Due(TimeSpan now, bool canSay)
    {
        if (now >= telemetryAt)
        {
            telemetryAt = now + telemetryEvery;
            if (canSay)
            {
                yield return new Bulletin(CloudTopics.Telemetry, TelemetryMessage.Of(loop.Snapshot, loop.Clock.Read(), Times).ToJson(), Retain: false);
            }
            else
            {
                MissedTelemetry++;
            }
        }

        bool alertsChanged = !ReferenceEquals(toldAlerts, loop.Snapshot.Alerts);
        if (canSay && (now >= statusAt + StatusEvery || (alertsChanged && now >= statusAt + StatusAtMostEvery)))
        {
            yield return Status(now);
        }
    }

    public Bulletin Status(TimeSpan now)
    {
        SiteState state = loop.Snapshot;
        statusAt = now;
        toldAlerts = state.Alerts;
        OutboxStanding standing = records.OutboxStanding();
        OutboxMessage outbox = new(
            standing.Waiting, standing.Bytes, standing.Oldest is { } oldest ? Times.Write(oldest) : null, standing.DroppedUpdates, MissedTelemetry);
        return Of(StatusMessage.Online(state, loop.Clock.Read(), now - startedAt, Times, outbox, box?.Invoke()));
    }

    public Bulletin Goodbye() => Of(StatusMessage.Stopped(loop.Snapshot.Configuration.SiteId, Times.Write(loop.Clock.Read().Utc)));

    /// <summary>What the broker says for a box that is gone without a word.</summary>
    public Bulletin Will() => Of(StatusMessage.Will(loop.Snapshot.Configuration.SiteId));

    private static Bulletin Of(StatusMessage message) => new(CloudTopics.Status, message.ToJson(), Retain: true);
}
