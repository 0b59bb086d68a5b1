using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem;

/// <summary>Where chargers connect: checks who it is, agrees on the OCPP version, and serves the line until it ends.</summary>
internal sealed partial class OcppEndpoint(SiteLoop loop, ChargePointLines lines, OcppLog frames, Doorkeeper doorkeeper, TimeProvider time, ILogger<OcppEndpoint> log)
{
    /// <summary>A frozen charger must not hold up a stop: procd kills after five seconds.</summary>
    internal static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Of the lines at once, those for charge points nobody has accepted yet: however many come, the site's own find room.</summary>
    private const int StrangersShare = 4;

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(10);

    private int open;
    private int strangers;

    public async Task HandleAsync(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (doorkeeper.TooOften(context) is { } tooOften)
        {
            await tooOften.AnswerAsync(context).ConfigureAwait(false);
            return;
        }

        if (ChargePointId.FromTarget(target, out string why) is not { } id)
        {
            await TurnAwayAsync(context, new Refusal(StatusCodes.Status404NotFound, why)).ConfigureAwait(false);
            return;
        }

        SiteConfiguration site = loop.Snapshot.Configuration;
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await TurnAwayAsync(context, new Refusal(StatusCodes.Status426UpgradeRequired, "this is where chargers connect by WebSocket")).ConfigureAwait(false);
            return;
        }

        if (IsRefused(site, id))
        {
            await TurnAwayAsync(context, new Refusal(StatusCodes.Status404NotFound, $"charge point {id} is not known here")).ConfigureAwait(false);
            return;
        }

        if (await doorkeeper.ProveAsync(context, site, id).ConfigureAwait(false) is { } unproven)
        {
            await unproven.AnswerAsync(context).ConfigureAwait(false);
            return;
        }

        bool isStranger = IsStranger(site, id);
        if (!TryTakeRoom(site, isStranger))
        {
            await TurnAwayAsync(context, new Refusal(StatusCodes.Status503ServiceUnavailable, "too many chargers are connected", ComeAgain)).ConfigureAwait(false);
            return;
        }

        try
        {
            await UpgradeAsync(context, site, id).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref open);
            Interlocked.Add(ref strangers, isStranger ? -1 : 0);
        }
    }

    private bool TryTakeRoom(SiteConfiguration site, bool isStranger)
    {
        int most = site.Ocpp.MaxConnections;
        bool fits = Interlocked.Increment(ref open) <= most;
        fits &= !isStranger || Interlocked.Increment(ref strangers) <= Math.Max(1, most / StrangersShare);
        if (!fits)
        {
            Interlocked.Decrement(ref open);
            Interlocked.Add(ref strangers, isStranger ? -1 : 0);
        }

        return fits;
    }

    private async Task UpgradeAsync(HttpContext context, SiteConfiguration site, string id)
    {
        OcppDialect? dialect = context.WebSockets.WebSocketRequestedProtocols.Contains(Ocpp16.Dialect.Subprotocol) ? Ocpp16.Dialect : null;
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = dialect?.Subprotocol,
            KeepAliveInterval = site.Ocpp.PingInterval,
            KeepAliveTimeout = site.Ocpp.PingTimeout,
        }).ConfigureAwait(false);
        if (dialect is null)
        {
            // OCPP-J 1.6 §3.1.2: without a version in common the handshake ends without one, and the line is closed.
            string offered = string.Join(", ", context.WebSockets.WebSocketRequestedProtocols);
            if (doorkeeper.Complaints.IsNews("no common version", id, out string more))
            {
                LogNoCommonVersion(log, id, offered.Length == 0 ? "none" : Configuration.ConfigurationNode.Clean(offered), more);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.ProtocolError, $"This site speaks {Ocpp16.Dialect.Subprotocol}.", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        await ServeAsync(socket, dialect, site, id, $"{context.Connection.RemoteIpAddress}").ConfigureAwait(false);
    }

    private async Task ServeAsync(WebSocket socket, OcppDialect dialect, SiteConfiguration site, string id, string remote)
    {
        OcppPeerOptions options = new()
        {
            MaxFrameBytes = site.Ocpp.MaxFrameBytes,
            MaxMessagesPerSecond = site.Ocpp.MaxMessagesPerSecond,
            CloseTimeout = CloseTimeout,
            Observer = (direction, frame) => frames.Said(id, direction, frame),
            OnHandlerFault = (action, e) => LogHandlerFault(log, e, id, action.Name),
        };
        using OcppPeer peer = new(socket, dialect, OcppRole.CentralSystem, new V16.Handler16(loop, id), options, time);
        ChargePointLine line = lines.Attach(id, peer, new V16.Orders16(), out ChargePointLine? replaced);
        if (!await TryPostAsync(new SiteEvent.Connected(id, line.ConnectionId, dialect.Subprotocol, remote)).ConfigureAwait(false))
        {
            peer.Abort("this site restarts");
        }

        // Only now: the site hears of the new line before the end of the old one, and sees that one pushes the other out.
        replaced?.Peer.Abort("replaced by a newer connection of the same charge point");
        PeerClosed closed = await peer.RunAsync(CancellationToken.None).ConfigureAwait(false);
        lines.Detach(line);
        await TryPostAsync(new SiteEvent.Disconnected(id, line.ConnectionId, InWords(closed))).ConfigureAwait(false);
    }

    /// <summary>False while the site is shutting down.</summary>
    private async ValueTask<bool> TryPostAsync(SiteEvent happened)
    {
        try
        {
            await loop.PostAsync(happened, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return false;
        }
    }

    private bool IsRefused(SiteConfiguration site, string id) =>
        site.ChargePoint(id) is null
        && (loop.Snapshot.ChargePoints.Find(id)?.Record.Admission is { } decided
            ? decided == Admission.Refused
            : site.Ocpp.UnknownChargePoints == UnknownChargePoints.Refuse);

    private bool IsStranger(SiteConfiguration site, string id) =>
        site.ChargePoint(id) is null
        && site.Ocpp.UnknownChargePoints != UnknownChargePoints.Accept
        && loop.Snapshot.ChargePoints.Find(id)?.Record.Admission != Admission.Accepted;

    private static string InWords(PeerClosed closed) => closed switch
    {
        PeerClosed.PeerLeft => "it closed the line",
        PeerClosed.Oversize over => $"it sent a message of more than {over.MaxFrameBytes} bytes",
        PeerClosed.BinaryFrame => "it sent binary data, and OCPP-J is text",
        PeerClosed.TooManyMalformed bad => $"{bad.InARow} messages on end were not OCPP-J",
        PeerClosed.ClosedByUs ours => ours.Reason,
        PeerClosed.TransportLost lost => $"the line was lost ({lost.Description})",
        _ => "the line was lost",
    };

    /// <summary>With a line in the log, once for each address: what is wrong with it is wrong again and again.</summary>
    private Task TurnAwayAsync(HttpContext context, Refusal refusal)
    {
        string address = RemoteAddress.Of(context.Connection.RemoteIpAddress);
        if (doorkeeper.Complaints.IsNews($"turned away {refusal.Status}", address, out string more))
        {
            LogTurnedAway(log, address, refusal.Why, more);
        }

        return refusal.AnswerAsync(context);
    }

    [LoggerMessage(LogLevel.Warning, "{Address} was turned away: {Why}{More}")]
    private static partial void LogTurnedAway(ILogger log, string address, string why, string more);

    [LoggerMessage(LogLevel.Warning, "Charge point {Id} offers OCPP version {Offered}; set it to OCPP 1.6 JSON (ocpp1.6){More}")]
    private static partial void LogNoCommonVersion(ILogger log, string id, string offered, string more);

    [LoggerMessage(LogLevel.Error, "Our own mistake while answering {Action} of {Id}")]
    private static partial void LogHandlerFault(ILogger log, Exception e, string id, string action);
}
