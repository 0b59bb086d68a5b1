using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Loop;
using Stekker.Edge.Ocpp;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem;

/// <summary>Where chargers connect: checks who it is, agrees on the OCPP version, and serves the line until it ends.</summary>
public sealed partial class OcppEndpoint(SiteLoop loop, ChargePointLines lines, OcppLog frames, TimeProvider time, ILogger<OcppEndpoint> log)
{
    /// <summary>A frozen charger must not hold up a stop: procd kills after five seconds.</summary>
    internal static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private int open;

    public async Task HandleAsync(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (ChargePointId.FromTarget(target, out string why) is not { } id)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, why).ConfigureAwait(false);
            return;
        }

        SiteConfiguration site = loop.Snapshot.Configuration;
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status426UpgradeRequired, "this is where chargers connect by WebSocket").ConfigureAwait(false);
            return;
        }

        if (IsRefused(site, id))
        {
            LogStranger(log, id, context.Connection.RemoteIpAddress?.ToString());
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"charge point {id} is not known here").ConfigureAwait(false);
            return;
        }

        if (site.ChargePoint(id)?.Password is { } password && !BasicAuth.Matches(context.Request.Headers.Authorization, id, password))
        {
            LogWrongPassword(log, id, context.Connection.RemoteIpAddress?.ToString());
            context.Response.Headers.WWWAuthenticate = BasicAuth.Challenge;
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, $"user name {id} with the password set for this charge point is needed").ConfigureAwait(false);
            return;
        }

        if (Interlocked.Increment(ref open) > site.Ocpp.MaxConnections)
        {
            Interlocked.Decrement(ref open);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "too many chargers are connected").ConfigureAwait(false);
            return;
        }

        try
        {
            await UpgradeAsync(context, site, id).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
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
            LogNoCommonVersion(log, id, offered.Length == 0 ? "none" : offered);
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

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(why + "\n");
    }

    [LoggerMessage(LogLevel.Warning, "Charge point {Id} at {Remote} is not known here and was refused")]
    private static partial void LogStranger(ILogger log, string id, string? remote);

    [LoggerMessage(LogLevel.Warning, "Charge point {Id} at {Remote} gave no or a wrong password; set the same one in the charger and in this site's configuration (chargePoints)")]
    private static partial void LogWrongPassword(ILogger log, string id, string? remote);

    [LoggerMessage(LogLevel.Warning, "Charge point {Id} offers OCPP version {Offered}; set it to OCPP 1.6 JSON (ocpp1.6)")]
    private static partial void LogNoCommonVersion(ILogger log, string id, string offered);

    [LoggerMessage(LogLevel.Error, "Our own mistake while answering {Action} of {Id}")]
    private static partial void LogHandlerFault(ILogger log, Exception e, string id, string action);
}
