using System.Collections.Immutable;
using System.Threading.Channels;
using Stekker.Edge.Cloud.Link;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;

namespace Stekker.Edge.Cloud;

/// <summary>
/// The site's end of the cloud: keeps a line to the broker, brings the outbox up, and what comes down to those it is for. One task does all
/// of it, so nothing here is shared; the site never waits for it.
/// </summary>
public sealed partial class CloudRoom : IAsyncDisposable
{
    /// <summary>What may wait for this task; beyond it the broker waits.</summary>
    private const int MostWaiting = 64;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(10);

    /// <summary>Acknowledgements that are worth a write to flash of their own.</summary>
    private const int ForgetFrom = OutboxDrain.Window * 8;

    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(3);

    private readonly SiteLoop loop;
    private readonly ISiteRecords records;
    private readonly CloudSettings settings;
    private readonly CloudTopics topics;
    private readonly CloudDialer dial;
    private readonly CloudInbox inbox;
    private readonly TimeProvider time;
    private readonly ILogger<CloudRoom> log;
    private readonly Channel<RoomEvent> happenings = Channel.CreateBounded<RoomEvent>(MostWaiting);
    private readonly CancellationTokenSource stop = new();
    private readonly OutboxDrain drain;
    private readonly ReconnectPace pace;
    private readonly Bulletins bulletins;
    private Task running = Task.CompletedTask;
    private ICloudLink? link;
    private bool isOlderProtocol;
    private bool isReady;
    private long lastToken;
    private readonly Dictionary<long, Action> afterwards = [];
    private TimeSpan dialAt;
    private TimeSpan forgetAt;
    private string? toldTrouble;
    private volatile bool hasNews;

    /// <param name="chance">0 to 1, anew at each call: spreads the boxes over time.</param>
    internal CloudRoom(
        SiteLoop loop, ISiteRecords records, CloudSettings settings, CloudInbox inbox, CloudDialer dial, TimeProvider time, Func<double> chance, ILogger<CloudRoom> log, Func<BoxEntry?>? box = null)
    {
        this.loop = loop;
        this.records = records;
        this.settings = settings;
        this.inbox = inbox;
        this.dial = dial;
        this.time = time;
        this.log = log;
        topics = new CloudTopics(loop.Snapshot.Configuration.SiteId);
        drain = new OutboxDrain(records.Outbox);
        pace = new ReconnectPace(settings.ReconnectWithin, chance);
        bulletins = new Bulletins(loop, records, settings.TelemetryEvery, box);
        Standing = new CloudStanding($"{settings.Broker.Host}:{settings.Broker.Port}", null, Elapsed, "not connected yet", 0);
    }

    public CloudStanding Standing { get; private set; }

    private TimeSpan Elapsed => loop.Clock.Read().Elapsed;

    public void Start() => running = Task.Run(RunAsync);

    /// <summary>The ledger has new reports. From any thread; never waits.</summary>
    public void Nudge()
    {
        hasNews = true;
        happenings.Writer.TryWrite(new RoomEvent.Looked());
    }

    /// <summary>Sends what must not wait for a minute and is not kept: an OCPP log line, a state that changed. From any thread; never waits.</summary>
    public void Say(string topic, byte[] payload, bool retain = false) => happenings.Writer.TryWrite(new RoomEvent.ToSay(topic, payload, retain));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        await inbox.EndAsync().ConfigureAwait(false);
        inbox.Dispose();
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        using ITimer ticker = time.CreateTimer(_ => happenings.Writer.TryWrite(new RoomEvent.Looked()), null, Second, Second);
        try
        {
            await inbox.StartAsync(stop.Token).ConfigureAwait(false);
            happenings.Writer.TryWrite(new RoomEvent.Looked());
            while (true)
            {
                await SafelyAsync(await happenings.Reader.ReadAsync(stop.Token).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsTheEnd(e))
        {
            await SayGoodbyeAsync().ConfigureAwait(false);
        }
    }

    private bool IsTheEnd(Exception e) => e is SiteStoppedException or ChannelClosedException || (e is OperationCanceledException && stop.IsCancellationRequested);

    private async Task SafelyAsync(RoomEvent happened)
    {
        try
        {
            await TakeAsync(happened).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A mistake with one message must not cost the line to the cloud, and never the daemon.
        catch (Exception e) when (!IsTheEnd(e))
#pragma warning restore CA1031
        {
            LogMistake(log, e, happened.GetType().Name);
        }
    }

    private async Task TakeAsync(RoomEvent happened)
    {
        switch (happened)
        {
            case RoomEvent.OnLink { Link: var from, Happened: var what } when ReferenceEquals(from, link):
                await TakeAsync(what).ConfigureAwait(false);
                break;
            case RoomEvent.ToSay say when isReady:
                Publish(say.Topic, say.Payload, say.Retain);
                break;
            case RoomEvent.Looked:
                await LookAsync().ConfigureAwait(false);
                break;
            default:
                break;
        }
    }

    private async Task TakeAsync(LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Connected connected:
                Standing = Standing with { Protocol = connected.Protocol, Since = Elapsed, Trouble = null };
                toldTrouble = null;
                LogConnected(log, Standing.Broker, connected.Protocol);
                drain.Restart();
                isReady = true;
                Say(bulletins.Status(Elapsed));
                Say(inbox.States());
                Drain();
                break;
            case LinkEvent.SubscriptionRefused refused:
                LogSubscriptionRefused(log, Standing.Broker, refused.Topic);
                break;
            case LinkEvent.Acknowledged acknowledged:
                Acknowledged(acknowledged);
                break;
            case LinkEvent.Received received:
                Say(await inbox.TakeAsync(topics.Own(received.Topic), received.Payload, stop.Token).ConfigureAwait(false));
                break;
            case LinkEvent.Lost lost:
                Lost(lost);
                break;
            default:
                break;
        }
    }

    /// <summary>Each second, and when there is news.</summary>
    private async Task LookAsync()
    {
        TimeSpan now = Elapsed;
        Say(await inbox.LookAsync(loop.Clock.Read(), stop.Token).ConfigureAwait(false));
        if (link is null && now >= dialAt)
        {
            Dial();
        }

        if (hasNews)
        {
            hasNews = false;
            drain.Nudge();
        }

        foreach (Bulletin due in bulletins.Due(now, isReady))
        {
            Say(due);
        }

        Standing = Standing with { MissedTelemetry = bulletins.MissedTelemetry };
        Drain();
        if (isReady && drain.Done > 0 && (now >= forgetAt || drain.Done >= ForgetFrom))
        {
            forgetAt = now + ForgetEvery;
            ImmutableArray<long> ids = drain.ToForget();
            await loop.AskAsync(request => new SiteEvent.ReportsSent(request, ids), stop.Token).ConfigureAwait(false);
            drain.Forgotten(ids);
        }
    }

    private void Dial()
    {
        LinkRequest request = new(
            settings,
            topics.ClientId,
            Whole(bulletins.Will()),
            [.. CloudTopics.Down.Select(topics.Full)],
            isOlderProtocol);
        try
        {
            // The link may speak before it is returned.
            TaskCompletionSource<ICloudLink> dialled = new();
            link = dial(request, what => Tell(dialled.Task.Result, what));
            dialled.SetResult(link);
        }
        catch (IOException e)
        {
            dialAt = Elapsed + pace.AfterFailure();
            SayTrouble(e.Message);
        }
    }

    /// <summary>On the link's thread. It waits where this task is busy: then so does the broker.</summary>
    private void Tell(ICloudLink from, LinkEvent what)
    {
        RoomEvent happened = new RoomEvent.OnLink(from, what);
        while (!happenings.Writer.TryWrite(happened))
        {
            try
            {
                if (!happenings.Writer.WaitToWriteAsync(stop.Token).AsTask().GetAwaiter().GetResult())
                {
                    return;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Lost(LinkEvent.Lost lost)
    {
        bool stood = Standing.IsConnected;
        link?.Dispose();
        link = null;
        isReady = false;
        afterwards.Clear();
        TimeSpan wait = stood ? pace.AfterLoss() : pace.AfterFailure();
        if (!stood && lost.Kind == LossKind.OlderProtocol)
        {
            isOlderProtocol = !isOlderProtocol;
            wait = isOlderProtocol ? Second : wait;
        }
        else if (!stood && isOlderProtocol)
        {
            isOlderProtocol = false;
        }

        dialAt = Elapsed + wait;
        Standing = Standing with { Protocol = null, Since = stood ? Elapsed : Standing.Since, Trouble = lost.Why };
        SayTrouble(lost.Why);
    }

    private void Drain()
    {
        if (!isReady)
        {
            return;
        }

        foreach (Storage.OutboxEntry entry in drain.Next())
        {
            long id = entry.ReportId;
            Publish(entry.Topic, entry.Payload, retain: false, () => drain.Acknowledged(id));
        }
    }

    private void Acknowledged(LinkEvent.Acknowledged acknowledged)
    {
        if (acknowledged.Refused is { } why)
        {
            // Not dropped: a report stays in the outbox, and is tried again on the next line.
            LogNotTaken(log, Standing.Broker, why);
            afterwards.Remove(acknowledged.Token);
            return;
        }

        if (afterwards.Remove(acknowledged.Token, out Action? then))
        {
            then();
            Drain();
        }
    }

    private void Publish(string topic, ReadOnlyMemory<byte> payload, bool retain, Action? then = null)
    {
        if (link is null)
        {
            return;
        }

        long token = ++lastToken;
        if (then is not null)
        {
            afterwards[token] = then;
        }

        link.Publish(token, new CloudMessage(topics.Full(topic), payload, retain));
    }

    /// <summary>Without a line nothing is said; all states are told anew on the next one.</summary>
    private void Say(IEnumerable<CloudState> states)
    {
        foreach (CloudState state in states)
        {
            Publish(state.Topic, state.Payload, retain: true, state.Acknowledged);
        }
    }

    private void Say(Bulletin bulletin) => Publish(bulletin.Topic, bulletin.Payload, bulletin.Retain);

    private CloudMessage Whole(Bulletin bulletin) => new(topics.Full(bulletin.Topic), bulletin.Payload, bulletin.Retain);

    private void SayTrouble(string why)
    {
        if (toldTrouble != why)
        {
            toldTrouble = why;
            LogNoCloud(log, why);
        }
    }

    /// <summary>A box that stops says so itself, and its last will stays unsaid.</summary>
    private async Task SayGoodbyeAsync()
    {
        if (link is not { } last)
        {
            return;
        }

        if (isReady)
        {
            Say(bulletins.Goodbye());
        }

        last.Close();
        using CancellationTokenSource patience = new(GoodbyePatience);
        try
        {
            while (await happenings.Reader.ReadAsync(patience.Token).ConfigureAwait(false) is not RoomEvent.OnLink { Happened: LinkEvent.Lost })
            {
            }
        }
        catch (OperationCanceledException)
        {
            // It ends by itself.
        }
    }

    /// <summary>What this task is told.</summary>
    private abstract record RoomEvent
    {
        public sealed record OnLink(ICloudLink Link, LinkEvent Happened) : RoomEvent;

        public sealed record ToSay(string Topic, byte[] Payload, bool Retain) : RoomEvent;

        public sealed record Looked : RoomEvent;
    }

    [LoggerMessage(LogLevel.Information, "Cloud: connected to {Broker} ({Protocol})")]
    private static partial void LogConnected(ILogger log, string broker, string protocol);

    [LoggerMessage(LogLevel.Warning, "Cloud: {Why}. The site runs on without it; what it reports is kept")]
    private static partial void LogNoCloud(ILogger log, string why);

    [LoggerMessage(LogLevel.Warning, "Cloud: {Broker} does not let this site read {Topic}")]
    private static partial void LogSubscriptionRefused(ILogger log, string broker, string topic);

    [LoggerMessage(LogLevel.Warning, "Cloud: {Broker} does not take a message of this site: {Why}")]
    private static partial void LogNotTaken(ILogger log, string broker, string why);

    [LoggerMessage(LogLevel.Error, "Our own mistake in the link to the cloud ({What})")]
    private static partial void LogMistake(ILogger log, Exception e, string what);
}
