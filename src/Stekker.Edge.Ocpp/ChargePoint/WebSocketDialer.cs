using System.Net.WebSockets;
using System.Text;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>
/// Dials ws(s)://host:port/path/{id}, OCPP-J 1.6 §3.1.1. A password goes as HTTP Basic: Improved security for OCPP 1.6-J ed.3,
/// profiles 1 and 2.
/// </summary>
public sealed class WebSocketDialer(Uri endpoint, string chargePointId, string? password = null) : ICentralSystemDialer
{
    public string Subprotocol { get; init; } = "ocpp1.6";

    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For client certificates and trust in a private root.</summary>
    public Action<ClientWebSocketOptions>? Configure { get; init; }

    public Uri Address { get; } = new($"{endpoint.ToString().TrimEnd('/')}/{Uri.EscapeDataString(chargePointId)}");

    public async ValueTask<DialOutcome> DialAsync(CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Subprotocol);
        socket.Options.KeepAliveInterval = KeepAliveInterval;
        socket.Options.CollectHttpResponseDetails = true;
        if (password is not null)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{chargePointId}:{password}"));
            socket.Options.SetRequestHeader("Authorization", $"Basic {credentials}");
        }
        Configure?.Invoke(socket.Options);
        try
        {
            await socket.ConnectAsync(Address, cancellationToken).ConfigureAwait(false);
            return new DialOutcome.Connected(socket, socket.SubProtocol ?? "");
        }
        catch (WebSocketException e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            return (int)status >= 400 ? new DialOutcome.Refused(status) : new DialOutcome.Unreachable(e.InnerException?.Message ?? e.Message);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }
}
